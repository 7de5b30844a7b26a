"""Links that prove an e-mail address: of a new account, or the new address of an account that moves.

128 bits, once, 24 hours; only the hash is kept. Opening the page does not use a link: mail scanners open pages.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from .audit import record_event
from .models import Account, EmailLink
from .outbox import link_to, write_mail

LIFE = timedelta(hours=24)
URGENT = 5  # priority of a mail somebody waits for


class LinkRefused(Exception):
    """`reason`: unknown, used or expired."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def send_link(account: Account, *, key: str, email: str = "") -> None:
    """Mail a new link that proves `email` (the account's own address by default); older links are dead."""
    token = secrets.token_urlsafe(24)
    email = email or account.email
    account.email_links.filter(used_at=None).delete()
    EmailLink.objects.create(account=account, email=email, token_hash=_hash(token), expires_at=timezone.now() + LIFE)
    link = link_to("guichet:confirm-email", token, language=account.language)
    write_mail(key, account=account, recipient=email, context={"link": link}, is_secret=True, priority=URGENT)


def find_link(token: str) -> EmailLink:
    """The live link of `token`; raises LinkRefused."""
    link = EmailLink.objects.select_related("account").filter(token_hash=_hash(token)).first()
    if link is None:
        raise LinkRefused("unknown")
    if link.used_at:
        raise LinkRefused("used")
    if link.expires_at <= timezone.now():
        raise LinkRefused("expired")
    return link


@transaction.atomic
def use_link(token: str) -> Account:
    """Consume the link: the address is proven, and becomes the account's if it is a new one."""
    link = find_link(token)
    if not EmailLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise LinkRefused("used")
    account = Account.objects.select_for_update().get(pk=link.account_id)
    if link.email != account.email:
        _move(account, link.email)
    account.email_verified_at = timezone.now()
    account.save(update_fields=["email_verified_at"])
    record_event("account.email_confirmed", actor=account, object_type="account", object_key=account.pk)
    return account


def _move(account: Account, email: str) -> None:
    """The new address takes over; the old one is told."""
    old = account.email
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(email=email)
    except IntegrityError:  # somebody registered it in the meantime
        raise LinkRefused("unknown") from None
    account.email = email
    write_mail("email-changed", account=account, recipient=old)
    record_event("account.email_changed", actor=account, object_type="account", object_key=account.pk)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
