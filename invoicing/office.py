"""Office: sheet, lists and catalogue of one kind, read once per request; and their wording, which a version keeps."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from guichet.prepared import Given, Prepared

from .kinds.base import Kind
from .models import CatalogueEntry, FormSheet, ListEntry


@dataclass(frozen=True)
class Office:
    sheet: FormSheet
    lists: dict[str, list[ListEntry]]
    catalogue: list[CatalogueEntry] = field(default_factory=list)

    def choices(self, name: str, *, keeping: str = "") -> list[tuple[str, str]]:
        """The active entries of a list; `keeping` stays in though it was deactivated meanwhile."""
        return [(e.key, e.label) for e in self.lists.get(name, []) if e.is_active or e.key == keeping]

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


sheets_of = Prepared(lambda: FormSheet.objects.filter(kind=Given("kind")))
entries_of = Prepared(lambda: CatalogueEntry.objects.filter(catalogue=Given("catalogue")).order_by("position", "pk"))


@cache
def lists_named(names: tuple[str, ...]) -> Prepared:
    """The entries of the lists that a kind names."""
    return Prepared(lambda: ListEntry.objects.filter(list__in=names).order_by("position", "pk"))


def load_office(kind: Kind) -> Office:
    """Two queries, three with a catalogue. Raises FormSheet.DoesNotExist when the office's data were never loaded."""
    lists: dict[str, list[ListEntry]] = {}
    if kind.lists:
        for entry in lists_named(kind.lists)():
            lists.setdefault(entry.list, []).append(entry)
    sheets = sheets_of(kind=kind.key)
    if not sheets:
        raise FormSheet.DoesNotExist(f"no sheet for {kind.key}")
    return Office(sheets[0], lists, entries_of(catalogue=kind.catalogue) if kind.catalogue else [])
