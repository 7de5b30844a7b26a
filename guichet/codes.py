"""Codes by SMS: made, sent at once, checked once. One live code per number; only its HMAC is kept.

A code is bound to the flow it was asked in (a random `nonce` that lives in one session), to its purpose and to the
number. Not here: what a right code opens (sign_in.py, profile.py), how the page looks (views/).
"""

import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import limits, lockout
from .audit import record_event
from .models import Account, SmsDevice
from .outbox import compose_sms
from .sms import SmsNotSent, SmsUncertain, send_sms

LIFE = timedelta(minutes=5)
TRIES = 5
SENDS_PER_FLOW = 3

logger = logging.getLogger(__name__)


class CodeRefused(Exception):
    """`reason`: wrong, expired or burnt (five wrong ones, or none was asked)."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Flow:
    """What a code is asked for: `nonce` ties it to one session, `purpose` to one act."""

    nonce: str
    purpose: str

    @classmethod
    def start(cls, purpose: str) -> "Flow":
        return cls(secrets.token_urlsafe(16), purpose)


def send_code(device: SmsDevice, flow: Flow) -> None:
    """Send a new code; the one before it is dead.

    Raises TooMany (too soon or too often), LimitsUnavailable, or SmsNotSent: then nothing is counted.
    """
    counts = [
        *limits.code_sms(device.user, str(device.number)),
        *limits.unverified_sms(device.user),
        limits.portal_sms(device.user),
    ]
    previous = _reserve(device, flow)
    try:
        limits.count_all(counts)
    except (limits.TooMany, limits.LimitsUnavailable):
        _undo(device, previous)
        raise
    code = _keep_new_code(device, flow)
    try:
        send_sms(str(device.number), text_of(code, device.user.language))
    except SmsUncertain:
        logger.warning("The answer of the SMS gateway was lost: the code stays valid.")
    except SmsNotSent:
        limits.give_back_all(counts)
        _undo(device, previous)
        record_event("code.not_sent", actor=device.user, result="failure", detail={"purpose": flow.purpose})
        raise
    _sound_alarm(device.user, counts[-1])
    record_event("code.sent", actor=device.user, detail={"purpose": flow.purpose, "prefix": str(device.number)[:6]})


def _sound_alarm(account: Account, portal: limits.Count) -> None:
    """Once an hour, when seven tenths of what the portal sends in an hour are gone."""
    if not account.is_staff and portal.current() == limits.SMS_ALARM_AT:
        logger.error("70 %% of this hour's SMS are used up.")
        record_event("sms.alarm", result="warning", detail={"sent": limits.SMS_ALARM_AT})


def check_code(device: SmsDevice, flow: Flow, code: str) -> None:
    """Consume the live code of `flow` when `code` is it; raises CodeRefused or TooMany otherwise."""
    tries = limits.code_try(device.user)
    tries.raise_by_one()
    reason = _consume(device, flow, code)
    if reason:
        lockout.count_wrong_code(device.user.email)
        record_event("code.refused", actor=device.user, result="failure",
                     detail={"purpose": flow.purpose, "reason": reason})  # fmt: skip
        raise CodeRefused(reason)
    limits.give_back_all([tries, *limits.code_sms(device.user, str(device.number)), limits.portal_sms(device.user)])
    detail = {"purpose": flow.purpose, "prefix": str(device.number)[:6]}
    record_event("code.accepted", actor=device.user, detail=detail)


def seconds_until_new_code(device: SmsDevice) -> int:
    """How long « J’ai besoin d’un nouveau code d’accès » stays inactive."""
    allowed, why = device.generate_is_allowed()
    return 0 if allowed else max(1, round((why["next_generation_at"] - timezone.now()).total_seconds()))


def has_live_code(device: SmsDevice, flow: Flow) -> bool:
    """Whether a code asked in this very flow may still be typed."""
    return device.binding == _digest(flow.nonce) and device.tries_left > 0 and timezone.now() < device.valid_until


def device_of(account: Account) -> SmsDevice:
    """The device of the account's number; made at the first sign-in of an account somebody else created."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        device = SmsDevice.objects.filter(user=account, confirmed=True).first()
        return device or SmsDevice.objects.create(user=account, number=account.phone, name="SMS", confirmed=True)


def text_of(code: str, language: str) -> str:
    """The SMS: 160 signs of the GSM alphabet at most; its last line binds the code to our host."""
    return compose_sms("code", account=None, language=language, context={"code": code}) + bound_to_host(code)


def bound_to_host(code: str) -> str:
    """The end of the SMS, by which a telephone offers the code on our pages alone."""
    return f"\n\n@{urlsplit(settings.SITE_URL).hostname} #{code}"


def mask_number(number: str) -> str:
    """A number as it may be shown: its last two digits. It stays on one line."""
    return f"•••\u00a0••\u00a0{number[-2:]}"


def _reserve(device: SmsDevice, flow: Flow) -> dict:
    """Start the wait for the next code before anything is sent: of twenty posts at once, one passes."""
    with transaction.atomic():
        row = SmsDevice.objects.select_for_update().get(pk=device.pk)
        previous = {"last_generated_timestamp": row.last_generated_timestamp, "sends_in_flow": row.sends_in_flow}
        if wait := seconds_until_new_code(row):
            raise limits.TooMany(wait)
        same_flow = row.binding == _digest(flow.nonce)
        if same_flow and row.sends_in_flow >= SENDS_PER_FLOW:
            raise limits.TooMany(LIFE.total_seconds())
        row.sends_in_flow = row.sends_in_flow + 1 if same_flow else 1
        row.cooldown_set(commit=False)
        row.save()
    return previous


def _undo(device: SmsDevice, previous: dict) -> None:
    SmsDevice.objects.filter(pk=device.pk).update(**previous)


def _keep_new_code(device: SmsDevice, flow: Flow) -> str:
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        SmsDevice.objects.filter(pk=device.pk).update(
            code_hash=_hash_of(device, flow, code),
            binding=_digest(flow.nonce),
            purpose=flow.purpose,
            valid_until=timezone.now() + LIFE,
            tries_left=TRIES,
        )
    return code


@transaction.atomic
def _consume(device: SmsDevice, flow: Flow, code: str) -> str:
    """Empty when `code` is the live code, which it then is no longer; else why not."""
    row = SmsDevice.objects.select_for_update().get(pk=device.pk)
    if row.binding != _digest(flow.nonce) or row.purpose != flow.purpose or row.tries_left == 0:
        return "burnt"
    if timezone.now() >= row.valid_until:
        return "expired"
    if not hmac.compare_digest(row.code_hash, _hash_of(row, flow, code)):
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return "wrong" if row.tries_left else "burnt"
    row.code_hash, row.tries_left, row.sends_in_flow = "", 0, 0
    row.cooldown_reset(commit=False)
    row.save()
    return ""


def _hash_of(device: SmsDevice, flow: Flow, code: str) -> str:
    return _digest(f"{code}|{device.pk}|{device.number}|{flow.purpose}|{flow.nonce}")


def _digest(text: str) -> str:
    return hmac.digest(settings.OTP_PEPPER.encode(), text.encode(), "sha256").hex()
