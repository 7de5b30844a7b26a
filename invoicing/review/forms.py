"""What a reviewer types to decide: message, reason, remarks at paths; and the version and state that were on screen."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import PlainTextField, plain_line_ends
from invoicing.calendar_days import today
from invoicing.models import ListEntry, OfficeSettings, ReadyReply
from invoicing.standstill import answer_by

from .widgets import DayInput

MOST_MESSAGE = 2000
MOST_REMARK = 500
REMARK = "remark-"
OTHER_REASON = "other"
FRESH_SECONDS = 30  # the reasons to choose from; a chosen one is looked up


def _text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": MOST_MESSAGE})


class DecisionForm(forms.Form):
    """`paths`: where remarks may stand in the version at hand."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.CharField(widget=forms.HiddenInput)
    used_replies = forms.CharField(widget=forms.HiddenInput, required=False)
    reply = forms.ModelChoiceField(
        queryset=ReadyReply.objects.none(), label=_("Réponse préparée"), required=False, empty_label=_("Aucune")
    )
    message = PlainTextField(label=_("Message à la personne"), max_length=MOST_MESSAGE, required=False, widget=_text())

    def __init__(self, *args, paths: set[str], replies: Sequence[ReadyReply] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.paths, self.replies = paths, replies
        self.remark_errors: dict[str, str] = {}
        if replies:
            self.fields["reply"].queryset = ReadyReply.objects.filter(pk__in=[reply.pk for reply in replies])
            self.fields["reply"].choices = [("", _("Aucune")), *((reply.pk, str(reply)) for reply in replies)]
        else:
            del self.fields["reply"]

    @property
    def used_reply_keys(self) -> list[int]:
        """The ready replies that went into the message, of those that fit."""
        typed = str(self["used_replies"].value() or "").split(",")
        return [reply.pk for reply in self.replies if str(reply.pk) in typed]

    @property
    def remarks(self) -> dict[str, str]:
        return {}

    @property
    def written_message(self) -> str:
        """The message as it was typed, valid or not."""
        return str(self["message"].value() or "")


class AcceptForm(DecisionForm):
    pass


class WriteForm(DecisionForm):
    """A message without a decision."""

    message = PlainTextField(
        label=_("Message à la personne"),
        max_length=MOST_MESSAGE,
        widget=_text(),
        error_messages={"required": _("Écrivez le message.")},
    )


class WhyForm(DecisionForm):
    """A step back: it needs a reason, which the person reads."""

    message = PlainTextField(
        label=_("Raison"),
        max_length=MOST_REMARK,
        widget=_text(2),
        help_text=_("La personne la lit si elle a déjà été avertie."),
        error_messages={"required": _("Indiquez la raison.")},
    )


class RefuseForm(DecisionForm):
    reason = forms.ModelChoiceField(
        queryset=ListEntry.objects.none(),
        to_field_name="key",
        label=_("Raison du refus"),
        empty_label=_("Choisir…"),
        error_messages={"required": _("Choisissez la raison du refus.")},
    )
    field_order = ["version", "state", "reason", "reply", "message"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reasons = ListEntry.objects.filter(list="refusal-reason", is_active=True)
        self.fields["reason"].queryset = reasons
        known = cache.get_or_set("refusal-reasons", lambda: list(reasons), FRESH_SECONDS)
        self.fields["reason"].choices = [("", _("Choisir…")), *((reason.key, reason.label) for reason in known)]

    def clean(self) -> dict:
        cleaned = super().clean()
        reason = cleaned.get("reason")
        if reason and reason.key == OTHER_REASON and not cleaned.get("message"):
            self.add_error("message", _("Expliquez la raison dans le message."))
        return cleaned


class ReturnForm(DecisionForm):
    """A message, and remarks posted as remark-<path>. A path the version does not have is refused."""

    message = PlainTextField(
        label=_("Message à la personne"),
        max_length=MOST_MESSAGE,
        widget=_text(),
        help_text=_("Ce qu’il faut corriger, en une phrase ou deux. Notez le détail à côté des réponses."),
        error_messages={"required": _("Écrivez à la personne ce qu’elle doit corriger.")},
    )
    answer_by = forms.DateField(
        label=_("Réponse attendue jusqu’au"),
        required=False,
        widget=DayInput,
        help_text=_("Vide : le délai de l’office, qui ne court pas pendant les féries (LPGA art. 38)."),
        error_messages={"invalid": _("Indiquez une date.")},
    )

    def clean_answer_by(self) -> date:
        day = self.cleaned_data["answer_by"] or answer_by(today(), days=OfficeSettings.load().correction_days)
        if day <= today():
            raise forms.ValidationError(_("Indiquez un jour à venir."))
        return day

    @property
    def remarks(self) -> dict[str, str]:
        """path → text, as typed, blank ones left out."""
        typed = {name.removeprefix(REMARK): text for name, text in self.data.items() if name.startswith(REMARK)}
        texts = {path: plain_line_ends(text).replace("\0", "").strip() for path, text in typed.items()}
        return {path: text for path, text in texts.items() if text}

    def clean(self) -> dict:
        cleaned = super().clean()
        for path, text in self.remarks.items():
            if path not in self.paths:
                self.add_error(None, _("Une remarque vise une réponse qui n’existe pas dans cette version."))
            elif len(text) > MOST_REMARK:
                self.remark_errors[path] = _("Raccourcissez cette remarque à 500 caractères.")
        if self.remark_errors:
            self.add_error(None, _("Une remarque est trop longue : 500 caractères au plus."))
        return cleaned


class NoteForm(forms.Form):
    text = PlainTextField(
        label=_("Note interne"),
        max_length=MOST_MESSAGE,
        widget=_text(2),
        help_text=_("Visible de vos collègues seulement, jamais de la personne."),
        error_messages={"required": _("Écrivez la note avant de l’enregistrer.")},
    )
