"""The way to a mobile phone: one gateway, chosen by the setting SMS_GATEWAY.

A gateway has `send(number, text)`; it returns when the message was handed over and raises `SmsNotSent` when it was
not. When the answer is lost nobody knows, and `SmsUncertain` is raised: the code may have arrived and stays valid.
Nothing here repeats a message. Not here: what the messages say (codes.py, outbox.py), how many one may get (limits.py).
"""

import re
import time
from urllib.parse import quote

import apprise
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.module_loading import import_string

BREAKER_OPENS_AFTER = 5
BREAKER_PAUSE = 30  # seconds


class SmsNotSent(Exception):
    """The gateway refused, or could not be reached in time."""


class SmsUncertain(Exception):
    """The gateway took the message and its answer was lost."""


def send_sms(number: str, text: str) -> None:
    """Hand `text` over to the gateway, unless it failed five times in a row less than 30 seconds ago."""
    breaker = CircuitBreaker()
    if breaker.is_open():
        raise SmsNotSent("circuit open")
    try:
        gateway().send(number, text)
    except SmsNotSent:
        breaker.count_failure()
        raise
    breaker.close()


def gateway():
    """The gateway of the settings."""
    return import_string(settings.SMS_GATEWAY)()


class CircuitBreaker:
    """Spares a gateway that is down, and the people who would wait for it. Shared by all processes."""

    failures, opened, probe = "sms:failures", "sms:opened", "sms:probe"

    def __init__(self):
        self.cache = caches["limits"]

    def is_open(self) -> bool:
        """Closed, or half-open: after the pause one message at a time tries again."""
        if self.cache.get(self.failures, 0) < BREAKER_OPENS_AFTER:
            return False
        if self.cache.get(self.opened) is not None:
            return True
        return not self.cache.add(self.probe, 1, settings.SMS_TIMEOUT * 2)

    def count_failure(self) -> None:
        if not self.cache.add(self.failures, 1, timeout=3600):
            self.cache.incr(self.failures)
        if self.cache.get(self.failures, 0) >= BREAKER_OPENS_AFTER:
            self.cache.set(self.opened, 1, BREAKER_PAUSE)

    def close(self) -> None:
        for key in (self.failures, self.opened, self.probe):
            self.cache.delete(key)


class FileGateway:
    """Development: each SMS becomes a text file in the outbox folder, and goes nowhere else."""

    def send(self, number: str, text: str) -> None:
        settings.OUTBOX_DIR.mkdir(parents=True, exist_ok=True)
        stamp = timezone.now().strftime("%Y%m%dT%H%M%S%f")
        path = settings.OUTBOX_DIR / f"{stamp}-sms-{re.sub(r'[^0-9]', '', number)}.txt"
        path.write_text(f"To: {number}\n\n{text}\n", encoding="utf-8")


class AppriseGateway:
    """A real provider over HTTP, named by SMS_GATEWAY_URL with `{number}` where the recipient goes.

    Apprise, because one maintained library speaks to some fifty SMS providers (the Swiss ASPSMS through `json://`,
    Twilio, Vonage, MessageBird, Clickatell …) behind one URL: changing the provider is changing a setting, and no
    provider's own client library comes in. It reads its time limits from the URL: `cto` to connect, `rto` to read.
    """

    def send(self, number: str, text: str) -> None:
        url = settings.SMS_GATEWAY_URL.replace("{number}", quote(number.lstrip("+")))
        url += f"{'&' if '?' in url else '?'}cto={settings.SMS_TIMEOUT / 2}&rto={settings.SMS_TIMEOUT / 2}&redirect=no"
        client = apprise.Apprise()
        if not client.add(url):
            raise SmsNotSent("SMS_GATEWAY_URL is not understood")
        if not client.notify(body=text, body_format=apprise.NotifyFormat.TEXT):
            raise SmsNotSent("the gateway refused, or did not answer in time")


class FakeGateway(FileGateway):
    """Tests: keeps what was sent, and fails the way `FakeGateway.fault` says."""

    sent = []  # (number, text), shared: the code under test makes its own gateway
    fault = "ok"  # ok, refuse, hang, answer-lost, server-error
    hang_seconds = 0.05

    @classmethod
    def reset(cls) -> None:
        cls.sent.clear()
        cls.fault = "ok"

    def send(self, number: str, text: str) -> None:
        if self.fault == "hang":
            time.sleep(self.hang_seconds)
        if self.fault in ("refuse", "hang", "server-error"):
            raise SmsNotSent(self.fault)
        super().send(number, text)
        self.sent.append((number, text))
        if self.fault == "answer-lost":
            raise SmsUncertain(self.fault)
