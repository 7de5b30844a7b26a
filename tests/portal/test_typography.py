"""French in the office's data keeps its spaces: none that may break before « : ; ? ! » or inside quotation marks.

And one thing has one name, on pages, in mails and in the admin.

Not here: pages (tests/home/test_words.py), the catalogue (.ci/check-messages), SMS: their alphabet has no such space.
"""

import re
import tomllib

import polib
import pytest
from django.conf import settings

FILES = sorted(settings.BASE_DIR.glob("*/data/*.toml"))
BREAKS = re.compile(r"(?<=\S) (?=[:;?!»](?![/\w]))|(?<=«) (?=\S)")


def french(value, name: str, *, is_french: bool) -> list[str]:
    """The French texts below `value`: those named so, or all of a file that is French."""
    if isinstance(value, dict):
        parts = {key: part for key, part in value.items() if not key.endswith("-sms")}
        return [text for key, part in parts.items() for text in french(part, key, is_french=is_french)]
    if isinstance(value, list):
        return [text for part in value for text in french(part, name, is_french=is_french)]
    return [value] if isinstance(value, str) and (is_french or name.endswith("_fr")) else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}/{path.name}")
def test_no_line_begins_with_a_mark_that_belongs_to_the_word_before(path):
    texts = french(tomllib.loads(path.read_text()), "", is_french=path.name.endswith(".fr.toml"))

    assert [text for text in texts if BREAKS.search(text)] == []


OTHER_NAMES = {
    "fr": re.compile(r"\b(courriels?|e-mails?|(?<!boîte )mails?)\b", re.IGNORECASE),  # the guide says « email »
    "de": re.compile(r"\b(?<!E-)(?<!%\()(mails?|emails?)\b", re.IGNORECASE),
}


def test_an_email_is_called_so_everywhere():
    entries = polib.pofile(settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po")
    said = {"fr": [entry.msgid for entry in entries], "de": [entry.msgstr for entry in entries]}
    for path in FILES:
        data = tomllib.loads(path.read_text())
        said["fr"] += french(data, "", is_french=path.name.endswith(".fr.toml"))
    assert [text for language, texts in said.items() for text in texts if OTHER_NAMES[language].search(text)] == []
