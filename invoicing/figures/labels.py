"""What a person calls the place of a remark, without the row: « Trajets, Kilomètres parcourus »."""

from collections import Counter

from django.utils.translation import gettext as _

from invoicing.entry import DOCUMENTS, sections_of
from invoicing.kinds.base import Section
from invoicing.kinds.registry import get_kind


def fold_fields(marked: Counter) -> list[tuple[str, str, int]]:
    """(kind, label, how often), the most frequent first."""
    folded = Counter()
    for (kind, path), count in marked.items():
        folded[kind, label_of(kind, path)] += count
    return [(kind, label, count) for (kind, label), count in folded.most_common()]


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
