"""What the desk shows: claims of an account page by page, drafts to resume, claims to complete, forms on offer.

The number of queries does not depend on the number of claims. Not here: changing anything, how claims are drawn
(desk_html).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from guichet.models import Account
from guichet.prepared import Given, Prepared

from .calendar_days import today
from .enums import ClaimState
from .kinds.registry import KINDS
from .models import Claim, Decision, Draft, FormSheet

CLAIMS_A_PAGE = 20
READ = (
    "reference", "kind", "state", "total", "submitted_at", "period_start", "period_end", "version_number",
    "beneficiary__first_name", "beneficiary__last_name",
)  # fmt: skip
_ANSWERABLE = Decision.objects.filter(  # the decision on the version to correct
    version__claim=OuterRef("pk"), version__number=OuterRef("version_number")
)


sheets_in_order = Prepared(lambda: FormSheet.objects.all())
people_of = Prepared(
    lambda: (
        Claim.objects.filter(owner=Given("owner"))
        .values("beneficiary_id", "beneficiary__last_name", "beneficiary__first_name")
        .annotate(claims=Count("pk"))
        .order_by("beneficiary__last_name", "beneficiary__first_name", "beneficiary_id")
    )
)
drafts_left = Prepared(
    lambda: (
        Draft.objects.filter(owner=Given("owner"), sent_as=None, saved_at__isnull=False, entered_by=None)
        .filter(Q(claim=None) | Q(claim__state=ClaimState.RETURNED))
        .only("kind", "saved_at", "claim")
    )
)


def shown(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """`claims` with what the desk shows of them."""
    return claims.select_related("beneficiary").only(*READ)


@lru_cache(maxsize=50)
def claims_from(start: int, *, are_chosen: bool) -> Prepared:
    """A page of an account's claims, each with the state of its newest PDF; of one beneficiary, if one is chosen."""
    one = {"beneficiary": Given("beneficiary")} if are_chosen else {}
    newest = FilteredRelation("versions", condition=Q(versions__number=F("version_number")))
    return Prepared(
        lambda: shown(Claim.objects.filter(owner=Given("owner"), **one)).annotate(
            newest=newest, pdf_state=F("newest__pdf_state")
        )[start : start + CLAIMS_A_PAGE]
    )


@dataclass(frozen=True)
class Person:
    """A beneficiary that claims of the account name, for the filter."""

    id: int
    name: str
    claims: int


class Desk:
    """The desk of one account; `beneficiary` is the filter as the address has it."""

    def __init__(self, account: Account, *, beneficiary: str = "", page: str = "1"):
        self.account, self.page_number = account, page
        self.chosen = int(beneficiary) if beneficiary.isascii() and beneficiary.isdigit() else None

    @cached_property
    def sheets(self) -> dict[str, FormSheet]:
        """The sheet of every kind, in the order the office gave them."""
        return {sheet.kind: sheet for sheet in sheets_in_order() if sheet.kind in KINDS}

    @property
    def offered(self) -> list[FormSheet]:
        return [sheet for sheet in self.sheets.values() if sheet.is_offered]

    @cached_property
    def people(self) -> list[Person]:
        """The beneficiaries claims were sent for, with how many."""
        return [
            Person(
                row["beneficiary_id"],
                f"{row['beneficiary__last_name']} {row['beneficiary__first_name']}",
                row["claims"],
            )
            for row in people_of(owner=self.account.pk)
        ]

    @cached_property
    def claims(self) -> Page:
        """A page of claims, newest first, each with its form's sheet and the state of its newest PDF."""
        count = sum(person.claims for person in self.people if self.chosen in (None, person.id))
        page = Paginator(range(count), CLAIMS_A_PAGE).get_page(self.page_number)
        read = claims_from(page.start_index() - 1, are_chosen=self.chosen is not None)
        page.object_list = read(owner=self.account.pk, beneficiary=self.chosen) if count else []
        for claim in page.object_list:
            claim.sheet = self.sheets.get(claim.kind)
        return page

    @cached_property
    def drafts(self) -> list[Draft]:
        """Drafts in which something was typed, newest first; not yet sent and not the correction of a claim."""
        return [draft for draft in self._open_drafts if not draft.claim_id]

    @cached_property
    def to_complete(self) -> list[Claim]:
        """Claims that wait for the person, the most urgent first, each with the day to answer by."""
        returned = [draft.claim_id for draft in self._open_drafts if draft.claim_id]
        if not returned:
            return []
        waiting = shown(Claim.objects.of(self.account).filter(pk__in=returned)).annotate(
            answer_by=Subquery(_ANSWERABLE.values("answer_by")[:1])
        )
        for claim in waiting:
            claim.sheet = self.sheets.get(claim.kind)
            claim.is_overdue = bool(claim.answer_by) and claim.answer_by < today()
        return sorted(waiting, key=lambda claim: claim.answer_by or date.max)

    @cached_property
    def _open_drafts(self) -> list[Draft]:
        drafts = drafts_left(owner=self.account.pk)
        for draft in drafts:
            draft.sheet = self.sheets.get(draft.kind)
        return drafts
