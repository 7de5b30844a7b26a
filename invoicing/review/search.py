"""Finding claims at the office: by reference, AVS number, decision number or name, each through an index, whatever
the spelling.

Not here: the filters of the list (filters.py).
"""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from invoicing.calendar_days import today
from invoicing.models import Claim
from invoicing.names import search_key, search_keys

from .counts import count_up_to

REFERENCE = re.compile(r"(20\d\d)\D?(\d{1,6})(?!\d)", re.ASCII)
NUMBER_ALONE = re.compile(r"\D{0,4}(\d{1,6})\D?", re.ASCII)
AVS_DIGITS, DECISION_DIGITS = 13, 14
YEARS = 10  # in which a number without its year is looked for
LAST_LETTERS = "z" * 20  # after every name that begins the same way, in any collation
SHORTEST_NAME, SHORTEST_WITHOUT_PARTICLE = 2, 3
# « Ruffinen » for Zen Ruffinen, « Preux » for de Preux, « Albon » for In-Albon
PARTICLES = (
    "am", "d", "da", "de", "dela", "des", "di", "du", "im", "in", "inder", "la", "le", "van", "von", "vonder", "zen",
    "zum", "zur",
)  # fmt: skip


def search_claims(claims: QuerySet, text: str) -> QuerySet:
    """`claims` narrowed to those that `text` means: 2026-418, 418, 756.9217.0769.85, « Fournier Jeanne »."""
    digits = re.sub(r"[^0-9]", "", text)
    if not digits:
        return _by_name(claims, text.split())
    if len(digits) == AVS_DIGITS:
        return claims.filter(avs_number=digits)
    if len(digits) == DECISION_DIGITS:
        return claims.filter(decision_number=digits)
    return claims.filter(reference__in=_references("".join(text.split()), digits))


def _references(text: str, digits: str) -> list[str]:
    """« Réf. 2026-000418. » is one; « 418 » may be of any of the last years."""
    found = REFERENCE.search(text)
    if found and found[1] + found[2] == digits:
        return [f"{found[1]}-{int(found[2]):06d}"]
    alone = NUMBER_ALONE.fullmatch(text)
    year = today().year
    return [f"{year - ago}-{int(alone[1]):06d}" for ago in range(YEARS)] if alone else []


def _by_name(claims: QuerySet, words: list[str]) -> QuerySet:
    """By the beginning of « last name first name », also when the first name was typed first.

    Which spellings anybody has is asked first: a name of many is then read in one stretch of its index.
    """
    orders = {tuple(words), (*words[1:], *words[:1]), (*words[-1:], *words[:-1])}
    beginnings = {beginning for order in orders for beginning in _beginnings(order) if len(beginning) >= SHORTEST_NAME}
    ranges = {one: Q(search_name__range=(one, one + LAST_LETTERS)) for one in sorted(beginnings)}
    if not ranges:
        return claims.none()
    asked = {one: (Claim.objects.filter(named).order_by(), 1) for one, named in ranges.items()}
    had = [ranges[one] for one, number in count_up_to(asked).items() if number] or [*ranges.values()][:1]
    return claims.filter(reduce(or_, had))


def _beginnings(words: tuple[str, ...]) -> Iterator[str]:
    yield from search_keys(*words)
    key = search_key(*words)
    if len(key) >= SHORTEST_WITHOUT_PARTICLE:
        yield from (particle + key for particle in PARTICLES)
