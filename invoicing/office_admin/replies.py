"""Replies kept ready: their lists by outcome, and the page of each, with its merge fields and how it will read.

Not here: using them (review), filling them in for a claim (invoicing.replies).
"""

from django import forms
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from invoicing.enums import Outcome
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet, ReadyReply
from invoicing.replies import FIELDS, put_in, unknown_fields

from .history import Changes
from .ordering import move
from .permissions import clerk_only
from .records import RecordForm, save_record
from .screens import FOLDER, frame, record_page

INDEX = "office_replies:index"
ICON = "comment"
MEANINGS = {
    "prenom": gettext_lazy("prénom de la personne qui a envoyé la demande"),
    "nom": gettext_lazy("nom de cette personne"),
    "reference": gettext_lazy("référence de la demande"),
    "formulaire": gettext_lazy("titre du formulaire, dans la langue de la personne"),
    "periode": gettext_lazy("premier et dernier jour facturés"),
    "montant": gettext_lazy("total de la demande"),
}
SAMPLE = {
    "prenom": "Jeanne",
    "nom": "Fournier",
    "reference": "2026-000418",
    "periode": "01.08.2026 – 31.08.2026",
    "montant": "1’234.50 CHF",
}
SAMPLE_KIND = "travel"


class ReplyForm(RecordForm):
    pairs = ("name", "text")
    kind = forms.ChoiceField(required=False)

    class Meta:
        model = ReadyReply
        fields = ["kind", "name_fr", "name_de", "text_fr", "text_de", "is_active"]
        widgets = {name: forms.Textarea(attrs={"rows": 9}) for name in ("text_fr", "text_de")}
        help_texts = {
            "name_fr": gettext_lazy("Sous ce nom, les collaborateurs la choisissent. La personne ne le voit pas."),
            "name_de": gettext_lazy("Sous ce nom, les collaborateurs la choisissent. La personne ne le voit pas."),
            "is_active": gettext_lazy("Sans cela, on ne peut plus la choisir. Les messages déjà envoyés restent."),
        }

    def __init__(self, *args, sheets: dict[str, FormSheet], **kwargs):
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        titles = [(kind, str(sheet)) for kind, sheet in sheets.items()]
        self.fields["kind"].choices = [("", _("Tous les formulaires")), *titles]

    def clean_text_fr(self) -> str:
        return self._known("text_fr")

    def clean_text_de(self) -> str:
        return self._known("text_de")

    def _known(self, name: str) -> str:
        text = self.cleaned_data[name]
        if unknown := unknown_fields(text):
            wrong = ", ".join(f"{{{field}}}" for field in dict.fromkeys(unknown))
            raise forms.ValidationError(_("Personne ne remplit ces champs : %(fields)s.") % {"fields": wrong})
        return text

    def changes(self) -> Changes:
        """Forms by their number: the history is read by people."""
        changes = super().changes()
        if "kind" in changes:
            numbers = {kind: sheet.number for kind, sheet in self.sheets.items()}
            changes["kind"] = [numbers.get(kind, kind) for kind in changes["kind"]]
        return changes

    def save(self, commit: bool = True) -> ReadyReply:
        reply = self.instance
        if reply._state.adding:
            last = siblings_of(reply).aggregate(last=Max("position"))["last"]
            reply.position = (last or 0) + 1
        return super().save(commit)

    def previews(self) -> list[dict[str, str]]:
        """Both texts as they stand in the form, filled in for a sample claim."""
        sheet = self.sheets.get(self["kind"].value() or SAMPLE_KIND)
        return [
            {
                "language": language,
                "text": put_in(
                    SAMPLE | {"formulaire": sheet.spoken("title", language) if sheet else ""},
                    self[f"text_{language}"].value() or "",
                ),
            }
            for language in ("fr", "de")
        ]


def siblings_of(reply: ReadyReply):
    return ReadyReply.objects.filter(outcome=reply.outcome)


def _sheets() -> dict[str, FormSheet]:
    return {sheet.kind: sheet for sheet in FormSheet.objects.filter(kind__in=KINDS)}


@clerk_only
@require_safe
def show_replies(request: HttpRequest) -> HttpResponse:
    sheets = _sheets()
    replies = list(ReadyReply.objects.all())
    for reply in replies:
        reply.sheet = sheets.get(reply.kind)
    outcomes = [
        {
            "key": outcome.value,
            "label": outcome.label,
            "add_url": reverse("office_replies:add", args=[outcome.value]),
            "replies": [reply for reply in replies if reply.outcome == outcome],
        }
        for outcome in Outcome
    ]
    context = frame(_("Réponses préparées"), ICON) | {
        "outcomes": outcomes,
        "reorder_url": reverse("office_replies:move", args=[999999]),
    }
    return render(request, f"{FOLDER}replies.html", context)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_reply(request: HttpRequest, outcome: str) -> HttpResponse:
    if outcome not in Outcome:
        raise Http404
    return _edit(request, ReadyReply(outcome=outcome), _("Nouvelle réponse"))


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_reply(request: HttpRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(ReadyReply, pk=pk)
    return _edit(request, reply, str(reply))


def _edit(request: HttpRequest, reply: ReadyReply, title: str) -> HttpResponse:
    """As every record (screens.edit_record); the button « Aperçu » only shows how it would read."""
    context = frame(title, ICON, (reverse(INDEX), _("Réponses préparées")))
    if request.method != "POST":
        return _page(request, ReplyForm(instance=reply, sheets=_sheets()), context)
    with transaction.atomic():
        if reply.pk:
            reply = get_object_or_404(ReadyReply.objects.select_for_update(), pk=reply.pk)
        form = ReplyForm(request.POST, instance=reply, sheets=_sheets())
        if form.is_valid() and "preview" not in request.POST:
            saved = save_record(form, actor=request.user)
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": saved})
            return redirect(INDEX)
    return _page(request, form, context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: ReplyForm, context: dict, status: int = 200) -> HttpResponse:
    samples = SAMPLE | {"formulaire": form.sheets[SAMPLE_KIND].title if SAMPLE_KIND in form.sheets else ""}
    fields = [{"name": f"{{{name}}}", "meaning": MEANINGS[name], "example": samples[name]} for name in FIELDS]
    context = context | {"fields": fields, "previews": form.previews(), "outcome": Outcome(form.instance.outcome)}
    return record_page(request, form, context, reverse(INDEX), status, template="reply.html")


@clerk_only
@require_POST
def move_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Within its outcome."""
    reply = get_object_or_404(ReadyReply, pk=pk)
    return move(request, reply, siblings_of(reply), back=f"{reverse(INDEX)}#item_{pk}")
