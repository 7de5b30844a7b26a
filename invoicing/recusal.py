"""Which claims a reviewer never decides: his own, those of whom he represents, those of declared relatives, and those
of which he typed any version from paper himself.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from guichet.audit import record_event
from guichet.models import Account, Beneficiary

from .models import Claim, Draft, Recusal


def has_conflict(reviewer: Account, claim: Claim) -> bool:
    """Whether `reviewer` has to leave the claim to somebody else."""
    if reviewer.pk == claim.owner_id:
        return True
    reasons = [rows.order_by().values_list(Value(1)) for rows in _reasons(reviewer, claim.avs_number, claim.pk)]
    return reasons[0].union(*reasons[1:]).exists()


def conflicts_with(reviewer: Account) -> Q:
    """The same as a condition on claims, for many at once."""
    condition = Q(owner=reviewer)
    for rows in _reasons(reviewer, OuterRef("avs_number"), OuterRef("pk")):
        condition |= Q(Exists(rows))
    return condition


def _reasons(reviewer: Account, avs_number: str | OuterRef, claim: int | OuterRef) -> list[QuerySet]:
    """Any row of these is a reason: he represents the person, is related, or typed a version in."""
    return [
        Beneficiary.objects.filter(owner=reviewer, avs_number=avs_number),
        Recusal.objects.filter(reviewer=reviewer, avs_number=avs_number),
        Draft.objects.filter(sent_as=claim, entered_by=reviewer),
    ]


@transaction.atomic
def declare_relative(reviewer: Account, *, avs_number: str) -> Recusal:
    """Claims for this insured person are closed to `reviewer` from now on; twice changes nothing."""
    recusal, created = Recusal.objects.get_or_create(reviewer=reviewer, avs_number=avs_number)
    if created:
        record_event("recusal.declared", actor=reviewer, object_type="recusal", object_key=recusal.pk)
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal) -> None:
    """The reviewer is no longer related."""
    record_event("recusal.lifted", actor=recusal.reviewer, object_type="recusal", object_key=recusal.pk)
    recusal.delete()
