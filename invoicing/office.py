"""Office: sheet, lists and catalogue of one kind, read once per request; and their wording, which a version keeps."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from .kinds.base import Kind
from .models import CatalogueEntry, FormSheet, ListEntry


@dataclass(frozen=True)
class Office:
    sheet: FormSheet
    lists: dict[str, list[ListEntry]]
    catalogue: list[CatalogueEntry] = field(default_factory=list)

    def choices(self, name: str, *, keeping: str = "") -> list[tuple[str, str]]:
        """The active entries of a list; `keeping` stays in though it was deactivated meanwhile."""
        language, entries = get_language(), self.lists.get(name, [])
        return [(e.key, e.spoken("label", language)) for e in entries if e.is_active or e.key == keeping]

    def catalogue_entries(self, *, keeping: str = "") -> list[CatalogueEntry]:
        """The active entries of the catalogue; `keeping` stays in though it was deactivated meanwhile."""
        return [entry for entry in self.catalogue if entry.is_active or entry.key == keeping]

    def traits(self) -> dict[str, dict[str, dict]]:
        return {name: {entry.key: entry.traits for entry in entries} for name, entries in self.lists.items()}

    def traits_of(self, name: str, key: str) -> dict:
        """The facts of one entry of a list; none where there is no such entry."""
        return next((entry.traits for entry in self.lists.get(name, []) if entry.key == key), {})

    def wording(self, *, chosen: Collection[str] = (), number: str = "") -> dict:
        """Title, number and labels in both languages, as they stand today; of the catalogue, what was `chosen`."""
        return {
            "number": number or self.sheet.number,
            "title": {"fr": self.sheet.title_fr, "de": self.sheet.title_de},
            "lists": {
                name: {entry.key: {"fr": entry.label_fr, "de": entry.label_de} for entry in entries}
                for name, entries in self.lists.items()
            },
            "catalogue": {
                entry.key: {"fr": f"{entry.number} {entry.name_fr}", "de": f"{entry.number} {entry.name_de}"}
                for entry in self.catalogue
                if entry.key in chosen
            },
        }


def load_office(kind: Kind) -> Office:
    """Two queries, three with a catalogue. Raises FormSheet.DoesNotExist when the office's data were never loaded."""
    lists: dict[str, list[ListEntry]] = {}
    if kind.lists:
        for entry in in_order(ListEntry.objects.filter(list__in=kind.lists)):
            lists.setdefault(entry.list, []).append(entry)
    catalogue = in_order(CatalogueEntry.objects.filter(catalogue=kind.catalogue)) if kind.catalogue else []
    return Office(sheet=FormSheet.objects.get(kind=kind.key), lists=lists, catalogue=catalogue)


def in_order(entries: QuerySet) -> list:
    """By position; sorted here, because to put an order into a query takes longer than the query."""
    return sorted(entries.order_by(), key=lambda entry: (entry.position, entry.pk))
