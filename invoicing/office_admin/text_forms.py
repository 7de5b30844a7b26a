"""The form of one of the office's texts: each passage in both languages, its fields checked, its length as an SMS.

Unlike the other records of the office a text has no row of its own: only what is worded otherwise than shipped is kept.
"""

import hashlib
import json
from collections.abc import Iterable

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from guichet.audit import record_event
from guichet.forms.fields import PlainTextField
from guichet.models import Account, OfficeText
from guichet.office_words import FIELD, LANGUAGES, Text, wordings
from guichet.page_words import forget_page_words
from guichet.sms_size import sms_size

from .history import CHANGED, Changes
from .late import note_late
from .text_samples import sms_of
from .words import label_of

LONGEST = {"subject": 150, "title": 150}
LONGEST_PASSAGE = 2000


class TextForm(forms.Form):
    """`seen` tells what stood there when the page was opened, as in RecordForm."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, text: Text, data=None, *, initial: dict | None = None):
        super().__init__(data)
        self.text = text
        self.before = {_name(*place): wording for place, wording in wordings(text).items()}
        self.fields["seen"].initial = _digest(self.before)
        for passage in text.passages:
            for language in LANGUAGES:
                name = f"{passage}_{language}"
                self.fields[name] = _field(text, passage, language)
                self.fields[name].initial = (initial or {}).get(name, self.before[name])

    def rows(self) -> list[list[BoundField]]:
        return [[self[f"{passage}_{language}"] for language in LANGUAGES] for passage in self.text.passages]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("seen") != _digest(self.before):
            self.add_error(
                None, _("Quelqu’un a changé ces données entre-temps. Rouvrez la page et refaites la saisie.")
            )
        for passage, language in self._places():
            self._check(passage, language, cleaned.get(f"{passage}_{language}"))
        return cleaned

    def _check(self, passage: str, language: str, wording: str | None) -> None:
        name = f"{passage}_{language}"
        if not wording:
            return
        unknown, missing = self.text.wrong_fields(passage, wording)
        for field in unknown:
            self.add_error(
                name,
                _("Le champ {%(field)s} n’existe pas dans ce texte. Vous pouvez utiliser : %(fields)s")
                % {"field": field, "fields": _in_braces(self.text.fields)},
            )
        for field in missing:
            self.add_error(name, _("Le champ {%(field)s} doit rester dans ce texte.") % {"field": field})
        if set("{}") & set(FIELD.sub("", wording)):
            self.add_error(name, _("Une accolade est de trop ou n’est pas fermée."))
        if self.text.key == "code-sms" and not unknown:
            self._check_code_sms(name, sms_of(self.text, language, {(passage, language): wording}))

    def _check_code_sms(self, name: str, sms: str) -> None:
        """A code has to arrive at once and whole: one SMS, in the alphabet every telephone knows."""
        size = sms_size(sms)
        if size.foreign:
            self.add_error(
                name, _("Ces signes n’existent pas dans un SMS ordinaire : %(signs)s") % {"signs": size.foreign}
            )
        elif size.parts > 1:
            self.add_error(name, _("Le code doit tenir dans un seul SMS. Raccourcissez le texte."))

    def typed(self) -> dict[tuple[str, str], str]:
        """What is in the fields, to look at it. Where a field is wrong, what stood there before."""
        return {
            place: self.cleaned_data.get(_name(*place)) or self.text.shipped[place[1]][place[0]]
            for place in self._places()
        }

    def shown(self) -> dict[tuple[str, str], str]:
        """What the previews show: what is typed; on opening what stands in the fields, as far as it still fits."""
        if self.is_bound:
            return self.typed() if self.is_valid() else wordings(self.text)
        opened = {place: self.fields[_name(*place)].initial for place in self._places()}
        return {
            place: wording if not any(self.text.wrong_fields(place[0], wording)) else self.before[_name(*place)]
            for place, wording in opened.items()
        }

    def changes(self) -> Changes:
        """field → [what was said, what is said from now on]."""
        after = {_name(*place): wording for place, wording in self.typed().items()}
        return {name: [old, after[name]] for name, old in self.before.items() if after[name] != old}

    def _places(self) -> list[tuple[str, str]]:
        return [(passage, language) for passage in self.text.passages for language in LANGUAGES]


@transaction.atomic
def save_text(form: TextForm, *, actor: Account) -> None:
    """Keep what is worded otherwise than shipped, and write down who changed what. Pages read it anew."""
    changes = form.changes()
    for passage in sorted({name.rpartition("_")[0] for name in changes}):
        own = {f"wording_{language}": _own(form, passage, language) for language in LANGUAGES}
        row, _created = OfficeText.objects.update_or_create(text=form.text.key, passage=passage, defaults=own)
        log(row, "wagtail.edit", user=actor, content_changed=True)
    if changes:
        detail = {"name": form.text.titles["fr"], "changes": changes}
        record_event(
            f"officetext.{CHANGED}", actor=actor, object_type="officetext", object_key=form.text.key, detail=detail
        )
        note_late("officetext", form.text.key, changes)
        transaction.on_commit(forget_page_words)


def _own(form: TextForm, passage: str, language: str) -> str:
    wording = form.typed()[passage, language]
    return "" if wording == form.text.shipped[language][passage] else wording


def _field(text: Text, passage: str, language: str) -> forms.CharField:
    is_line = passage in LONGEST
    widget = (
        forms.TextInput if is_line else forms.Textarea(attrs={"rows": 3 + len(text.shipped[language][passage]) // 60})
    )
    field = PlainTextField(
        label=label_of(f"{passage}_{language}"), required=False, widget=widget,
        max_length=LONGEST.get(passage, LONGEST_PASSAGE),
    )  # fmt: skip
    field.widget.attrs["lang"] = language
    if required := text.required(passage):
        field.help_text = _("Doit contenir : %(fields)s") % {"fields": _in_braces(required)}
    elif passage == "steps":
        field.help_text = _("Une étape par ligne.")
    return field


def _in_braces(fields: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in fields)


def _name(passage: str, language: str) -> str:
    return f"{passage}_{language}"


def _digest(values: dict) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
