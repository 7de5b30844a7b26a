"""What the office calls its lists, and which traits their entries may have: read from invoicing/data/names.toml.

The lists themselves are made by kinds and by the review; their entries are rows the office edits.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).resolve().parents[1] / "data" / "names.toml"


def _spoken(texts: dict) -> str:
    return texts["name_de" if (get_language() or "").startswith("de") else "name_fr"]


@dataclass(frozen=True)
class ListName:
    key: str
    texts: dict
    traits: tuple[dict, ...] = ()

    def __str__(self) -> str:
        return _spoken(self.texts)

    def trait_choices(self) -> list[tuple[str, str]]:
        return [(trait["key"], _spoken(trait)) for trait in self.traits]


@lru_cache
def _names() -> dict[str, ListName]:
    named = tomllib.loads(FILE.read_text(encoding="utf-8"))["list"]
    return {one["key"]: ListName(one["key"], one, tuple(one.get("traits", ()))) for one in named}


def name_of(key: str) -> ListName:
    """The list's name; one that has none shows its key."""
    return _names().get(key) or ListName(key, {"name_fr": key, "name_de": key})
