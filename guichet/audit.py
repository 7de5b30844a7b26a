"""Writing and checking the audit: every act, every reading by staff, every sign-in event passes here.

Not here: application logs (portal.logs), which hold no personal data at all.
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from .models import Account, Event
from .origin import current_origin

GENESIS = "0" * 64
PG_CHAIN_LOCK = 7_560_001  # any number of our own: writers of the chain queue behind it


def record_event(
    action: str,
    *,
    actor: Account | None = None,
    object_type: str = "",
    object_key: str | int = "",
    result: str = "success",
    detail: dict | None = None,
) -> Event:
    """Add one event to the chain, in the caller's transaction."""
    origin = current_origin.get()
    with transaction.atomic():
        _queue_for_the_chain()
        previous = Event.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
        event = Event(
            at=timezone.now(),
            actor=actor if actor and actor.pk else None,
            action=action,
            result=result,
            object_type=object_type,
            object_key=str(object_key),
            address=origin.address,
            request_id=origin.request_id,
            detail=detail or {},
            previous_hash=previous,
        )
        event.hash = hash_of(event)
        event.save(force_insert=True)
    return event


def hash_of(event: Event) -> str:
    """SHA-256 over the event's content and the hash before it."""
    content = [
        event.previous_hash,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.action,
        event.result,
        event.object_type,
        event.object_key,
        event.address,
        event.request_id,
        event.detail,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def find_broken_event() -> Event | None:
    """The first event whose content or predecessor was tampered with; None when the chain holds."""
    previous = GENESIS
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous_hash != previous or event.hash != hash_of(event):
            return event
        previous = event.hash
    return None


def _queue_for_the_chain() -> None:
    """On PostgreSQL two writers could read the same last row; SQLite's IMMEDIATE transactions cannot."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PG_CHAIN_LOCK])
