"""Signing in: the password first, then the code. Nobody is signed in, and nothing is served, in between.

What is known after the password lives in the session as a `Pending`: ten minutes, void when the password changes.
Not here: codes (codes.py), the lock-out (lockout.py), pages (views/sign_in.py).
"""

import hmac
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from . import limits, lockout
from .audit import record_event
from .codes import Flow
from .models import Account
from .outbox import link_to, write_mail

PENDING_KEY = "sign_in_pending"
PENDING_LIFE = timedelta(minutes=10)


class WrongPassword(Exception):
    """No account has this address and password; which of both is wrong, nobody is told."""


@dataclass(frozen=True)
class Pending:
    """Someone gave the right password and owes the code."""

    account: int
    fingerprint: str
    started_at: str
    nonce: str
    next: str

    @property
    def flow(self) -> Flow:
        return Flow(self.nonce, "sign-in")


def too_many_attempts() -> str:
    """The guide's sentence (5.1.3)."""
    return _("Trop de tentatives de connexion, veuillez réessayer d’ici quelques minutes")


def check_password(email: str, password: str) -> Account:
    """The account of `email` when `password` is right; raises WrongPassword, TooMany or LimitsUnavailable."""
    client = limits.sign_in_attempt()
    client.raise_by_one()
    attempt = lockout.count_attempt(email)
    account = authenticate(username=email, password=password)
    if account is None:
        _note_wrong_password(email, attempt)
        raise WrongPassword
    lockout.forgive_attempt(attempt)
    client.give_back()
    record_event("sign_in.password_accepted", actor=account, object_type="account", object_key=account.pk)
    return account


def confirm_own_password(account: Account, password: str) -> bool:
    """Ask the password again before a change; a wrong one counts as a failed attempt. Raises TooMany."""
    attempt = lockout.count_attempt(account.email)
    if account.check_password(password):
        lockout.forgive_attempt(attempt)
        return True
    _note_wrong_password(account.email, attempt)
    return False


def begin(session: SessionBase, account: Account, *, next_page: str) -> Pending:
    """Remember in the session that `account` owes the code. The same person starting anew keeps the flow."""
    before = pending_of(session)
    nonce = before.nonce if before and before.account == account.pk else Flow.start("sign-in").nonce
    pending = Pending(account.pk, fingerprint_of(account), timezone.now().isoformat(), nonce, next_page)
    session[PENDING_KEY] = asdict(pending)
    session.cycle_key()
    return pending


def pending_of(session: SessionBase) -> Pending | None:
    """Who owes the code in this session, if not for longer than ten minutes."""
    if PENDING_KEY not in session:
        return None
    pending = Pending(**session[PENDING_KEY])
    return pending if timezone.now() - parse_datetime(pending.started_at) <= PENDING_LIFE else None


def account_of(pending: Pending) -> Account | None:
    """The account, unless its password has changed since or it was closed."""
    account = Account.objects.filter(pk=pending.account, is_active=True).first()
    if account and hmac.compare_digest(fingerprint_of(account), pending.fingerprint):
        return account
    return None


def fingerprint_of(account: Account) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), account.password.encode(), "sha256").hex()


def note_signed_in(account: Account) -> None:
    """Both factors were right: nothing counts against the address any more."""
    lockout.clear(account.email)
    record_event("sign_in.completed", actor=account, object_type="account", object_key=account.pk)


@transaction.atomic
def _note_wrong_password(email: str, attempt: lockout.Attempt) -> None:
    account = Account.objects.filter(email=email).first()
    key = account.pk if account else attempt.key[:16]
    record_event("sign_in.password_failed", object_type="account", object_key=key, result="failure")
    if not attempt.locks:
        return
    record_event("sign_in.locked", object_type="account", object_key=key, result="failure")
    if account and attempt.begins_series:
        reset = link_to("guichet:forgotten-password", language=account.language)
        write_mail("sign-in-locked", account=account, context={"reset_link": reset})
