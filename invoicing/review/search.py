"""Finding claims at the office: by reference, AVS number, decision number or name, each through an index, whatever
the spelling.

Not here: the filters of the list (filters.py).
"""

import re

from django.db.models import QuerySet

from invoicing.names import search_key

REFERENCE = re.compile(r"(20\d\d)\D?(\d{1,6})", re.ASCII)
AVS_DIGITS, DECISION_DIGITS = 13, 14
LAST_LETTERS = "z" * 20  # after every name that begins the same way, in any collation
SHORTEST_NAME = 2


def search_claims(claims: QuerySet, text: str) -> QuerySet:
    """`claims` narrowed to those that `text` means: 2026-418, 756.9217.0769.85, « Fournier Jeanne »."""
    text = "".join(text.split()) if any(character.isdigit() for character in text) else text.strip()
    if found := REFERENCE.fullmatch(text):
        return claims.filter(reference=f"{found[1]}-{int(found[2]):06d}")
    digits = re.sub(r"[^0-9]", "", text)
    if not digits:
        return _by_name(claims, text.split())
    if len(digits) == DECISION_DIGITS:
        return claims.filter(decision_number=digits)
    return claims.filter(avs_number=digits) if len(digits) == AVS_DIGITS else claims.none()


def _by_name(claims: QuerySet, words: list[str]) -> QuerySet:
    """By the beginning of « last name first name », also when the first name was typed first."""
    key = search_key(*words)
    if len(key) < SHORTEST_NAME:
        return claims.none()
    found = _beginning_with(claims, key)
    if len(words) > 1:
        found |= _beginning_with(claims, search_key(*words[1:], words[0]))
        found |= _beginning_with(claims, search_key(words[-1], *words[:-1]))
    return found


def _beginning_with(claims: QuerySet, key: str) -> QuerySet:
    return claims.filter(search_name__gte=key, search_name__lte=key + LAST_LETTERS)
