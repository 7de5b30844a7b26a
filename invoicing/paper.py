"""Claims that came on paper: a reviewer types them in for an account that has the insured person, and corrections for
who has no way in.

Not here: the pages (review/paper.py), typing and sending, which are those of every draft (drafts, workflow).
"""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from guichet.audit import record_event
from guichet.models import Account, Beneficiary

from .drafts import REVIEW, blank_answers
from .kinds.base import Kind
from .models import Claim, Draft, Recusal

NOON = time(12)


def is_related(reviewer: Account, avs_number: str) -> bool:
    """Whether the insured person is the reviewer, someone he represents, or a declared relative."""
    own = reviewer.beneficiaries.filter(avs_number=avs_number)
    return own.exists() or Recusal.objects.filter(reviewer=reviewer, avs_number=avs_number).exists()


@transaction.atomic
def find_people(avs_number: str, *, reviewer: Account) -> list[Beneficiary]:
    """Who has this number, in accounts a claim can be sent from; the search itself is written down."""
    people = list(_known().filter(avs_number=avs_number))
    for person in people:
        record_event("beneficiary.looked_up", actor=reviewer, object_type="beneficiary", object_key=person.pk)
    if not people:
        record_event("beneficiary.looked_up", actor=reviewer, object_type="beneficiary", result="failure")
    return people


def _known() -> QuerySet[Beneficiary]:
    can_be_told = Q(owner__email_verified_at__isnull=False) | Q(owner__email=None)
    people = Beneficiary.objects.active().filter(can_be_told, owner__is_active=True)
    return people.select_related("owner").order_by("pk")


@transaction.atomic
def start_paper_draft(person: Beneficiary, kind: Kind, *, received_on: date, reviewer: Account) -> Draft:
    """A draft of the person's account, which only the reviewer opens until it is sent."""
    answers = blank_answers(person.owner, kind)
    answers["head"]["beneficiary"] = str(person.pk)
    draft = Draft.objects.create(
        owner=person.owner, kind=kind.key, answers=answers, entered_by=reviewer, received_on=received_on,
        saved_at=timezone.now(),
    )  # fmt: skip
    record_event("paper.started", actor=reviewer, object_type="draft", object_key=draft.pk,
                 detail={"beneficiary": person.pk})  # fmt: skip
    return draft


@transaction.atomic
def take_up_correction(claim: Claim, *, received_on: date, reviewer: Account) -> Draft:
    """The correction that came by post: what a person does at the desk, the reviewer does for who has none."""
    draft = Draft.objects.select_for_update().get(claim=claim, owner__email=None)
    draft.entered_by, draft.received_on = reviewer, received_on
    draft.save(update_fields=["entered_by", "received_on"])
    record_event("paper.started", actor=reviewer, object_type="draft", object_key=draft.pk,
                 detail={"claim": claim.reference})  # fmt: skip
    return draft


def open_paper_drafts(reviewer: Account) -> QuerySet[Draft]:
    return Draft.objects.filter(entered_by=reviewer, sent_as=None).select_related("owner").defer("answers")


def may_send(draft: Draft, actor: Account) -> bool:
    """The owner his own; the reviewer what he types in. Nothing leaves for an unproved address."""
    if not (draft.owner.is_email_verified or draft.owner.is_on_paper):
        return False
    if draft.entered_by_id:
        return draft.entered_by_id == actor.pk and actor.has_perm(REVIEW)
    return draft.owner_id == actor.pk


def language_of(draft: Draft) -> str:
    """What a claim is written in: the language the person reads the form in, or his own where the office types."""
    return draft.owner.language if draft.entered_by_id else (translation.get_language() or "fr")[:2]


def facts_of_draft(draft: Draft) -> dict:
    """What a new claim keeps of its draft. LPGA 29 al. 3: the day the paper came counts as the day of sending."""
    facts = {"language": language_of(draft)}
    if not draft.entered_by_id:
        return facts
    noon = timezone.make_aware(datetime.combine(draft.received_on, NOON))
    return facts | {"entered_by": draft.entered_by, "submitted_at": min(noon, timezone.now())}
