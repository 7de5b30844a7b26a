"""Who of the office treats a claim: take, give, release, share out. Each atomic, with its event; no mail goes out.

Not here: deciding (workflow.py), the pages (review/).
"""

from collections.abc import Iterable, Sequence

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery

from guichet.audit import record_event
from guichet.models import Account

from .enums import ClaimState
from .models import Absence, Claim
from .recusal import has_conflict

REVIEW = "review_claim"
ANYBODY = -1  # the caller does not mind who holds the claim
FRESH_SECONDS = 60


class NotAssignable(Exception):
    """The claim is closed, or one this person never decides, or that person does not review claims."""


class HeldByAnother(Exception):
    """Somebody took the claim since the caller looked; `claim.assigned_to` says who."""

    def __init__(self, claim: Claim):
        super().__init__(f"{claim.reference} is held by {claim.assigned_to_id}")
        self.claim = claim


def colleagues() -> QuerySet[Account]:
    """Those who may review, with `absent_until` where they are away today, and what each chose for the list."""
    right = Q(content_type__app_label="invoicing", codename=REVIEW)
    by_group = Account.objects.filter(groups__permissions__in=_permission(right))
    directly = Account.objects.filter(user_permissions__in=_permission(right))
    away = Absence.objects.now().filter(person=OuterRef("pk")).order_by("-end").values("end")[:1]
    return (
        Account.objects.filter(is_active=True, is_staff=True)
        .filter(Q(is_superuser=True) | Q(pk__in=by_group.values("pk")) | Q(pk__in=directly.values("pk")))
        .annotate(absent_until=Subquery(away, output_field=DateField()))
        .order_by("last_name", "first_name", "pk")
    )


def _permission(right: Q) -> QuerySet:
    return Account.user_permissions.field.related_model.objects.filter(right)


@transaction.atomic
def assign(claim: Claim, *, to: Account | None, actor: Account, seen: int | None = ANYBODY) -> Claim:
    """Give an open claim to `to`, or to nobody. `seen`: who held it on the caller's screen.

    Raises NotAssignable and HeldByAnother.
    """
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if seen not in (ANYBODY, claim.assigned_to_id):
        raise HeldByAnother(claim)
    if claim.state not in ClaimState.OPEN or (to and not _may_hold(claim, to)):
        raise NotAssignable
    if claim.assigned_to_id == (to.pk if to else None):
        return claim
    before, claim.assigned_to = claim.assigned_to_id, to
    claim.save(update_fields=["assigned_to"])
    record_event("claim.assigned" if to else "claim.released", actor=actor, object_type="claim",
                 object_key=claim.reference, detail={"from": before, "to": claim.assigned_to_id})  # fmt: skip
    return claim


def _may_hold(claim: Claim, person: Account) -> bool:
    return not has_conflict(person, claim) and colleagues().filter(pk=person.pk).exists()


def share_out(claims: Iterable[Claim], *, among: Sequence[Account], actor: Account) -> dict[Account, int]:
    """Deal `claims` round, those with the least to do first: nobody gets more than one more than another."""
    loads = open_claims_of(among)
    hands = sorted(among, key=lambda person: loads.get(person.pk, 0))
    dealt = dict.fromkeys(hands, 0)
    for claim in claims:
        for person in sorted(hands, key=dealt.__getitem__):
            try:
                assign(claim, to=person, actor=actor, seen=None)
            except NotAssignable:  # his own or a relative's: the next one takes it
                continue
            except HeldByAnother:
                break
            dealt[person] += 1
            break
    return dealt


def recent_holders() -> set[int]:
    """The keys of all who hold open claims, as of a minute ago at most: every page of the list asks."""
    held = Claim.objects.open().exclude(assigned_to=None).order_by().values_list("assigned_to", flat=True).distinct()
    return cache.get_or_set("claim-holders", lambda: set(held), FRESH_SECONDS)


def open_claims_of(people: Iterable[Account]) -> dict[int, int]:
    """person → how many claims wait for a decision of his."""
    waiting = Claim.objects.open().filter(state=ClaimState.SUBMITTED, assigned_to__in=people)
    return dict(waiting.order_by().values_list("assigned_to").annotate(Count("pk")))
