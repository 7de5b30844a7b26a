"""What stands before wagtail-localize's page: a pair is taken up in time, and nothing half translated is published."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import TranslatableMixin

from .acts import NotPossible, refuse_gaps
from .pairs import follow, needs_pairing, work_of
from .works import Work


def take_up_pair(request: HttpRequest, instance: Model) -> None:
    """Who opens a translation that is behind sees both languages; edited alone, it would seem to be in step."""
    work = _translated_work(instance)
    if work and needs_pairing(work):
        follow(work)


def refuse_half_translated(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """wagtail-localize would fill the gaps with the original's words."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    work = _translated_work(instance)
    if not (work and work.translation and work.translation.enabled):
        return None
    try:
        refuse_gaps(work)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect(request.path)
    return None


def _translated_work(instance: Model) -> Work | None:
    """The work whose translation this is."""
    work = work_of(instance.translation_key) if isinstance(instance, TranslatableMixin) else None
    return work if work and work.translated and work.translated.pk == instance.pk else None
