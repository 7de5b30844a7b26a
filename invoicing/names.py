"""Names as they are looked up: letters a to z and digits only, so that « Zürcher » is found by « zurcher »."""

import re
import unicodedata

SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]")


def search_key(*names: str) -> str:
    """« de Preux », « Hélène » as depreuxhelene. Without spaces: every collation then sorts it the same way."""
    text = "".join(names).casefold().translate(SPELLED_OUT)
    return NEITHER_LETTER_NOR_DIGIT.sub("", unicodedata.normalize("NFKD", text))
