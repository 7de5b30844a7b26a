"""Names as they are looked up: letters a to z and digits only, so that « Zürcher » is found by « zurcher »."""

import re
import unicodedata

SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]")
SPELLED_UMLAUT = re.compile(r"(?<=[aou])e")


def search_key(*names: str) -> str:
    """« de Preux », « Hélène » as depreuxhelene. Without spaces: every collation then sorts it the same way."""
    text = "".join(names).casefold().translate(SPELLED_OUT)
    return NEITHER_LETTER_NOR_DIGIT.sub("", unicodedata.normalize("NFKD", text))


def search_keys(*names: str) -> set[str]:
    """Under which a typed name may stand: « Mueller » may be Müller, and « Müller » was written Mueller once."""
    key = search_key(*names)
    with_e = unicodedata.normalize("NFC", "".join(names)).casefold().translate(UMLAUTS)
    return {key, search_key(with_e), SPELLED_UMLAUT.sub("", key)}
