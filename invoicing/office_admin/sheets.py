"""The official forms as the office presents them: their list in the order of the guichet, and the page of each."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet

from .ordering import move
from .permissions import clerk_only
from .records import RecordForm
from .screens import FOLDER, edit_record, frame

INDEX = "office_sheets:index"
ICON = "doc-full"


class SheetForm(RecordForm):
    pairs = ("title", "intro", "documents", "notice")

    class Meta:
        model = FormSheet
        fields = [
            "number", "title_fr", "title_de", "intro_fr", "intro_de", "documents_fr", "documents_de",
            "is_offered", "notice_fr", "notice_de",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for pair in ("intro", "documents", "notice")
            for name in (f"{pair}_fr", f"{pair}_de")
        }
        help_texts = {
            "documents_fr": gettext_lazy("Un document par ligne."),
            "documents_de": gettext_lazy("Un document par ligne."),
            "notice_fr": gettext_lazy("Dites pourquoi, et ce que la personne peut faire en attendant."),
            "notice_de": gettext_lazy("Dites pourquoi, et ce que la personne peut faire en attendant."),
            "is_offered": gettext_lazy(
                "Sans cela, il n’apparaît plus au guichet, et un brouillon commencé avant n’est pas envoyé tant qu’il "
                "n’est pas proposé de nouveau. Les demandes envoyées restent, leurs corrections aussi."
            ),
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("is_offered") and not (cleaned.get("notice_fr") or cleaned.get("notice_de")):
            self.add_error("notice_fr", _("Écrivez l’avis que lira la personne qui cherche ce formulaire."))
        return cleaned


def _sheets():
    return FormSheet.objects.filter(kind__in=KINDS)


@clerk_only
@require_safe
def show_sheets(request: HttpRequest) -> HttpResponse:
    context = frame(_("Formulaires"), ICON) | {
        "sheets": _sheets(),
        "reorder_url": reverse("office_sheets:move", args=[999999]),
    }
    return render(request, f"{FOLDER}sheets.html", context)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(_sheets(), pk=pk)
    context = frame(str(sheet), ICON, (reverse(INDEX), _("Formulaires")))
    return edit_record(request, SheetForm, sheet, context, back=reverse(INDEX))


@clerk_only
@require_POST
def move_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return move(request, get_object_or_404(_sheets(), pk=pk), _sheets(), back=reverse(INDEX))
