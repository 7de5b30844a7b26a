"""Letters to people without an address of e-mail: what waits to be posted, and that it was.

Not here: writing them (outbox.write_mail does for such an account), their page as PDF (the portal's printer).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .audit import record_event
from .models import Account, Channel, Message


def all_letters() -> QuerySet[Message]:
    return Message.objects.filter(channel=Channel.LETTER).select_related("account")


def letters_to_post() -> QuerySet[Message]:
    """What nobody has posted yet, oldest first."""
    return all_letters().filter(sent_at=None).order_by("created_at")


def letters_about(*, reference: str) -> QuerySet[Message]:
    """Those of one claim, newest first; nothing is read before somebody looks."""
    return all_letters().filter(about=reference).order_by("-created_at")


@transaction.atomic
def note_posted(keys: Iterable[str], *, actor: Account) -> int:
    """These letters are in the post; returns how many were not before. From now on none can be taken back."""
    letters = list(letters_to_post().filter(pk__in=keys).select_for_update(of=("self",)))
    for letter in letters:
        letter.sent_at, letter.attempts = timezone.now(), 1
        letter.save(update_fields=["sent_at", "attempts"])
        record_event("letter.posted", actor=actor, object_type="message", object_key=letter.pk,
                     detail={"key": letter.key})  # fmt: skip
    return len(letters)
