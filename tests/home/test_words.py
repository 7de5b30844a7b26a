"""The words of the public pages: whole in both languages, in Swiss spelling, easy, true to what the portal says."""

import re
import tomllib
from functools import cache

import polib
import pytest
from django.conf import settings

from guichet.office_words import texts as office_texts
from home.content_files import read_content_files

FILES = read_content_files()
CATALOGUE = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES" / "django.po"
EXAMPLES = {"lit", "Bett", "code"}  # what one may type


def texts(value) -> list[str]:
    """Every string below `value`."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def shape(value):
    """`value` without its words: what both languages must have alike."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    return type(value).__name__


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.key}.{file.language}")
def test_no_straight_apostrophe_no_sharp_s_and_no_link_called_here(file):
    text = " ".join(texts(file.fields))

    assert not re.findall(r"\w'\w|ß|>(ici|hier|cliquez ici)<", text)
    if file.language == "fr":
        assert not re.findall(r"\w [:;?!](?!\w)|« | »", text)  # a no-break space stands there in French
    else:
        assert not re.findall(r"«[\s\u00a0]|[\s\u00a0]»|\u00a0[:;?!]", text)


@pytest.mark.parametrize("french", [file for file in FILES if file.language == "fr"], ids=lambda file: file.key)
def test_both_languages_have_the_same_blocks_and_a_description_for_search_engines(french):
    german = next(file for file in FILES if (file.key, file.language) == (french.key, "de"))

    assert shape(french.fields) == shape(german.fields)
    assert (french.model, french.parent, french.order) == (german.model, german.parent, german.order)
    assert all(20 <= len(file.fields["search_description"]) <= 160 for file in (french, german))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.key}.{file.language}")
def test_sentences_are_short(file):
    lengths = sentence_lengths(file)

    assert sum(lengths) / len(lengths) <= 14
    assert max(lengths) <= 30


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.key == "easy-language"], ids=lambda file: file.language
)
def test_easy_language_is_easy(file):
    lengths = sentence_lengths(file)

    assert sum(lengths) / len(lengths) <= 7
    assert max(lengths) <= 16


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.key != "faq"], ids=lambda file: f"{file.key}.{file.language}"
)
def test_what_is_quoted_stands_on_the_portal_in_these_words(file):
    """A button or a title between quotation marks is one that a reader finds."""
    text = re.sub(r"<[^>]+>", "", "\n".join(texts(file.fields)))
    quoted = {part.strip() for part in re.findall("«(.+?)»", text)}

    assert quoted - words_of_the_portal(file.language) - EXAMPLES == set()


@cache
def words_of_the_portal(language: str) -> set[str]:
    """Every text of the catalogue, what the office says on pages, the titles of the forms and of the home page."""
    entries = [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(CATALOGUE))]
    sheets = tomllib.loads((settings.BASE_DIR / "invoicing" / "data" / "sheets.toml").read_text()).values()
    home = next(file for file in FILES if (file.key, file.language) == ("home", language))
    office = [passage for text in office_texts().values() for passage in text.shipped[language].values()]
    said = (
        {pair[language == "de"] for pair in entries} | set(office) | set(texts(list(sheets))) | set(texts(home.fields))
    )
    return {re.sub(r"<[^>]+>", "", text) for text in said}


def sentence_lengths(file) -> list[int]:
    """Words of each sentence; one of two words says nothing about how it reads."""
    shown = {name: value for name, value in file.fields.items() if name != "search_description"}
    text = re.sub(r"<[^>]+>", " ", ". ".join(texts(shown)).replace("</li>", ". ").replace("</p>", ". "))
    return [len(words) for sentence in re.split(r"[.?!:;]\s", text) if len(words := sentence.split()) > 2]
