"""Where a notice can stand: the desk, and each form under the title the office gave it."""

from django.utils.translation import gettext as _

from invoicing.models import FormSheet


def notice_places() -> list[tuple[str, str]]:
    return [("desk", _("Guichet")), *((sheet.kind, sheet.title) for sheet in FormSheet.objects.all())]
