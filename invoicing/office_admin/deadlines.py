"""The office's thresholds: when a claim is late, how long one has to correct, to undo, what two reviewers confirm."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from invoicing.models import OfficeSettings

from .permissions import clerk_only
from .records import RecordForm
from .screens import edit_record, frame

INDEX = "office_deadlines:index"
ICON = "time"


class DeadlinesForm(RecordForm):
    starts_blank = False  # without its row the defaults hold

    class Meta:
        model = OfficeSettings
        fields = [
            "late_soon_after", "late_after", "correction_days", "after_deadline", "undo_minutes", "shows_usual_time",
            "second_reviewer_above",
        ]  # fmt: skip


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def set_deadlines(request: HttpRequest) -> HttpResponse:
    context = frame(_("Délais et seuils"), ICON)
    return edit_record(request, DeadlinesForm, OfficeSettings.load(), context, back=reverse(INDEX))
