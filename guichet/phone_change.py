"""A new mobile number: proven by a code to the old number and one to the new, within twenty minutes.

The old number stays until the end. What is under way lives in the session as a `PhoneChange`.
"""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import limits
from .audit import record_event
from .codes import Flow, device_of, mask_number
from .models import Account, SmsDevice
from .outbox import write_mail, write_sms

SESSION_KEY = "phone_change"
LIFE = timedelta(minutes=20)


@dataclass(frozen=True)
class PhoneChange:
    """The number wished for, and how far its proof has come."""

    number: str
    started_at: str
    old_nonce: str
    new_nonce: str
    old_is_proven: bool = False

    @property
    def flow(self) -> Flow:
        """The code asked for next."""
        if self.old_is_proven:
            return Flow(self.new_nonce, "new-number")
        return Flow(self.old_nonce, "old-number")

    def device(self, account: Account) -> SmsDevice:
        """The device the next code goes to."""
        if not self.old_is_proven:
            return device_of(account)
        device, _made = SmsDevice.objects.get_or_create(
            user=account, confirmed=False, number=self.number, defaults={"name": "SMS"}
        )
        return device


def begin(session: SessionBase, account: Account, number: str) -> PhoneChange:
    """Remember the wish. Raises TooMany."""
    limits.account_change(account).raise_by_one()
    old, new = Flow.start("old-number"), Flow.start("new-number")
    change = PhoneChange(number, timezone.now().isoformat(), old.nonce, new.nonce)
    session[SESSION_KEY] = asdict(change)
    record_event("account.phone_change_asked", actor=account, object_type="account", object_key=account.pk)
    return change


def change_of(session: SessionBase) -> PhoneChange | None:
    """The change under way in this session, if it began less than twenty minutes ago."""
    if SESSION_KEY not in session:
        return None
    change = PhoneChange(**session[SESSION_KEY])
    return change if timezone.now() - parse_datetime(change.started_at) <= LIFE else None


def note_old_proven(session: SessionBase, change: PhoneChange) -> PhoneChange:
    """The code to the old number was right; the next one goes to the new number."""
    change = replace(change, old_is_proven=True)
    session[SESSION_KEY] = asdict(change)
    return change


@transaction.atomic
def finish(account: Account, change: PhoneChange) -> None:
    """The new number takes over; other sessions end; the owner is told by mail and on the old number."""
    old_number = str(account.phone)
    SmsDevice.objects.filter(user=account, confirmed=False).delete()
    device = SmsDevice.objects.select_for_update().get(pk=device_of(account).pk)
    device.number, device.code_hash, device.tries_left = change.number, "", 0
    device.save()
    account.phone = change.number
    account.save(update_fields=["phone"])
    record_event("account.phone_changed", actor=account, object_type="account", object_key=account.pk,
                 detail={"old": mask_number(old_number), "new": mask_number(change.number)})  # fmt: skip
    write_mail("phone-changed", account=account, context={"masked_number": mask_number(change.number)})
    write_sms("phone-changed", account=account, recipient=old_number)
