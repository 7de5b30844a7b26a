"""Search over guide, questions and help pages: what a typed word may mean, what comes first, what to show of it.

Every word typed is understood as the words of the index that begin with it or hold it and, when there is none, as the
nearest ones by spelling. Not here: where words stand (faq.search_index), what is counted (faq.voices).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import log
from pathlib import Path

from django.utils.safestring import SafeString
from rapidfuzz import fuzz, process
from wagtail.models import Page

from faq.answers import in_language
from faq.models import FaqEntry, PromotedAnswer
from faq.search_index import Document, Index, index_of, words_of

MOST_WORDS, MOST_LETTERS = 8, 80
MOST_HITS = 20
EXCERPT = 30  # words
BLANKS = re.compile(r"[ \n\t]+")  # a no-break space holds its words together
LETTERS = re.compile(r"([^\W_]+)")
EXACT, BEGINNING, INSIDE, ALIKE = 1.0, 0.8, 0.5, 0.4
LEAST_LIKENESS = {4: 75, 5: 78, 6: 80}  # per cent, by length of the word; longer ones as the last
LEAST_SHARE = 0.15  # of the best score: what follows has little to do with what was asked
EVERYWHERE = 0.4  # a word that stands in more documents than this tells nothing
# What one asks with, not what one asks about
ASKING = frozenset((Path(__file__).parent / "data" / "asking.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Hit:
    """A document found, and the words of it that were meant."""

    document: Document
    words: frozenset[str]
    is_promoted: bool = False

    @property
    def excerpt(self) -> SafeString:
        return mark_words(cut_around(self.document.text, self.words), self.words)


def search(query: str, language: str) -> list[Hit]:
    """The best answers first. The office's promoted ones stand above all others."""
    index = index_of(language)
    typed = list(dict.fromkeys(words_of(query[:MOST_LETTERS])))[:MOST_WORDS]
    meanings = [meaning for meaning in (meanings_of(word, index) for word in telling(typed, index)) if meaning]
    scores, words = score(meanings, index)
    best = sorted(scores, key=lambda number: (-scores[number], number))
    best = [number for number in best if scores[number] >= LEAST_SHARE * scores[best[0]]]
    hits = [Hit(index.documents[number], frozenset(words[number].values())) for number in best]
    return promote(hits, typed, index, language)[:MOST_HITS]


def telling(typed: list[str], index: Index) -> list[str]:
    """Without the words one asks with, and those that stand everywhere. All of them, when nothing else was typed."""
    most = EVERYWHERE * len(index.documents)
    rare = [word for word in typed if word not in ASKING and len(index.places.get(word, ())) <= most]
    return rare or typed


def meanings_of(word: str, index: Index) -> dict[str, float]:
    """Words of the index that `word` may stand for, each with how near it is."""
    found = {}
    for other in index.places:
        if other == word:
            found[other] = EXACT
        elif len(word) > 2 and other.startswith(word):
            found[other] = BEGINNING * len(word) / len(other)
        elif len(word) > 4 and word in other:
            found[other] = INSIDE * len(word) / len(other)
    return found or alike(word, index)


def alike(word: str, index: Index) -> dict[str, float]:
    """The nearest words by spelling: « remboursment », « Verfügugnsnummer »."""
    if len(word) < min(LEAST_LIKENESS):
        return {}
    least = LEAST_LIKENESS[min(len(word), max(LEAST_LIKENESS))]
    near = process.extract(word, index.places.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=3)
    return {other: ALIKE * likeness / 100 for other, likeness, _place in near if likeness >= near[0][1] - 5}


def score(meanings: list[dict[str, float]], index: Index) -> tuple[dict[int, float], dict[int, dict[int, str]]]:
    """For each document its score, and for each word typed the word of the document that stands for it.

    Words that stand in few documents weigh more, and so does holding all that was typed.
    """
    scores: dict[int, float] = defaultdict(float)
    words: dict[int, dict[int, str]] = defaultdict(dict)
    for place, meaning in enumerate(meanings):
        best: dict[int, float] = {}
        for word, nearness in meaning.items():
            rarity = log(1 + len(index.documents) / len(index.places[word]))
            for number, weight in index.places[word].items():
                if nearness * rarity * weight > best.get(number, 0):
                    best[number], words[number][place] = nearness * rarity * weight, word
        for number, points in best.items():
            scores[number] += points
    return {number: points * (len(words[number]) / len(meanings)) for number, points in scores.items()}, words


# --- The office's own answers ------------------------------------------------------


def promote(hits: list[Hit], typed: list[str], index: Index, language: str) -> list[Hit]:
    """The hits with the office's answers for these words on top."""
    keys = promoted_keys(typed, language)
    if not keys:
        return hits
    found = {hit.document.key: hit.words for hit in hits}
    top = [
        Hit(document, found.get(document.key, frozenset(typed)), is_promoted=True)
        for document in index.documents
        if document.key in keys
    ]
    return top + [hit for hit in hits if hit.document.key not in keys]


def promoted_keys(typed: list[str], language: str) -> set[str]:
    """Keys of the documents promoted for one of the words, or for several that were all typed."""
    wanted = set(typed)
    meant = [each for each in PromotedAnswer.objects.all() if is_meant(getattr(each, f"words_{language}"), wanted)]
    pages = in_language(Page.objects.all(), {each.page_id for each in meant}, language)
    entries = in_language(FaqEntry.objects.all(), {each.entry_id for each in meant}, language)
    return {f"page-{page.pk}" for page in pages.values()} | {f"entry-{entry.pk}" for entry in entries.values()}


def is_meant(words: str, wanted: set[str]) -> bool:
    return any(set(words_of(term)) and set(words_of(term)) <= wanted for term in words.split(","))


# --- What to show of it --------------------------------------------------------------


def cut_around(text: str, words: frozenset[str]) -> str:
    """A few lines of `text`, from shortly before the first of `words`."""
    pieces = BLANKS.split(text.strip())
    hits = (place for place, piece in enumerate(pieces) if words & words_in(piece))
    start = max(0, next(hits, 0) - 6)
    end = start + EXCERPT
    return ("… " if start else "") + " ".join(pieces[start:end]) + (" …" if end < len(pieces) else "")


def mark_words(text: str, words: frozenset[str]) -> SafeString:
    """`text` with `words` marked, without the signs around them."""
    return SafeString("".join(mark(piece, words) for piece in LETTERS.split(text)))


def mark(piece: str, words: frozenset[str]) -> str:
    """`piece` as HTML. Written directly, for a page of answers has a thousand of them."""
    return f"<mark>{escape(piece)}</mark>" if words & words_in(piece) else escape(piece)


@lru_cache(maxsize=20_000)
def words_in(piece: str) -> frozenset[str]:
    """The words of a piece of a public text: the same pieces come again and again."""
    return frozenset(words_of(piece))
