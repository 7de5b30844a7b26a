"""One line of the translation desk, and how every app brings its own.

An app registers an object with the hook `register_translations`; it has two methods:
`is_for(request)` says whether this person keeps anything of it, `lines(request)` gives a dict per line, with the names
of Subject’s fields. Plain dicts, so that an app that may not import this one can take part.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from html import unescape

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

HOOK = "register_translations"
MOST_CHANGES = 3


class State(TextChoices):
    """How a text stands, the most urgent first."""

    BEHIND = "behind", pgettext_lazy("translation", "en retard")
    MISSING = "missing", _("manque")
    DRAFT = "draft", _("brouillon")
    IN_STEP = "in-step", _("à jour")


URGENCY = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True)
class Change:
    """A sentence of one language that the other has not followed yet; `was` is empty for a new one."""

    language: str
    was: str
    now: str
    label: str = ""

    def words(self) -> list[tuple[str, str]]:
        """("", kept), ("del", gone), ("ins", new), in reading order."""
        was, now = (plain(text).split() for text in (self.was, self.now))
        parts: list[tuple[str, str]] = []
        for act, *places in SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes():
            gone, new = " ".join(was[places[0] : places[1]]), " ".join(now[places[2] : places[3]])
            parts += [("", new)] if act == "equal" else [part for part in (("del", gone), ("ins", new)) if part[1]]
        return parts


@dataclass
class Side:
    """A subject in one language."""

    state: str
    note: str = ""
    edit_url: str = ""

    @property
    def label(self) -> str:
        return str(State(self.state).label)


@dataclass
class Subject:
    """What is kept in both languages: a page, a question, a mail, an entry of a list.

    `translate_url` opens both languages side by side (`translate_by_post`: prepares them first); `keep_url` says that
    the text that is behind still fits, `publish_url` publishes what is ready; both are posted.
    """

    kind: str
    kind_label: str
    title: str
    sides: dict[str, Side]
    where: str = ""
    language: str = "fr"  # of the title
    also: str = ""  # what it is called in the other language, to be found by it
    changes: list[Change] = field(default_factory=list)
    translate_url: str = ""
    translate_by_post: bool = False
    keep_url: str = ""
    publish_url: str = ""

    @cached_property
    def states(self) -> dict[str, str]:
        return {language: side.state for language, side in self.sides.items()}

    @cached_property
    def urgency(self) -> int:
        return min(URGENCY[state] for state in self.states.values())

    def has(self, state: str, languages: list[str]) -> bool:
        found = {self.states[language] for language in languages}
        return found == {state} if state == State.IN_STEP else state in found

    @property
    def late_language(self) -> str:
        """The language whose text is behind."""
        return next((language for language, state in self.states.items() if state == State.BEHIND), "")

    @property
    def drafts(self) -> int:
        return sum(state == State.DRAFT for state in self.states.values())

    @property
    def first_changes(self) -> list[Change]:
        return self.changes[:MOST_CHANGES]

    @property
    def more_changes(self) -> int:
        return len(self.changes[MOST_CHANGES:])


def plain(html: str) -> str:
    return unescape(strip_tags(html))


def providers(request: HttpRequest) -> list:
    """Whoever brings lines for this person."""
    return [provider for register in hooks.get_hooks(HOOK) if (provider := register()).is_for(request)]


def subjects_for(request: HttpRequest) -> list[Subject]:
    """Everything this person keeps in both languages, the most urgent first, otherwise as each app orders it."""
    found = [_subject(line) for provider in providers(request) for line in provider.lines(request)]
    return sorted(found, key=lambda subject: subject.urgency)


def count_states(subjects: Iterable[Subject], languages: Iterable[str]) -> dict[str, int]:
    """state → how many subjects have it in one of `languages`; in step are those that are so in all of them."""
    subjects, languages = list(subjects), list(languages)
    return {state: sum(subject.has(state, languages) for subject in subjects) for state in State.values}


def all_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _subject(line: dict) -> Subject:
    sides = {language: Side(**side) for language, side in line["sides"].items()}
    changes = [Change(**change) for change in line.get("changes", ())]
    return Subject(**line | {"sides": sides, "changes": changes})
