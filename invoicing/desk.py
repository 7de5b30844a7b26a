"""What the desk shows: claims of an account page by page, drafts to resume, claims to complete, forms on offer.

The number of queries does not depend on the number of claims. Not here: changing anything.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from guichet.models import Account

from .calendar_days import today
from .enums import ClaimState
from .kinds.registry import KINDS
from .models import Claim, Decision, Draft, FormSheet

CLAIMS_A_PAGE = 20
_ANSWERABLE = Decision.objects.filter(  # the decision on the version a draft corrects
    version__claim=OuterRef("claim"), version__number=OuterRef("claim__version_number")
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
        """A page of claims, newest first, each with its form's title and the state and name of its newest PDF."""
        counts = [person.claims for person in self.people if self.chosen in (None, person.id)]
        claims = self._claims() if self.chosen is None else self._claims().filter(beneficiary=self.chosen)
        page = CountedPaginator(claims, CLAIMS_A_PAGE, count=sum(counts)).get_page(self.page_number)
        pdf_label = _("Télécharger le PDF de la demande %(reference)s")
        for claim in page.object_list:
            claim.sheet = self.sheets.get(claim.kind)
            claim.pdf_label = pdf_label % {"reference": claim.reference}
        return page

    @cached_property
    def drafts(self) -> list[Draft]:
        """Drafts in which something was typed, newest first; not yet sent and not the correction of a claim."""
        return [draft for draft in self._open_drafts if not draft.claim_id]

    @cached_property
    def to_complete(self) -> list[Claim]:
        """Claims that wait for the person, the most urgent first, each with the day to answer by."""
        corrections = [draft for draft in self._open_drafts if draft.claim_id]
        for draft in corrections:
            draft.claim.sheet, draft.claim.answer_by = draft.sheet, draft.answer_by
            draft.claim.is_overdue = bool(draft.answer_by) and draft.answer_by < today()
        return sorted((draft.claim for draft in corrections), key=lambda claim: claim.answer_by or date.max)

    @cached_property
    def _open_drafts(self) -> list[Draft]:
        drafts = (
            Draft.objects.filter(owner=self.account, sent_as=None, saved_at__isnull=False, entered_by=None)
            .filter(Q(claim=None) | Q(claim__state=ClaimState.RETURNED))
            .select_related("claim__beneficiary")
            .annotate(answer_by=Subquery(_ANSWERABLE.values("answer_by")[:1]))
            .defer("answers")
        )
        for draft in drafts:
            draft.sheet = self.sheets.get(draft.kind)
        return list(drafts)

    def _claims(self):
        return (
            Claim.objects.of(self.account)
            .select_related("beneficiary")
            .annotate(
                newest=FilteredRelation("versions", condition=Q(versions__number=F("version_number"))),
                pdf_state=F("newest__pdf_state"),
            )
        )
