"""Forgotten password (guide 5.1.1): a link for 60 minutes that sets a new password and opens nothing else."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from . import limits, lockout
from .audit import record_event
from .confirmation import URGENT
from .models import Account, normalise_email
from .outbox import link_to, write_mail


def request_reset(email: str) -> None:
    """Write the mail when an account has this address; nobody is told whether one has. Raises TooMany per client."""
    limits.reset_request().raise_by_one()
    try:
        limits.reset_mail(email).raise_by_one()
    except limits.TooMany:
        return
    account = Account.objects.filter(email=normalise_email(email), is_active=True).first()
    with transaction.atomic():
        if account is None:
            record_event("password.reset_asked", result="refused")
            return
        record_event("password.reset_asked", object_type="account", object_key=account.pk)
        uid = urlsafe_base64_encode(force_bytes(account.pk))
        token = default_token_generator.make_token(account)
        link = link_to("guichet:reset-password", uid, token, language=account.language)
        write_mail("reset", account=account, context={"link": link}, is_secret=True, priority=URGENT)


def account_of_link(uid: str, token: str) -> Account | None:
    """The account a link is for; None when it is wrong, used or older than an hour."""
    try:
        account = Account.objects.filter(pk=force_str(urlsafe_base64_decode(uid)), is_active=True).first()
    except (TypeError, ValueError, OverflowError):
        return None
    return account if account and default_token_generator.check_token(account, token) else None


def set_password(account: Account, password: str) -> None:
    """Set the password, end every session, lift the lock-out and tell the owner. Signs nobody in."""
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        lockout.clear(account.email)
        record_event("password.reset", actor=account, object_type="account", object_key=account.pk)
        write_mail("password-changed", account=account)
