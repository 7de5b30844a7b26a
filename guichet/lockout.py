"""Lock-out of an address after wrong passwords: rows, so that it survives a restart and a lost counter store.

An attempt is counted *before* the password is looked at and forgiven when it was right: however many posts arrive
at once, no more than five are evaluated. Unknown addresses have their row too and behave the same.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .limits import TooMany, normalise_address
from .models import Lockout

TRIES = 5
FORGOTTEN_AFTER = timedelta(minutes=15)  # without a wrong password
SERIES_ENDS_AFTER = timedelta(hours=24)  # then waits start at five minutes again
WAITS = [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 60)]
ONLY_RESET_AFTER = 100  # wrong passwords without one that was right


@dataclass(frozen=True)
class Attempt:
    """One counted attempt. `begins_series`: if it turns out wrong, the owner is told (once per series of locks)."""

    key: str
    locks: bool
    begins_series: bool


def key_of(email: str) -> str:
    """The row of an address: an HMAC, so that the table tells nobody which addresses were tried."""
    address = normalise_address(email).encode()
    return hmac.digest(settings.SECRET_KEY.encode(), b"lockout:" + address, "sha256").hex()


@transaction.atomic
def count_attempt(email: str) -> Attempt:
    """Count an attempt for `email` as wrong; raises TooMany while the address has to wait."""
    now = timezone.now()
    row = _row(email)
    if row.consecutive >= ONLY_RESET_AFTER:
        raise TooMany(WAITS[-1].total_seconds())
    if row.locked_until and row.locked_until > now:
        raise TooMany((row.locked_until - now).total_seconds() + 1)
    locks = _count_failure(row, now)
    return Attempt(row.key, locks, locks and row.locks == 1)


@transaction.atomic
def forgive_attempt(attempt: Attempt) -> None:
    """The password was right: take this attempt off again, and the lock it would have brought."""
    row = Lockout.objects.select_for_update().filter(key=attempt.key).first()
    if not row:  # cleared meanwhile by a sign-in beside this one
        return
    row.failures = max(0, row.failures - 1)
    row.consecutive = max(0, row.consecutive - 1)
    if attempt.locks:
        row.locks, row.locked_until = max(0, row.locks - 1), None
    row.save()


@transaction.atomic
def count_wrong_code(email: str) -> None:
    """A wrong code counts like a wrong password; asking for a new code does not take it back."""
    _count_failure(_row(email), timezone.now())


def clear(email: str) -> None:
    """Signed in with both factors, or reset the password: everything is forgotten."""
    Lockout.objects.filter(key=key_of(email)).delete()


def _row(email: str) -> Lockout:
    """The row of this address, locked. A sign-in beside us may have cleared it: then it begins anew."""
    return Lockout.objects.select_for_update().get_or_create(key=key_of(email))[0]


def _count_failure(row: Lockout, now: datetime) -> bool:
    """Count one failure; tells whether it locks the address."""
    _forget_the_old(row, now)
    row.failures += 1
    row.consecutive += 1
    row.window_started_at = now
    locks = row.failures >= TRIES and row.locked_until is None
    if locks:
        row.locks += 1
        row.locked_until = now + WAITS[min(row.locks, len(WAITS)) - 1]
    row.save()
    return locks


def _forget_the_old(row: Lockout, now: datetime) -> None:
    """Counting starts anew after a lock was waited out, or after a quarter of an hour without a wrong password."""
    if now - row.window_started_at > SERIES_ENDS_AFTER:
        row.locks = 0
    if (row.locked_until and row.locked_until <= now) or now - row.window_started_at > FORGOTTEN_AFTER:
        row.failures, row.locked_until = 0, None
