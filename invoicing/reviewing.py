"""What reviewers do around a claim without deciding: notes, messages, being seen. Acts, each with its event.

Not here: decisions (workflow), who has to decide (assignment).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guichet.audit import record_event
from guichet.models import Account
from guichet.outbox import link_to, write_notice

from .models import Claim, Note, OfficeMessage, Presence

GONE_AFTER = timedelta(minutes=2)
ONE_CLICK = timedelta(minutes=1)  # the same words of the same author within it were sent by one click too many


@transaction.atomic
def write_note(claim: Claim, *, author: Account, text: str) -> Note:
    """A note for the office alone. A second click changes nothing."""
    if written := _just_written(claim.notes.filter(written_at__gte=timezone.now() - ONE_CLICK), claim, author, text):
        return written
    note = Note.objects.create(claim=claim, author=author, text=text)
    record_event("note.written", actor=author, object_type="claim", object_key=claim.reference)
    return note


@transaction.atomic
def write_to_person(claim: Claim, *, author: Account, text: str) -> OfficeMessage:
    """A message by mail and on the claim's page; nothing is decided. A second click changes nothing."""
    recent = claim.office_messages.filter(sent_at__gte=timezone.now() - ONE_CLICK)
    if written := _just_written(recent, claim, author, text):
        return written
    message = OfficeMessage.objects.create(claim=claim, author=author, text=text)
    record_event("claim.written_to", actor=author, object_type="claim", object_key=claim.reference)
    link = link_to("invoicing:claim", claim.reference, language=claim.owner.language)
    write_notice("office-message", account=claim.owner, context={"claim": claim, "link": link, "message": message})
    return message


def _just_written(recent: QuerySet, claim: Claim, author: Account, text: str) -> Note | OfficeMessage | None:
    """The claim's row is locked, so that two clicks come one after the other."""
    Claim.objects.select_for_update().only("pk").get(pk=claim.pk)
    return recent.filter(author=author, text=text).first()


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
