"""What reviewers do around a claim without deciding: notes, and being seen. Acts, each with its event.

Not here: decisions (workflow), who has to decide (assignment).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guichet.audit import record_event
from guichet.models import Account

from .models import Claim, Note, Presence

GONE_AFTER = timedelta(minutes=2)


@transaction.atomic
def write_note(claim: Claim, *, author: Account, text: str) -> Note:
    """A note for the office alone."""
    note = Note.objects.create(claim=claim, author=author, text=text)
    record_event("note.written", actor=author, object_type="claim", object_key=claim.reference)
    return note


def be_present(claim: Claim, *, reviewer: Account) -> list[Account]:
    """Note that `reviewer` has the claim open; returns who else has."""
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(claim=claim, reviewer=reviewer, seen_at=now)],
        update_conflicts=True, unique_fields=["claim", "reviewer"], update_fields=["seen_at"],
    )  # fmt: skip
    others = Presence.objects.filter(claim=claim, seen_at__gte=now - GONE_AFTER).exclude(reviewer=reviewer)
    return [presence.reviewer for presence in others.select_related("reviewer").order_by("seen_at")]


def forget_presences() -> int:
    """Remove what is long over; returns how many."""
    return Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()[0]
