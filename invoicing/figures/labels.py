"""What a person calls the place of a remark, without the row: « Trajets, Kilomètres parcourus »."""

from collections import Counter

from django.utils.translation import gettext as _

from invoicing.entry import DOCUMENTS, sections_of
from invoicing.kinds.registry import get_kind


def fold_fields(marked: Counter) -> list[tuple[str, str, int]]:
    """(kind, label, how often), the most frequent first."""
    folded = Counter()
    for (kind, path), count in marked.items():
        folded[kind, label_of(kind, path)] += count
    return [(kind, label, count) for (kind, label), count in folded.most_common()]


def label_of(kind: str, path: str) -> str:
    key, *rest = path.split(".")
    section = next((one for one in sections_of(get_kind(kind)) if one.key == key), None)
    if section is None:
        return _("Documents") if key == DOCUMENTS else key
    name = rest[-1] if len(rest) > section.repeated else ""
    form_field = section.form.base_fields.get(name)
    return f"{section.title}, {form_field.label}" if form_field else str(section.title)
