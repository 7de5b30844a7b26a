"""Summary: answers as sections of (path, label, shown value). The one reader behind the check-before-sending page,
the PDF, the reviewer's page, the comparison of two versions and the mail of a correction.

It never judges: what was sent with last year's lists is shown with last year's words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .entry import DOCUMENTS, is_blank
from .kinds.base import Kind, PricedLine, Section
from .kinds.forms import CatalogueField, FrancsField, ListField
from .kinds.head import CLOSING
from .models import Attachment
from .money import ZERO, as_francs


@dataclass(frozen=True)
class Item:
    """One answer as it is shown."""

    path: str
    label: str
    value: str


@dataclass(frozen=True)
class Block:
    """One row of a repeated section, or a whole simple section."""

    path: str
    title: str
    items: list[Item]
    lines: list[PricedLine] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def names_lines(self) -> bool:
        """Whether each line has to say what it is for: among several, or why it is worth nothing."""
        return len(self.lines) > 1 or not all(line.amount for line in self.lines)


@dataclass(frozen=True)
class SummarySection:
    key: str
    title: str
    blocks: list[Block]

    @property
    def amount(self) -> Decimal:
        return sum((block.amount for block in self.blocks), ZERO)


@dataclass(frozen=True)
class Change:
    """What differs at a path between two versions. An empty side: added or removed."""

    path: str
    section: str
    label: str
    old: str
    new: str


def summarise(kind: Kind, raw: dict, *, head: dict, wording: dict, lines: Sequence = ()) -> list[SummarySection]:
    """Everything a person answered, in the order of the form. `head` and `wording` as a version keeps them."""
    sections = [SummarySection("head", _("Informations personnelles"), [_head_block(head)])]
    for section in (*kind.sections, CLOSING):
        blocks = [block for block in _blocks(section, raw, wording, lines) if block.items]
        if blocks:
            sections.append(SummarySection(section.key, str(section.title), blocks))
    return sections


def compare(old: Iterable[SummarySection], new: Iterable[SummarySection]) -> list[Change]:
    """What changed from `old` to `new`, in the order of the form; removed answers last."""
    before = {item.path: (block, item) for section in old for block in section.blocks for item in block.items}
    changes, seen = [], set()
    for section in new:
        for block in section.blocks:
            for item in block.items:
                seen.add(item.path)
                _block, was = before.get(item.path, (None, None))
                if was is None or was.value != item.value:
                    changes.append(Change(item.path, block.title, item.label, was.value if was else "", item.value))
    removed = [pair for path, pair in before.items() if path not in seen]
    return changes + [Change(item.path, block.title, item.label, item.value, "") for block, item in removed]


def compare_documents(old: Iterable[Attachment], new: Iterable[Attachment]) -> list[Change]:
    """Documents that came, then those that went. The same file under another name is the same."""
    before, now = ({(one.file_id, one.asked_as): one.name for one in documents} for documents in (old, new))
    came = [Change(DOCUMENTS, "", _("Documents"), "", name) for key, name in now.items() if key not in before]
    return came + [Change(DOCUMENTS, "", _("Documents"), name, "") for key, name in before.items() if key not in now]


def _head_block(head: dict) -> Block:
    person, account = head["beneficiary"], head["bank_account"]
    address = f"{person['address']}, {person['postcode']} {person['city']}"
    pairs = [
        ("beneficiary", _("Bénéficiaire"), f"{person['last_name']} {person['first_name']}"),
        ("birth_date", _("Date de naissance"), show_day(person["birth_date"])),
        ("avs_number", _("Numéro d’assuré (AVS)"), person["avs_dotted"]),
        ("address", _("Adresse"), address),
        ("bank_account", _("IBAN"), account["iban_spaced"]),
        ("holder", _("Titulaire du compte"), account["holder"]),
        ("decision_number", _("Numéro de décision"), head["decision_number_spaced"]),
    ]
    return Block(
        "head", _("Informations personnelles"), [Item(f"head.{name}", label, value) for name, label, value in pairs]
    )


def _blocks(section: Section, raw: dict, wording: dict, lines: Sequence) -> Iterable[Block]:
    if not section.repeated:
        answers = raw.get(section.key) or {}
        own = [line for line in lines if line.section == section.key]
        yield Block(section.key, str(section.title), _items(section, answers, section.key, wording), own)
        return
    for number, row in section.number_rows(raw.get(section.key) or []):
        if is_blank(section, row):
            continue
        path = f"{section.key}.{row['id']}"
        title = section.title_of(row, number)
        yield Block(path, title, _items(section, row, path, wording), [line for line in lines if line.path == path])


def _items(section: Section, raw: dict, path: str, wording: dict) -> list[Item]:
    items = []
    for name in section.form.relevant(raw):
        form_field = section.form.base_fields[name]
        value = show(form_field, raw.get(name), wording)
        if value and not isinstance(form_field.widget, forms.HiddenInput):
            items.append(Item(f"{path}.{name}", str(form_field.label), value))
    return items


def show(form_field: forms.Field, raw, wording: dict) -> str:
    """A raw answer as people read it: a date as 10.08.2026, a choice by its label, days as a list."""
    if raw in (None, "", [], False):
        return ""
    if isinstance(form_field, ListField):
        return label_of(wording, form_field.list_name, str(raw))
    if isinstance(form_field, CatalogueField):
        return spoken(wording["catalogue"].get(str(raw), {})) or str(raw)
    if isinstance(form_field, forms.ChoiceField):
        return str(dict(form_field.choices).get(raw, raw))
    if isinstance(form_field, forms.BooleanField):
        return _("Oui")
    try:
        value = form_field.to_python(raw)
    except ValidationError:
        return str(raw)
    if isinstance(form_field, FrancsField):
        return as_francs(value)
    if isinstance(value, list):
        return ", ".join(_show_value(one) for one in value)
    return _show_value(value)


def _show_value(value) -> str:
    return show_day(value) if isinstance(value, date) else str(value)


def label_of(wording: dict, list_name: str, key: str) -> str:
    """The label of a list entry in the active language, as worded when it was sent."""
    return spoken(wording["lists"].get(list_name, {}).get(key, {})) or key


def spoken(wording: dict[str, str]) -> str:
    """The text of a pair {fr, de} in the active language: a title, a reason, as worded on that day."""
    return wording.get((get_language() or "fr")[:2]) or wording.get("fr", "")


def spoken_title(wording: dict) -> str:
    """The form's title in the active language, as worded when it was sent."""
    return spoken(wording["title"])


def show_day(day: date | str) -> str:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day:%d.%m.%Y}"
