"""The words of the public pages: whole in both languages, in Swiss spelling, links that lead somewhere."""

import re

import pytest

from home.content_files import read_content_files

FILES = read_content_files()


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

    assert sum(lengths) / len(lengths) <= 16


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.key == "easy-language"], ids=lambda file: file.language
)
def test_easy_language_is_easy(file):
    lengths = sentence_lengths(file)

    assert sum(lengths) / len(lengths) <= 7
    assert max(lengths) <= 16


def sentence_lengths(file) -> list[int]:
    """Words of each sentence; one of two words says nothing about how it reads."""
    shown = {name: value for name, value in file.fields.items() if name != "search_description"}
    text = re.sub(r"<[^>]+>", " ", ". ".join(texts(shown)).replace("</li>", ". ").replace("</p>", ". "))
    return [len(words) for sentence in re.split(r"[.?!:;]\s", text) if len(words := sentence.split()) > 2]
