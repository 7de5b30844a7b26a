"""What the address of a list means: which claims, in which order, and which come before and after one of them.

The list, its export, the acts on many rows and « next » all read an address here, and so agree on it.
Not here: the pages (listing.py), the filters one by one (filters.py).
"""

from functools import cached_property
from math import isqrt
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import QueryDict

from guichet.models import Account
from invoicing.assignment import colleagues, recent_holders
from invoicing.enums import ClaimState
from invoicing.models import Claim, FormSheet, OfficeSettings, ReviewerChoices
from invoicing.second_reviewer import CONFIRM

from .filters import ABSENT, OPEN, TO_CONFIRM, ClaimFilters, FromTo, days_of, parameters
from .periods import Period
from .search import Search

SEARCH, ORDERING, PAGE = "q", "ordering", "p"
OF_A_VIEW = (SEARCH, *parameters(), ORDERING)
LONGEST = 200  # of one value
MOST_AHEAD = 950  # rows counted after those shown: counting on costs more than anybody pages
WALKED_AT_MOST = 1_000_000  # claims
ALIKE_ALL_YEARS = {"state", "kind", "language"}
SORTED_BY = ("submitted_at", "total", "search_name")


class Office:
    """What the list needs of the office: its forms, its people, its thresholds. Two queries at most."""

    def __init__(self, account: Account):
        self.account = account

    @cached_property
    def sheets(self) -> dict[str, FormSheet]:
        """kind → its sheet."""
        sheets = FormSheet.objects.only("kind", "number", "title_fr", "title_de").order_by("number")
        return {sheet.kind: sheet for sheet in sheets}

    @cached_property
    def colleagues(self) -> list[Account]:
        return list(colleagues().select_related("review_choices"))

    @cached_property
    def people(self) -> dict[int, Account]:
        return {person.pk: person for person in self.colleagues}

    @cached_property
    def former(self) -> dict[int, Account]:
        """Those who no longer review and still hold open claims; asked for only where one of them is met."""
        return Account.objects.in_bulk(recent_holders() - set(self.people))

    def holder(self, key: int | None) -> Account | None:
        """Whoever holds a claim, also once he has left."""
        return (self.people.get(key) or self.former.get(key)) if key else None

    @cached_property
    def me(self) -> Account:
        return self.people.get(self.account.pk, self.account)

    @cached_property
    def wants_substitute(self) -> Q:
        """Open claims of a colleague who is away, or of somebody who no longer reviews."""
        absent = {person.pk for person in self.colleagues if person.absent_until}
        return Q(closed_at=None, assigned_to__in=absent | (recent_holders() - set(self.people)))

    @cached_property
    def filters(self) -> ClaimFilters:
        return ClaimFilters(office=self)

    @cached_property
    def settings(self) -> OfficeSettings:
        return OfficeSettings.recent()

    @property
    def confirms(self) -> bool:
        """Whether this reviewer is asked to be the second one to accept a high amount."""
        return self.settings.second_reviewer_above is not None and self.account.has_perm(CONFIRM)

    @property
    def choices(self) -> ReviewerChoices:
        return getattr(self.me, "review_choices", None) or ReviewerChoices(reviewer=self.account)


class Worklist:
    """The claims of one address, for one reviewer."""

    def __init__(self, query: QueryDict | str, office: Office):
        self.query = QueryDict(query) if isinstance(query, str) else query
        self.office = office

    @cached_property
    def form(self) -> Form:
        return self.office.filters.form_class(self.query)

    @cached_property
    def values(self) -> dict:
        """What is filtered by: name → value, blanks left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in ("", None)}

    @cached_property
    def unreadable(self) -> list[str]:
        """The filters of this address that mean nothing (any more): a colleague who left, a day that is none."""
        return [str(self.form.fields[name].label) for name in self.form.errors]

    @cached_property
    def words(self) -> str:
        return self.query.get(SEARCH, "").strip()[:LONGEST]

    @cached_property
    def is_default(self) -> bool:
        """No filter, no search: what waits for this reviewer."""
        return not self.words and not self.form.has_changed()

    @property
    def state(self) -> str:
        return self.values.get("state", "")

    @property
    def may_hold_open(self) -> bool:
        """Whether one may act on any of its claims: nothing is done to closed ones from a list."""
        return self.state not in ClaimState.CLOSED

    @cached_property
    def is_open_only(self) -> bool:
        """Without a state: the open ones; but who searches is looking for a claim wherever it stands. A substitute is
        wanted for open ones alone."""
        if self.values.get("assigned") == ABSENT:
            return True
        if self.state in ("", OPEN, TO_CONFIRM):
            return not (self.words and self.state == "")
        return self.state in ClaimState.OPEN

    @property
    def _all_or_open(self) -> QuerySet[Claim]:
        """The index of names knows the state and not the day of closing."""
        if self.is_open_only:
            by_name = self.words and not self._is_met_among_open
            return Claim.objects.filter(state__in=ClaimState.OPEN) if by_name else Claim.objects.open()
        return Claim.objects.all()

    @cached_property
    def _is_met_among_open(self) -> bool:
        """Whether the open claims are walked for a name: « Fournier » is that of more than are open."""
        return bool(self.words) and self.is_open_only and self.search.is_by_name and self.search.is_frequent

    @cached_property
    def search(self) -> Search:
        return Search(self.words)

    @cached_property
    def claims(self) -> QuerySet[Claim]:
        if self._is_met_among_open:
            return self.search.narrow_on_the_way(self._filtered)
        return self.search.narrow(self._filtered) if self.words else self._filtered

    @property
    def _filtered(self) -> QuerySet[Claim]:
        claims = self._all_or_open
        if self.is_default:
            me = self.office.me.pk
            return claims.filter(Q(assigned_to=me) | Q(assigned_to=None), state=ClaimState.SUBMITTED)
        if not self.form.is_valid():  # what cannot be read must not mean everything
            return claims.none()
        for name, value in self.values.items():
            claims = self.office.filters.filters[name].filter(claims, value)
        return claims

    # --- Order --------------------------------------------------------------------

    @cached_property
    def ordering(self) -> str:
        asked = self.query.get(ORDERING, "")
        if asked.removeprefix("-") in SORTED_BY:
            return asked
        return "submitted_at" if self.is_open_only else "-submitted_at"

    @property
    def is_sorted(self) -> bool:
        """Whether the address says in which order: who searches or filters keeps it."""
        return self.ordering == self.query.get(ORDERING)

    @property
    def _key(self) -> str:
        return self.ordering.removeprefix("-")

    @property
    def _is_descending(self) -> bool:
        return self.ordering.startswith("-")

    @property
    def _walks(self) -> bool:
        """Whether an index holds these claims in this order: the open ones have theirs by day."""
        if self.words and not self._is_met_among_open:
            return False
        return self._key == "submitted_at" or not self.is_open_only

    @property
    def _period(self) -> Period | None:
        """The services looked for among all claims, which an index of their own finds."""
        if self.is_open_only or self.words or "period" not in self.values:
            return None
        return Period(*days_of(self.values["period"]))

    @property
    def _is_met_soon(self) -> bool:
        """Whether a name that many bear is met all over the days: what else is asked for depends on none of them."""
        by_name = self.words and self.search.is_by_name and not self.is_open_only
        return by_name and self._key == "submitted_at" and set(self.values) <= ALIKE_ALL_YEARS

    def sorts_up_to(self, until: int) -> int:
        """How many claims are looked up and sorted, to show the first `until`; of more it is quicker to meet those
        while walking through the days, or another order. No need to count any further."""
        return max(until + MOST_AHEAD, isqrt(until * WALKED_AT_MOST) if self._is_met_soon else 0)

    @property
    def to_count(self) -> QuerySet[Claim]:
        """From the side the list begins at: the first thousand of « the last weeks » are found there. An amount among
        all claims is found in its own index, in whatever order."""
        claims = self._looked_up(few=True)
        begins = self._walks and not self._period and (self.is_open_only or "amount" not in self.values)
        return self.in_order(claims) if begins else claims.order_by()

    def to_show(self, *, count: int, until: int) -> QuerySet[Claim]:
        """In order, the first `until` of `count` at least. Few of all claims are looked up and sorted; many are soon
        met, walking in the order itself."""
        few = count <= self.sorts_up_to(until)
        if not few and self._is_met_soon:
            return self._ordered(self.search.narrow_on_the_way(self._filtered), walks=True)
        if not few and self._period and self._key == "submitted_at":
            claims = self._period.first_of(self.in_order(self._looked_up(few=False)), until)
            return self._ordered(claims, walks=False)
        walks = self._walks and (self.is_open_only or not few)
        return self._ordered(self._looked_up(few=few), walks=walks)

    def _looked_up(self, *, few: bool) -> QuerySet[Claim]:
        """Of a list of all claims: by the index of what they share. Not by an amount that many have: they would be
        sorted; nor for those found by a search, or among the open ones alone."""
        if self._period and few:
            return self._period.look_up(self.claims)
        has_many = "amount" in self.values and not few and self._key != "total"
        return self.claims if self.words or self.is_open_only or has_many else self.claims.every()

    def in_order(self, claims: QuerySet[Claim], *, backwards: bool = False) -> QuerySet[Claim]:
        """An index is walked where there is one; the rows that a search found, and open ones not by day, are sorted."""
        return self._ordered(claims, walks=self._walks, backwards=backwards)

    def _ordered(self, claims: QuerySet[Claim], *, walks: bool, backwards: bool = False) -> QuerySet[Claim]:
        """Coalesce keeps the database from walking a million rows in that order to find a few."""
        key = F(self._key) if walks else Coalesce(F(self._key), F(self._key))
        if self._is_descending != backwards:
            return claims.order_by(key.desc(), "-pk")
        return claims.order_by(key.asc(), "pk")

    def neighbour(self, claim: Claim, *, backwards: bool = False) -> Claim | None:
        """The claim after (or before) `claim` in this list, also once `claim` itself has left it."""
        up = self._is_descending == backwards
        compare, key = ("gt" if up else "lt"), self._key
        value = getattr(claim, key)
        same_or_on = Q(**{f"{key}__{compare}e": value})
        on = Q(**{f"{key}__{compare}": value}) | Q(**{f"pk__{compare}": claim.pk})
        claims = self._looked_up(few=False).filter(on)
        if self._period and key == "submitted_at":
            in_order = self.in_order(claims, backwards=backwards)
            claims = self._period.first_of(in_order, 1, **{"since" if up else "until": value})
            claims = self._ordered(claims, walks=False, backwards=backwards)
        elif self._is_met_soon and "kind" not in self.values and self.search.is_frequent:
            claims = self.search.narrow_on_the_way(self._filtered.filter(same_or_on & on))
            claims = self._ordered(claims, walks=True, backwards=backwards)
        else:
            claims = self.in_order(claims.filter(same_or_on), backwards=backwards)
        return claims.only("reference").first()

    # --- Addresses ------------------------------------------------------------------

    @cached_property
    def address(self) -> str:
        return address_of_list(self.query)

    @property
    def readable(self) -> str:
        """The address without what is unreadable in it."""
        query = self.query.copy()
        for name in self.form.errors:
            for key in (name, *(f"{name}_{suffix}" for suffix in FromTo.suffixes)):
                query.pop(key, None)
        return address_of_list(query)

    def sorted_by(self, ordering: str) -> str:
        """The address of the same list in another order."""
        query = self.query.copy()
        query[ORDERING] = ordering
        return address_of_list(query)


def address_of_list(query: QueryDict) -> str:
    """A list as a query to be shared, saved, or to travel along: what says which claims, always in the same order."""
    values = {key: query.get(key, "").strip()[:LONGEST] for key in OF_A_VIEW}
    return urlencode({key: value for key, value in values.items() if value})
