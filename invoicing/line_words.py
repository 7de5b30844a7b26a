"""What the lines of a claim are called, in the language of who reads them: sealed in each when a version is made.

A line keeps the words the person saw. Not here: prices (the kinds), everything else a version shows (summary).
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from .entry import Entry
from .kinds.base import PricedLine
from .models import Line, Version
from .money import as_quantity

WORDING = "lines"  # in a version's wording


@dataclass(frozen=True)
class LineWords:
    """Labels and quantities of a version's lines for one reader; `language`: which one they are in."""

    language: str
    said: dict[str, str] = field(default_factory=dict)  # as the person saw it → as this reader does

    def label(self, line: Line | PricedLine) -> str:
        return self.said.get(line.label, line.label)

    def quantity(self, line: Line | PricedLine) -> str:
        """« 62 km »; empty for what is a sum only."""
        own = _quantity(line)
        return self.said.get(own, own)


def words_for_reader(version: Version) -> LineWords:
    """In the active language; the first versions kept the person's words alone."""
    language = (translation.get_language() or "fr")[:2]
    sealed = version.wording.get(WORDING)
    return LineWords(version.claim.language) if sealed is None else LineWords(language, sealed.get(language, {}))


def words_to_seal(entry: Entry) -> dict[str, dict[str, str]]:
    """language → what is said otherwise there. Priced with the same answers and rates: only the words can differ."""
    own = _words(entry.lines)
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            there = _words(entry.price_anew())
        words[language] = {one: other for one, other in zip(own, there, strict=True) if one != other}
    return words


def _words(lines: list[PricedLine]) -> list[str]:
    return [word for line in lines for word in (line.label, _quantity(line))]


def _quantity(line: Line | PricedLine) -> str:
    return f"{as_quantity(line.quantity)} {line.unit}" if line.unit else ""
