"""Which sentence of a work is translated, and what the others said when they were.

wagtail-localize keeps the sentences of an original (segments) and what each is called in the other language. A sentence
without translation is one that was changed or added since.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from html import unescape
from uuid import UUID

from django.db.models import F, Q
from wagtail_localize.models import StringSegment, StringTranslation

from .works import Work

SLUG = "slug"  # an address is no sentence: it stays as it is (pairs.py)
ALIKE = 0.4  # from which likeness on a sentence is the successor of another
# What Wagtail's editor does to a text that nobody changed: keys on its blocks, its own tags, its own white space.
EDITORS_DOING = [(re.compile(r"\s*data-block-key=\"[^\"]*\""), ""), (re.compile(r"(</?)strong\b"), r"\1b"),
                 (re.compile(r"(</?)em\b"), r"\1i"), (re.compile(r"\s+"), " "), (re.compile(r"> <"), "><")]  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """One without translation, and the one it took the place of, if any: that one's text and its translation."""

    context: int
    string: int
    now: str
    was: str = ""
    translation: str = ""


@dataclass
class Wording:
    """How far a work is translated."""

    total: int = 0
    missing: list[Sentence] = field(default_factory=list)
    newest: datetime | None = None

    @property
    def can_be_kept(self) -> bool:
        """Whether each sentence took the place of one whose translation may go on."""
        return all(sentence.translation for sentence in self.missing)


Wordings = dict[UUID, Wording]  # key of the work → wording


def canonical(text: str) -> str:
    """The same for texts that say the same with the same emphasis."""
    for doing, done in EDITORS_DOING:
        text = doing.sub(done, text)
    return unescape(text).strip()


def read_wordings(works: list[Work]) -> Wordings:
    """The wording of everything that wagtail-localize follows, in three queries."""
    followed = {work.translation.source_id: work for work in works if work.translation}
    done = _translated_at(followed)
    wordings: Wordings = {}
    for source, context, string, text in _segments(followed):
        work = followed[source]
        wording = wordings.setdefault(work.key, Wording())
        wording.total += 1
        at = done.get((work.translation.target_locale_id, context, string))
        if at is None:
            wording.missing.append(Sentence(context, string, text))
        else:
            wording.newest = max(at, wording.newest or at)
    _find_predecessors(followed, wordings)
    return wordings


def _segments(followed: dict[int, Work]) -> Iterable[tuple]:
    found = StringSegment.objects.filter(source__in=followed).exclude(context__path=SLUG)
    columns = ("source_id", "context_id", "string_id", "string__data")
    return found.order_by("source_id", "order").values_list(*columns)


def _translated_at(followed: dict[int, Work]) -> dict[tuple[int, int, int], datetime]:
    keys = [work.key for work in followed.values()]
    found = StringTranslation.objects.filter(context__object_id__in=keys, has_error=False)
    columns = ("locale_id", "context_id", "translation_of_id", "updated_at")
    return {tuple(place): at for *place, at in found.values_list(*columns)}


def _find_predecessors(followed: dict[int, Work], wordings: Wordings) -> None:
    """Gives each sentence without translation the one it replaced: the most alike of those no longer said there."""
    contexts = {sentence.context for wording in wordings.values() for sentence in wording.missing}
    former = _no_longer_said(contexts)
    targets = {work.key: work.translation.target_locale_id for work in followed.values()}
    for key, wording in wordings.items():
        wording.missing = [_with_predecessor(sentence, former, targets[key]) for sentence in wording.missing]


def _no_longer_said(contexts: set[int]) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """(context, language) → (text, translation) of what was said there before, the newest first."""
    former = defaultdict(list)
    if contexts:
        still = Q(translation_of__segments__context_id=F("context_id"))
        found = StringTranslation.objects.filter(context__in=contexts, has_error=False)
        gone = found.exclude(pk__in=found.filter(still).values("pk")).order_by("-updated_at", "-pk")
        for context, locale, text, translation in gone.values_list(
            "context_id", "locale_id", "translation_of__data", "data"
        ):
            former[context, locale].append((text, translation))
    return former


def _with_predecessor(sentence: Sentence, former: dict, locale: int) -> Sentence:
    rows = former.get((sentence.context, locale), [])
    likeness = [SequenceMatcher(a=text, b=sentence.now, autojunk=False).ratio() for text, _translation in rows]
    if not rows or max(likeness) < ALIKE:
        return sentence
    was, translation = rows.pop(likeness.index(max(likeness)))
    return Sentence(sentence.context, sentence.string, sentence.now, was, translation)
