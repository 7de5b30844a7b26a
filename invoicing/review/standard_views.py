"""The views beside each other above the list: the office's usual ones, then those the reviewer saved.

Not here: saving one (choices_views.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from invoicing.enums import ClaimState
from invoicing.models import Claim

from .counts import CAP, say_count
from .filters import older_than
from .worklist import Office, Worklist, address_of_list

VIEW_CAP = CAP
USUAL = (
    ("waiting", _("Ce qui m’attend"), ""),
    ("mine", _("À moi"), "assigned=me&state=submitted"),
    ("unassigned", _("Non attribuées"), "assigned=nobody&state=submitted"),
    ("late", _("En retard"), "state=submitted&age=late"),
    ("to-confirm", _("À confirmer"), "state=to-confirm"),
    ("corrected", _("Corrigées"), "state=submitted&corrected=yes"),
    ("substitute", _("Remplaçant cherché"), "assigned=absent&state=submitted"),
    ("open", _("Ouvertes"), "state=open"),
    ("every", _("Toutes"), "state=every"),
)
# The same without reading an address: the list shows these counts on every page.
COUNTED: dict[str, Callable[[Office], Q]] = {
    "waiting": lambda office: Q(assigned_to=office.account.pk) | Q(assigned_to=None),
    "mine": lambda office: Q(assigned_to=office.account.pk),
    "unassigned": lambda office: Q(assigned_to=None),
    "late": lambda office: Q(submitted_at__lt=older_than(office.settings.late_after)),
    "to-confirm": lambda office: Q(waits_for_second=True),
    "corrected": lambda office: Q(version_number__gt=1),
    "substitute": lambda office: office.wants_substitute,
}


@dataclass
class View:
    key: str
    name: str
    query: str
    office: Office
    is_current: bool
    is_own: bool = False
    count: int | None = None

    @cached_property
    def worklist(self) -> Worklist:
        return Worklist(self.query, self.office)

    @property
    def claims(self) -> QuerySet[Claim]:
        if self.key in COUNTED:
            return Claim.objects.open().filter(COUNTED[self.key](self.office), state=ClaimState.SUBMITTED)
        return self.worklist.claims

    @property
    def is_counted(self) -> bool:
        """Closed claims pile up for years and wait for nobody: only what is open is counted."""
        return self.key in COUNTED or (self.is_own and self.worklist.is_open_only)

    @property
    def count_text(self) -> str:
        return "" if self.count is None else say_count(self.count)


def views_of(office: Office, address: str) -> list[View]:
    """`address`: of the list at hand, which may be one of them."""
    usual = [
        View(key, str(name), query, office, query == address)
        for key, name, query in USUAL
        if key != "to-confirm" or office.confirms
    ]
    own = [(one["name"], address_of_list(QueryDict(one["query"]))) for one in office.choices.views]
    return usual + [
        View(f"own-{number}", name, query, office, query == address, is_own=True)
        for number, (name, query) in enumerate(own)
    ]
