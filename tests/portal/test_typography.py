"""French in the office's data keeps its spaces: none that may break before « : ; ? ! » or inside quotation marks.

Not here: pages (tests/home/test_words.py), the catalogue (.ci/check-messages), SMS: their alphabet has no such space.
"""

import re
import tomllib

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
