"""The office's words: the passages of mails, letters, SMS and pages, as shipped in files or as the office words them.

`<app>/data/words.toml` names the texts and the fields they may use; `words.fr.toml` and `words.de.toml` hold what is
shipped. What the office writes is a row of OfficeText; where there is none, what is shipped stands.
Not here: the structure (greeting, claim, foot), which belongs to the templates; how pages read theirs (page_words).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models
from django.template import Context, Template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import OfficeText

LANGUAGES = ("fr", "de")
FIELD = re.compile(r"\{(\w+)\}")
SMS_ENDS, PAGE_ENDS, LETTER_ENDS = "-sms", "-page", "-letter"
EVERY_LETTER = "every-letter"  # what stands around the text of each

Typed = Mapping[tuple[str, str], str]  # (passage, language) → wording


class Medium(models.TextChoices):
    """What a text is part of; its key ends so."""

    PAGE = "page", _("Page")
    MAIL = "mail", _("Email")
    LETTER = "letter", _("Lettre")
    SMS = "sms", _("SMS")


class Wording(str):
    """A passage with its fields filled in."""

    @property
    def label(self) -> str:
        """What stands before a link, as a button says it: « Voir ma demande »."""
        return self.partition("\n")[0].rstrip(" \u00a0:")


@dataclass(frozen=True)
class Text:
    """One mail, one SMS, one piece of a page: its passages as shipped, and where the values of its fields come from."""

    key: str
    titles: dict[str, str]
    shipped: dict[str, dict[str, str]]  # language → passage → wording
    fields: dict[str, str]  # name → template expression
    may: frozenset[str]  # fields that it may use and need not
    is_posted: bool = False  # leaves as a letter to people without an address of e-mail

    @property
    def title(self) -> str:
        return self.titles[(get_language() or "fr")[:2]]

    @property
    def medium(self) -> Medium:
        endings = {SMS_ENDS: Medium.SMS, PAGE_ENDS: Medium.PAGE, LETTER_ENDS: Medium.LETTER}
        return next((medium for ending, medium in endings.items() if self.key.endswith(ending)), Medium.MAIL)

    @property
    def is_sms(self) -> bool:
        return self.medium == Medium.SMS

    @property
    def is_page(self) -> bool:
        return self.medium == Medium.PAGE

    @property
    def is_letter(self) -> bool:
        return self.medium == Medium.LETTER

    @property
    def passages(self) -> list[str]:
        return list(self.shipped["fr"])

    def required(self, passage: str) -> list[str]:
        """The fields nobody can take out: what the shipped wording says of the very case."""
        return [name for name in FIELD.findall(self.shipped["fr"][passage]) if name not in self.may]

    def wrong_fields(self, passage: str, wording: str) -> tuple[list[str], list[str]]:
        """(unknown, missing) fields of a wording."""
        used = FIELD.findall(wording)
        return [name for name in used if name not in self.fields], [
            name for name in self.required(passage) if name not in used
        ]


@cache
def texts() -> dict[str, Text]:
    """Every text the portal knows, in the order of the files."""
    folders = [Path(app.path) / "data" for app in apps.get_app_configs()]
    declared = [(folder, _read(folder / "words.toml")) for folder in folders if (folder / "words.toml").exists()]
    everywhere = {
        table: {name: path for _folder, words in declared for name, path in words.get(table, {}).items()}
        for table in ("fields", "page_fields")
    }
    found = {}
    for folder, words in declared:
        shipped = {language: _read(folder / f"words.{language}.toml") for language in LANGUAGES}
        for key, about in words["text"].items():
            may = everywhere["page_fields" if key.endswith(PAGE_ENDS) else "fields"] | about.get("may", {})
            found[key] = Text(
                key=key,
                titles={language: about[f"title_{language}"] for language in LANGUAGES},
                shipped={language: shipped[language][key] for language in LANGUAGES},
                fields=may | about.get("fields", {}),
                may=frozenset(may),
                is_posted=about.get("posted", key == EVERY_LETTER),
            )
    return found


def wordings(text: Text) -> dict[tuple[str, str], str]:
    """(passage, language) → what is said today: the office's wording, else the shipped one. One query."""
    rows = {row.passage: row for row in OfficeText.objects.filter(text=text.key)}
    today = {}
    for language in LANGUAGES:
        for passage, shipped in text.shipped[language].items():
            own = getattr(rows[passage], f"wording_{language}") if passage in rows else ""
            is_whole = own and not any(text.wrong_fields(passage, own))
            today[passage, language] = own if is_whole else shipped
    return today


def words_for(key: str, language: str, context: dict, typed: Typed | None = None) -> dict[str, Wording]:
    """The passages of a text for one message; `typed`: what is being written, to look at it before it is kept."""
    text = texts()[key]
    said = typed or wordings(text)
    return {passage: fill(text, said[passage, language], context) for passage in text.passages}


def fill(text: Text, wording: str, context: dict) -> Wording:
    """`wording` with the values of its fields. Plain text: whoever puts it into HTML escapes it."""
    return Wording(FIELD.sub(lambda match: value_of(text, match[1], context), wording))


def value_of(text: Text, field: str, context: dict) -> str:
    return str(_expression(text.fields[field]).render(Context(context, autoescape=False)))


@cache
def _expression(path: str) -> Template:
    return Template(f"{{{{ {path} }}}}")


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))
