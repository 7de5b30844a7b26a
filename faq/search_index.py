"""The words of the published pages and questions of one language, kept in memory.

Wagtail's database search knows neither typing errors nor, on PostgreSQL, accents: so its declarations of what is
searchable (`search_fields`) are read, and the words looked up here. Only what everybody may read enters: live pages
without restriction, and their questions. Not here: what a typed word means and what comes first (faq.search).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search.index import SearchField

from faq.models import FaqEntry, FaqPage

WORD = re.compile(r"[a-z0-9]+")
IN_TITLE, IN_TEXT = 5.0, 1.0
HOME_DEPTH = 2
SPELLINGS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True)
class Document:
    """One thing that can be found."""

    key: str  # « page-12 », « entry-7 »
    title: str
    url: str
    text: str
    above: str = ""  # the titles of the pages it stands below


@dataclass(frozen=True)
class Index:
    """Documents, and for each word in which of them it stands and how much that weighs."""

    documents: tuple[Document, ...]
    places: dict[str, dict[int, float]]


def words_of(text: str) -> list[str]:
    """The words of `text` without accents, capitals and other marks: « Décision » is `decision`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(SPELLINGS))
    return WORD.findall("".join(character for character in plain if not unicodedata.combining(character)))


def index_of(language: str) -> Index:
    """The index as of now: read anew when something was published or taken down since."""
    pages = Page.objects.filter(locale__language_code=language, live=True)
    entries = FaqEntry.objects.filter(locale__language_code=language, live=True)
    states = [each.order_by().aggregate(Count("pk"), Max("last_published_at"), Max("latest_revision"))
              for each in (pages, entries)]  # fmt: skip
    return read_index(language, *(value for state in states for value in state.values()))


@lru_cache(maxsize=4)
def read_index(language: str, *state) -> Index:
    documents = [*read_entries(language), *read_pages(language)]  # of two as good, the question comes first
    places: dict[str, dict[int, float]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for text, weight in ((document.text, IN_TEXT), (document.title, IN_TITLE)):
            for word in set(words_of(text)):
                places[word][number] = places[word].get(number, 0) + weight
    return Index(documents=tuple(documents), places=dict(places))


def read_pages(language: str) -> Iterator[Document]:
    pages = Page.objects.filter(locale__language_code=language, depth__gt=1).live().public().select_related("locale")
    titles = {page.path: page.title for page in pages if page.depth > HOME_DEPTH}
    for page in pages.specific():
        ends = range(HOME_DEPTH * page.steplen, len(page.path), page.steplen)
        above = [titles[page.path[:end]] for end in ends if page.path[:end] in titles]
        yield Document(f"page-{page.pk}", page.title, page.url, text_of(page), ", ".join(above))


def text_of(page: Page) -> str:
    """What the page declares as searchable, its title apart."""
    fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]
    values = [field.get_value(page) for field in fields if field.field_name != "title"]
    return " ".join(part for value in values for part in (value if isinstance(value, list) else [value]) if part)


def read_entries(language: str) -> Iterator[Document]:
    pages = FaqPage.objects.filter(locale__language_code=language).live().public().select_related("locale")
    for page in pages:
        for entry in page.entries:
            text = get_text_for_indexing(entry.answer)
            yield Document(f"entry-{entry.pk}", entry.question, f"{page.url}#{entry.anchor}", text, page.title)
