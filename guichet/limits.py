"""Every limit of the portal, one named function each, on django-ratelimit over the `limits` cache (bar.md 1.2).

A function counts first and raises `TooMany` when the count is above the limit, so that parallel posts cannot slip
through. When the store is away it raises `LimitsUnavailable`: sign-in and SMS say “later”, reading goes on.
Not here: the lock-out of an account, which must survive a lost store (lockout.py).
"""

import logging
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django_ratelimit import ALL
from django_ratelimit.core import _get_window, _make_cache_key, _split_rate, get_usage
from redis.exceptions import RedisError

from .models import Account
from .origin import current_origin

STORE_ERRORS = (sqlite3.Error, OSError, RedisError)
CITIZENS_SMS_PER_HOUR = 240
SMS_ALARM_AT = 168  # 70 % of it

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """More than the limit; `retry_after` seconds until it may be tried again."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = max(1, int(retry_after))


class LimitsUnavailable(Exception):
    """The store of the counters is out of reach."""


@dataclass(frozen=True)
class Count:
    """One counter: what is counted, for whom, how many in how long (`5/h`, `30/5m`)."""

    name: str
    value: str
    rate: str

    def raise_by_one(self) -> int:
        """The new count; raises TooMany above the limit."""
        try:
            usage = get_usage(None, group=self.name, key=lambda *_: self.value, rate=self.rate, increment=True)
        except STORE_ERRORS as error:
            raise LimitsUnavailable(self.name) from error
        if usage["time_left"] < 0:
            raise LimitsUnavailable(self.name)
        if usage["should_limit"]:
            raise TooMany(usage["time_left"])
        return usage["count"]

    def current(self) -> int:
        """How much is counted, without counting."""
        try:
            return get_usage(None, group=self.name, key=lambda *_: self.value, rate=self.rate)["count"]
        except STORE_ERRORS as error:
            raise LimitsUnavailable(self.name) from error

    def give_back(self) -> None:
        """Take one off again: what was counted did not happen, or turned out well."""
        window = _get_window(self.value, _split_rate(self.rate)[1])
        key = _make_cache_key(self.name, window, self.rate, self.value, ALL)
        try:
            caches[settings.RATELIMIT_USE_CACHE].incr(key, -1)
        except ValueError:
            logger.debug("The window of %s has passed since.", self.name)
        except STORE_ERRORS as error:
            raise LimitsUnavailable(self.name) from error


def count_all(counts: Iterable[Count]) -> None:
    """Raise each counter; when one is above its limit, those already raised are given back."""
    raised = []
    for count in counts:
        try:
            count.raise_by_one()
        except TooMany:
            give_back_all([*raised, count])
            raise
        raised.append(count)


def give_back_all(counts: Iterable[Count]) -> None:
    for count in counts:
        count.give_back()


# --- Keys ----------------------------------------------------------------------


def normalise_address(email: str) -> str:
    """One spelling per mailbox: NFKC, trimmed, lower case, the domain as it goes over the wire."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        logger.debug("A domain that IDNA does not know is counted as typed.")
    return f"{local}{at}{domain}"


def client_network() -> str:
    """The client's address, IPv6 by its /64; empty outside a request."""
    address = current_origin.get().address
    if not address:
        return ""
    return str(ip_network(f"{address}/{64 if ip_address(address).version == 6 else 32}", strict=False))


# --- The limits ------------------------------------------------------------------


def sign_in_attempt() -> Count:
    """Wrong passwords from one address: 30 in 5 minutes, whatever accounts they try."""
    return Count("sign-in", client_network(), "30/5m")


def code_try(account: Account) -> Count:
    """Wrong codes of one account: 25 a day, so never more than 50 in any 24 hours."""
    return Count("code-try", str(account.pk), "25/d")


def code_sms(account: Account, number: str) -> list[Count]:
    """SMS with a code, per number, prefix, account, client and for the whole portal.

    Codes that are typed in are given back: pumping lives on codes nobody types, the office signs in all day long.
    """
    return [
        Count("sms-number-hour", number, "5/h"),
        Count("sms-number-day", number, "10/d"),
        Count("sms-prefix", number[:9], "20/h"),
        Count("sms-account", str(account.pk), "20/d"),
        Count("sms-client", client_network(), "20/h"),
    ]


def unverified_sms(account: Account) -> list[Count]:
    """An account whose address is not confirmed gets 3 SMS in all; codes typed in count as well."""
    return [] if account.is_email_verified else [Count("sms-unverified", str(account.pk), "3/365d")]


def portal_sms(account: Account) -> Count:
    """All SMS with a code: 300 an hour, of which 60 are kept for the office."""
    if account.is_staff:
        return Count("sms-portal", "staff", "60/h")
    return Count("sms-portal", "citizens", f"{CITIZENS_SMS_PER_HOUR}/h")


def registration() -> Count:
    """Registrations from one address: 20 a minute."""
    return Count("registration", client_network(), "20/m")


def reset_mail(email: str) -> Count:
    """Mails to reset a password: 3 an hour for one address, whether an account has it or not."""
    return Count("reset-mail", normalise_address(email), "3/h")


def reset_request() -> Count:
    """Requests to reset a password from one address: 20 in ten minutes."""
    return Count("reset-request", client_network(), "20/10m")


def confirmation_mail(account: Account) -> list[Count]:
    """Mails that confirm an address: 1 in 3 minutes, 5 a day."""
    return [Count("confirm-mail", str(account.pk), "1/3m"), Count("confirm-mail-day", str(account.pk), "5/d")]


def account_change(account: Account) -> Count:
    """Changes of what one signs in with that write to others: 10 an hour."""
    return Count("account-change", str(account.pk), "10/h")


def owner_notice(account: Account) -> Count:
    """Mails that tell an owner someone used the address: 3 a day, so that nobody can flood a mailbox."""
    return Count("owner-notice", str(account.pk), "3/d")


def public_vote() -> Count:
    """Votes on public pages, and words added to them, from one address: 60 an hour."""
    return Count("public-vote", client_network(), "60/h")


def feedback() -> Count:
    """Remarks on the portal from one address: 10 an hour."""
    return Count("feedback", client_network(), "10/h")
