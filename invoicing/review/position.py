"""Where a claim stands in the list it was opened from: before, after, and the way back. And who holds it.

Not here: what the list is (worklist.py), the claim itself (dossier.py).
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from guichet.models import Account
from invoicing.models import Claim

from .choices_views import posted_list
from .columns import address_of, as_parameter
from .worklist import Office, Worklist


@dataclass
class Position:
    claim: Claim
    query: str
    office: Office
    is_from_list: bool = True

    @cached_property
    def worklist(self) -> Worklist:
        return Worklist(self.query, self.office)

    @property
    def list_address(self) -> str:
        address = reverse("claims:index")
        return f"{address}?{self.query}" if self.query else address

    @property
    def parameter(self) -> str:
        return as_parameter(self.query)

    @cached_property
    def next_address(self) -> str:
        return self._address(self.worklist.neighbour(self.claim))

    @cached_property
    def previous_address(self) -> str:
        return self._address(self.worklist.neighbour(self.claim, backwards=True))

    def _address(self, claim: Claim | None) -> str:
        return address_of(claim.reference, self.query) if claim else ""

    @property
    def holder(self) -> Account | None:
        key = self.claim.assigned_to_id
        return (self.office.people.get(key) or self.claim.assigned_to) if key else None

    @property
    def wants_substitute(self) -> bool:
        """Whether the holder is away for good: `holder.absent_until` says until when he is away for a time."""
        return bool(self.holder) and self.holder.pk not in self.office.people


def position_of(request: HttpRequest, claim: Claim) -> Position:
    """By the list that travels along in the address or the form; without one, what waits for the reviewer."""
    is_from_list = "list" in request.GET or "list" in request.POST
    return Position(claim, posted_list(request), Office(request.user), is_from_list)
