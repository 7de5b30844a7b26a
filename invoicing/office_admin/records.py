"""Forms over one record of the office's data, in both languages side by side, and saving them with their history.

Not here: rates, which are followed rather than changed (rate_acts.py).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django import forms
from django.db import transaction
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from guichet.models import Account

from .history import CHANGED, CREATED, Changes, key_of, record_change
from .late import note_late
from .words import label_of


class RecordForm(forms.ModelForm):
    """`pairs`: fields there are in French and in German; both are written, or neither.

    `seen` tells what stood there when the page was opened, so that nobody overwrites a colleague unknowingly.
    """

    pairs: tuple[str, ...] = ()
    starts_blank = True  # a record that is not stored yet holds nothing worth comparing with
    folded: tuple[str, ...] = ()  # fields that are rarely needed: closed until opened, or until something is wrong
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = {} if self.instance._state.adding and self.starts_blank else self._values()
        self.fields["seen"].initial = _digest(self.before)
        for name, field in self.fields.items():
            if name in self._meta.fields:
                field.label = label_of(name)
            if name.endswith(("_fr", "_de")):
                field.widget.attrs["lang"] = name[-2:]

    def rows(self) -> list[list[BoundField]]:
        """The fields as they stand on the page: a pair side by side, the others alone."""
        return list(self._rows_of([field for field in self.visible_fields() if field.name not in self.folded]))

    def folded_rows(self) -> list[list[BoundField]]:
        return list(self._rows_of([self[name] for name in self.folded]))

    def opens_folded(self) -> bool:
        return any(name in self.errors for name in self.folded)

    def _rows_of(self, fields: list[BoundField]) -> Iterator[list[BoundField]]:
        for field in fields:
            if field.name.endswith("_fr"):
                yield [field, self[f"{field.name[:-3]}_de"]]
            elif not (field.name.endswith("_de") and field.name[:-3] in self.pairs):
                yield [field]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("seen") != _digest(self.before):
            self.add_error(
                None, _("Quelqu’un a changé ces données entre-temps. Rouvrez la page et refaites la saisie.")
            )
        for name in self.pairs:
            self._want_both(name, cleaned)
        return cleaned

    def _want_both(self, name: str, cleaned: dict) -> None:
        texts = {f"{name}_{language}": cleaned.get(f"{name}_{language}") for language in ("fr", "de")}
        for field, text in texts.items():
            if not text and any(texts.values()) and field not in self.errors:
                self.add_error(field, _("Écrivez ce texte dans les deux langues."))

    def changes(self) -> Changes:
        """What the saved record has otherwise than before: field → [old, new]."""
        after = self._values()
        empty = ("", None, False, {})
        return {
            name: [self.before.get(name, ""), value]
            for name, value in after.items()
            if (value != self.before[name] if name in self.before else value not in empty)
        }

    def _values(self) -> dict:
        return {name: plain(getattr(self.instance, name)) for name in self._meta.fields}


@transaction.atomic
def save_record(form: RecordForm, *, actor: Account) -> Model:
    """Save a valid form and write down who changed what."""
    act = CHANGED if form.before else CREATED
    record = form.save()
    changes = form.changes()
    if changes or act == CREATED:
        record_change(act, record, actor=actor, changes=changes)
        if act == CHANGED:
            note_late(record._meta.model_name, key_of(record), changes)
    return record


def plain(value):
    """A field's value as JSON keeps it."""
    return str(value) if isinstance(value, date | Decimal) else value


def _digest(values: dict) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
