"""Finding claims at the office: by reference, AVS number, decision number or name, each through an index, whatever
the spelling.

Not here: the filters of the list (filters.py).
"""

import re
from collections.abc import Iterator
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from invoicing.calendar_days import today
from invoicing.models import Claim
from invoicing.names import search_key, search_keys

from .counts import count_up_to

REFERENCE = re.compile(r"(20\d\d)\D?(\d{1,6})(?!\d)", re.ASCII)
NUMBER_ALONE = re.compile(r"\D{0,4}(\d{1,6})\D?", re.ASCII)
AVS_DIGITS, DECISION_DIGITS = 13, 14
YEARS = 10  # in which a number without its year is looked for
LAST_LETTERS = "z" * 20  # after every name that begins the same way, in any collation
NOBODY = Q(pk__in=[])
FREQUENT = 1000  # claims
SHORTEST_NAME, SHORTEST_WITHOUT_PARTICLE = 2, 3
# « Ruffinen » for Zen Ruffinen, « Preux » for de Preux, « Albon » for In-Albon
PARTICLES = (
    "am", "d", "da", "de", "dela", "des", "di", "du", "im", "in", "inder", "la", "le", "van", "von", "vonder", "zen",
    "zum", "zur",
)  # fmt: skip


class Search:
    """What `text` means: 2026-418, 418, 756.9217.0769.85, « Fournier Jeanne »."""

    def __init__(self, text: str):
        self.text = text
        self.digits = re.sub(r"[^0-9]", "", text)

    @property
    def is_by_name(self) -> bool:
        return not self.digits

    def narrow(self, claims: QuerySet) -> QuerySet:
        """`claims` that are meant, found through an index."""
        if self.is_by_name:
            return claims.filter(self._named("search_name"))
        if len(self.digits) == AVS_DIGITS:
            return claims.filter(avs_number=self.digits)
        if len(self.digits) == DECISION_DIGITS:
            return claims.filter(decision_number=self.digits)
        return claims.filter(reference__in=_references("".join(self.text.split()), self.digits))

    def narrow_on_the_way(self, claims: QuerySet) -> QuerySet:
        """The same by name, met while walking through `claims` in their order: Coalesce hides the index of names."""
        return claims.alias(name_met=Coalesce("search_name", "search_name")).filter(self._named("name_met"))

    def _named(self, field: str) -> Q:
        return reduce(or_, (Q(**{f"{field}__range": (one, one + LAST_LETTERS)}) for one in self._spellings), NOBODY)

    @property
    def is_frequent(self) -> bool:
        """Whether so many bear the name that the next of them is near, wherever one stands."""
        return sum(self._spellings.values()) > FREQUENT

    @cached_property
    def _spellings(self) -> dict[str, int]:
        """Beginnings of « last name first name », also when the first name was typed first → claims, up to FREQUENT.

        Which of them anybody has is asked first: a name of many is then read in one stretch of its index.
        """
        words = self.text.split()
        orders = {tuple(words), (*words[1:], *words[:1]), (*words[-1:], *words[:-1])}
        found = {one for order in orders for one in _beginnings(order) if len(one) >= SHORTEST_NAME}
        named = {one: Claim.objects.filter(search_name__range=(one, one + LAST_LETTERS)) for one in sorted(found)}
        if not named:
            return {}
        counts = count_up_to({one: (claims.order_by(), FREQUENT + 1) for one, claims in named.items()})
        return {one: number for one, number in counts.items() if number} or {min(named): 0}


def _references(text: str, digits: str) -> list[str]:
    """« Réf. 2026-000418. » is one; « 418 » may be of any of the last years."""
    found = REFERENCE.search(text)
    if found and found[1] + found[2] == digits:
        return [f"{found[1]}-{int(found[2]):06d}"]
    alone = NUMBER_ALONE.fullmatch(text)
    year = today().year
    return [f"{year - ago}-{int(alone[1]):06d}" for ago in range(YEARS)] if alone else []


def _beginnings(words: tuple[str, ...]) -> Iterator[str]:
    yield from search_keys(*words)
    key = search_key(*words)
    if len(key) >= SHORTEST_WITHOUT_PARTICLE:
        yield from (particle + key for particle in PARTICLES)
