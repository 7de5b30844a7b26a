"""Office: the sheet and the lists of one kind, read once per request; and the wording a version keeps of them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from .kinds.base import Kind
from .models import FormSheet, ListEntry


@dataclass(frozen=True)
class Office:
    sheet: FormSheet
    lists: dict[str, list[ListEntry]]

    def choices(self, name: str, *, keeping: str = "") -> list[tuple[str, str]]:
        """The active entries of a list; `keeping` stays in though it was deactivated meanwhile."""
        return [(e.key, e.label) for e in self.lists.get(name, []) if e.is_active or e.key == keeping]

    def traits(self) -> dict[str, dict[str, dict]]:
        return {name: {entry.key: entry.traits for entry in entries} for name, entries in self.lists.items()}

    def wording(self) -> dict:
        """Title, number and labels in both languages, as they stand today."""
        return {
            "number": self.sheet.number,
            "title": {"fr": self.sheet.title_fr, "de": self.sheet.title_de},
            "lists": {
                name: {entry.key: {"fr": entry.label_fr, "de": entry.label_de} for entry in entries}
                for name, entries in self.lists.items()
            },
        }


def load_office(kind: Kind) -> Office:
    """Two queries. Raises FormSheet.DoesNotExist when the office's data were never loaded."""
    lists: dict[str, list[ListEntry]] = {}
    if kind.lists:
        for entry in ListEntry.objects.filter(list__in=kind.lists):
            lists.setdefault(entry.list, []).append(entry)
    return Office(sheet=FormSheet.objects.get(kind=kind.key), lists=lists)


def offered_sheets() -> QuerySet[FormSheet]:
    return FormSheet.objects.filter(is_offered=True)
