"""The office's thresholds: when a claim is late, how long one has to correct, to undo, what two reviewers confirm."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from guichet.audit import record_event
from invoicing.models import OfficeSettings

from .permissions import clerk_only
from .screens import FOLDER, frame

ICON = "time"


class DeadlinesForm(forms.ModelForm):
    class Meta:
        model = OfficeSettings
        fields = [
            "late_soon_after", "late_after", "correction_days", "after_deadline", "undo_minutes",
            "second_reviewer_above",
        ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_only
def set_deadlines(request: HttpRequest) -> HttpResponse:
    form = DeadlinesForm(request.POST or None, instance=OfficeSettings.load())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            values = {name: str(form.cleaned_data[name]) for name in form.changed_data}
            record_event("office.deadlines", actor=request.user, object_type="office", detail=values)
        messages.success(request, _("Les délais sont enregistrés."))
        return redirect("office_deadlines:index")
    context = frame(_("Délais de l’office"), ICON) | {"form": form}
    return render(request, f"{FOLDER}deadlines.html", context, status=422 if form.errors else 200)
