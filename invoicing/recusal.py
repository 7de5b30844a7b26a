"""Which claims a reviewer never decides: his own, those of whom he represents, those of declared relatives, and those
he typed in from paper himself.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from guichet.audit import record_event
from guichet.models import Account, Beneficiary

from .models import Claim, Recusal


def has_conflict(reviewer: Account, claim: Claim) -> bool:
    """Whether `reviewer` has to leave the claim to somebody else."""
    if reviewer.pk in (claim.owner_id, claim.entered_by_id):
        return True
    insured = {"avs_number": claim.avs_number}
    represented = Beneficiary.objects.filter(owner=reviewer, **insured).order_by().values("pk")
    return represented.union(Recusal.objects.filter(reviewer=reviewer, **insured).order_by().values("pk")).exists()


def conflicts_with(reviewer: Account) -> Q:
    """The same as a condition on claims, for many at once."""
    avs_number = OuterRef("avs_number")
    return (
        Q(owner=reviewer)
        | Q(entered_by=reviewer)
        | Q(Exists(Beneficiary.objects.filter(owner=reviewer, avs_number=avs_number)))
        | Q(Exists(Recusal.objects.filter(reviewer=reviewer, avs_number=avs_number)))
    )


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
