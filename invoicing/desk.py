"""What the desk shows: claims of an account page by page, drafts to resume, claims to complete, forms on offer.

The number of queries does not depend on the number of claims. Not here: changing anything, how claims are drawn
(desk_html).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from guichet.models import Account

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
# Claims with what the desk shows of them, and with the state of their newest PDF: built once, asked for one account
SHOWN = Claim.objects.select_related("beneficiary").only(*READ)
CLAIMS = SHOWN.annotate(
    newest=FilteredRelation("versions", condition=Q(versions__number=F("version_number"))),
    pdf_state=F("newest__pdf_state"),
)


class CountedPaginator(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, *args, count: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count


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
        return {sheet.kind: sheet for sheet in FormSheet.objects.all() if sheet.kind in KINDS}

    @property
    def offered(self) -> list[FormSheet]:
        return [sheet for sheet in self.sheets.values() if sheet.is_offered]

    @cached_property
    def people(self) -> list[Person]:
        """The beneficiaries claims were sent for, with how many."""
        counted = (
            Claim.objects.of(self.account)
            .values("beneficiary_id", "beneficiary__last_name", "beneficiary__first_name")
            .annotate(claims=Count("pk"))
            .order_by("beneficiary__last_name", "beneficiary__first_name", "beneficiary_id")
        )
        return [
            Person(
                row["beneficiary_id"],
                f"{row['beneficiary__last_name']} {row['beneficiary__first_name']}",
                row["claims"],
            )
            for row in counted
        ]

    @cached_property
    def claims(self) -> Page:
        """A page of claims, newest first, each with its form's sheet and the state of its newest PDF."""
        counts = [person.claims for person in self.people if self.chosen in (None, person.id)]
        claims = CLAIMS.of(self.account)
        if self.chosen is not None:
            claims = claims.filter(beneficiary=self.chosen)
        page = CountedPaginator(claims, CLAIMS_A_PAGE, count=sum(counts)).get_page(self.page_number)
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
        waiting = SHOWN.of(self.account).filter(pk__in=returned)
        waiting = waiting.annotate(answer_by=Subquery(_ANSWERABLE.values("answer_by")[:1]))
        for claim in waiting:
            claim.sheet = self.sheets.get(claim.kind)
            claim.is_overdue = bool(claim.answer_by) and claim.answer_by < today()
        return sorted(waiting, key=lambda claim: claim.answer_by or date.max)

    @cached_property
    def _open_drafts(self) -> list[Draft]:
        drafts = (
            Draft.objects.filter(owner=self.account, sent_as=None, saved_at__isnull=False, entered_by=None)
            .filter(Q(claim=None) | Q(claim__state=ClaimState.RETURNED))
            .only("kind", "saved_at", "claim")
        )
        for draft in drafts:
            draft.sheet = self.sheets.get(draft.kind)
        return list(drafts)
