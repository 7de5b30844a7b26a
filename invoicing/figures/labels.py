"""What a person calls the place of a remark, without the row: « Trajets, Kilomètres parcourus »."""

from collections import Counter

from django.utils.translation import gettext as _

from invoicing.entry import DOCUMENTS, sections_of
from invoicing.kinds.base import Section
from invoicing.kinds.registry import get_kind

from .numbers import FEWEST


def fold_fields(marked: Counter) -> list[tuple[str, str, int | None]]:
    """(kind, label, how often), as many_first."""
    folded = Counter()
    for (kind, path), count in marked.items():
        folded[kind, label_of(kind, path)] += count
    return [(kind, label, count) for (kind, label), count in many_first(folded)]


def many_first(counted: Counter) -> list[tuple]:
    """(key, count), the most frequent first. Below FEWEST the count is None, and the order tells none either."""
    rows = [(key, count if count >= FEWEST else None) for key, count in counted.items()]
    return sorted(rows, key=lambda row: (-(row[1] or 0), row[0]))


def label_of(kind: str, path: str) -> str:
    section = section_of(kind, path)
    if section is None:
        key = path.split(".")[0]
        return _("Documents") if key == DOCUMENTS else key
    form_field = section.form.base_fields.get(field_name(section, path))
    return f"{section.title}, {form_field.label}" if form_field else str(section.title)


def section_of(kind: str, path: str) -> Section | None:
    key = path.split(".")[0]
    return next((section for section in sections_of(get_kind(kind)) if section.key == key), None)


def field_name(section: Section, path: str) -> str:
    """The field at the end of `path`; empty where a whole row or section is meant."""
    parts = path.split(".")
    return parts[-1] if len(parts) > 1 + section.repeated else ""
