"""Messages: written as a row with the act that causes them, sent afterwards by the worker, with growing pauses.

`write_mail`, `write_notice` and `write_sms` are called inside the act’s transaction: what is rolled back is never told.
Not here: codes by SMS, which go out at once and are never repeated (codes.py).
"""

import logging
import re
import smtplib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, models, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from .audit import record_event
from .models import Account, Channel, Message
from .office_words import EVERY_LETTER, Typed, words_for
from .sms import SmsNotSent, SmsUncertain, send_sms

LEASE = timedelta(minutes=2)
BATCH = 20
SOMETHING_NEW = "something-new"
SMS_PAUSE = timedelta(hours=1)
BLANK_LINES = re.compile(r"\n{3,}")
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 960, 1440)]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MailBody:
    subject: str
    text: str
    html: str


def write_mail(
    key: str,
    *,
    account: Account | None = None,
    recipient: str = "",
    language: str | None = None,
    context: dict | None = None,
    is_secret: bool = False,
    priority: int = 0,
) -> Message:
    """Write the mail `key` to `recipient` (or the account's address) in the person's language."""
    if account and account.is_on_paper:
        return write_letter(key, account=account, context=context or {})
    language = language or _language_of(account)
    body = compose_mail(key, account=account, language=language, context=context)
    return _write(
        Channel.MAIL, key, account, recipient or account.email, language, priority, is_secret, **asdict(body)
    )  # fmt: skip


def write_letter(key: str, *, account: Account, context: dict) -> Message:
    """What would be the mail `key`, for the office to print and post; see letters.py."""
    body = compose_letter(key, account=account, context=context)
    about = str(context.get("claim", ""))
    return _write(Channel.LETTER, key, account, ", ".join(account.postal_lines), account.language, 0, False,
                  about=about, **asdict(body))  # fmt: skip


def write_notice(key: str, *, account: Account, context: dict) -> Message:
    """The mail `key` about something new; and an SMS that says just that, to those who wish one."""
    if account.wants_sms and account.phone and may_be_told_by_sms(account):
        write_sms(SOMETHING_NEW, account=account)
    return write_mail(key, account=account, context=context)


def may_be_told_by_sms(account: Account) -> bool:
    """One SMS an hour. Counted by its rows, which vanish with an act that is undone: a counter would keep them."""
    told = Message.objects.filter(account=account, key=SOMETHING_NEW, created_at__gt=timezone.now() - SMS_PAUSE)
    return not told.exists()


def write_sms(
    key: str,
    *,
    account: Account | None = None,
    recipient: str = "",
    language: str | None = None,
    context: dict | None = None,
    priority: int = 0,
) -> Message:
    """Write the SMS `key` to `recipient` (or the account's number). Never for codes."""
    language = language or _language_of(account)
    text = compose_sms(key, account=account, language=language, context=context)
    return _write(Channel.SMS, key, account, recipient or str(account.phone), language, priority, False, text=text)


def write_test(channel: Channel, key: str, *, account: Account, language: str, **body) -> Message:
    """A message to oneself, to see how it arrives: `body` is ready, and nobody takes it for a true one."""
    head = "subject" if channel == Channel.MAIL else "text"
    body[head] = f"[Test] {body[head]}"
    recipient = account.email if channel == Channel.MAIL else str(account.phone)
    return _write(channel, key, account, recipient, language, 0, False, **body)


def compose_mail(
    key: str, *, account: Account | None, language: str, context: dict | None = None, typed: Typed | None = None
) -> MailBody:
    """The mail as it would leave now; `typed`: with wording that is not kept yet."""
    with translation.override(language):
        context = _context(context, account, language)
        context["words"] = words_for(key, language, context, typed)
        subject, _, text = _plain(f"mail/{key}.txt", context).partition("\n")
        subject = _without_label(subject)
        html = render_to_string(f"mail/{key}.html", context | {"subject": subject})
    return MailBody(subject, text.lstrip("\n"), html)


def compose_letter(key: str, *, account: Account, context: dict, typed: Mapping[str, Typed] | None = None) -> MailBody:
    """The letter in words, and as the page that is printed; both are kept as they leave. `typed`: by the text's key."""
    typed = typed or {}
    language = account.language
    with translation.override(language):
        context = _context(context, account, language)
        context["words"] = words_for(key, language, context, typed.get(key))
        context["around"] = words_for(EVERY_LETTER, language, context, typed.get(EVERY_LETTER))
        subject, text = context["words"]["subject"], BLANK_LINES.sub("\n\n", _plain("letter/text.txt", context))
        page = {"subject": subject, "text": text, "day": timezone.localdate()}
        html = render_to_string("letter/page.html", context | page)
    return MailBody(subject, text, html)


def compose_sms(
    key: str, *, account: Account | None, language: str, context: dict | None = None, typed: Typed | None = None
) -> str:
    """The SMS as it would leave now: one passage, nothing around it."""
    with translation.override(language):
        return words_for(f"{key}-sms", language, _context(context, account, language), typed)["text"]


def link_to(view: str, *args, language: str) -> str:
    """The absolute address of a page in `language`, on the configured host, whatever host was asked."""
    with translation.override(language):
        return settings.SITE_URL + reverse(view, args=args)


def send_due_messages() -> int:
    """Send all that is due, the urgent first; returns how many left. Safe to run in several processes at once."""
    sent = 0
    while batch := _lease_batch():
        sent += sum(_deliver(message) for message in batch)
    return sent


def stop_mail(message: Message) -> bool:
    """Take a message back before it leaves, and the SMS that announces it alone; tells whether it was still here."""
    waiting = Message.objects.filter(account=message.account_id, sent_at=None, attempts=0)
    is_stopped = bool(waiting.filter(pk=message.pk).delete()[0])
    sms = waiting.filter(key=SOMETHING_NEW).first() if is_stopped else None
    if sms and not Message.objects.filter(account=sms.account_id, created_at__gt=sms.created_at).exists():
        sms.delete()
    return is_stopped


def _language_of(account: Account | None) -> str:
    return account.language if account else translation.get_language() or settings.LANGUAGE_CODE


def _context(context: dict | None, account: Account | None, language: str) -> dict:
    return {
        "account": account,
        "language": language,
        "site_url": settings.SITE_URL,
        "office_phone": settings.OFFICE_PHONE,
        "office_hours": settings.OFFICE_HOURS,
    } | (context or {})


def _plain(template: str, context: dict) -> str:
    """A text template, without HTML's escapes."""
    return get_template(template).template.render(Context(context, autoescape=False)).strip() + "\n"


def _without_label(subject: str) -> str:
    return subject.removeprefix("Subject:").strip()


def _write(channel, key, account, recipient, language, priority, is_secret, **body) -> Message:
    message = Message(
        channel=channel, key=key, account=account, recipient=recipient, language=language,
        priority=priority, is_secret=is_secret, **body,
    )  # fmt: skip
    message.save(force_insert=True)
    return message


@transaction.atomic
def _lease_batch() -> list[Message]:
    """Take the next messages for two minutes: a worker that dies gives them back by itself."""
    now = timezone.now()
    due = Message.objects.exclude(channel=Channel.LETTER)
    due = due.filter(sent_at=None, gave_up_at=None, next_attempt_at__lte=now)
    due = due.filter(models.Q(leased_until=None) | models.Q(leased_until__lt=now))
    due = due.order_by("-priority", "created_at")
    batch = list(due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)[:BATCH])
    for message in batch:
        message.leased_until = now + LEASE
        message.attempts += 1
        message.save(update_fields=["leased_until", "attempts"])
    return batch


def _deliver(message: Message) -> bool:
    try:
        _send_mail(message) if message.channel == Channel.MAIL else _send_sms(message)
    except Exception as error:
        _note_failure(message, error)
        return False
    message.sent_at = timezone.now()
    message.leased_until = None
    if message.is_secret:
        message.text = message.html = ""
    message.save(update_fields=["sent_at", "leased_until", "text", "html"])
    return True


def _send_mail(message: Message) -> None:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<{message.id}@{host}>",
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.recipient], headers=headers)
    mail.attach_alternative(message.html, "text/html")
    mail.send()


def _send_sms(message: Message) -> None:
    try:
        send_sms(message.recipient, message.text)
    except SmsUncertain:
        logger.warning("The answer of the SMS gateway was lost for message %s; it is not sent again.", message.id)


def _note_failure(message: Message, error: Exception) -> None:
    """Wait longer each time; give up at once when the address is refused for good, and after the last pause."""
    logger.warning("Message %s not sent: %s", message.id, type(error).__name__)
    message.leased_until = None
    message.last_error = _describe(error)
    if message.attempts > len(PAUSES) or _is_final(error):
        message.gave_up_at = timezone.now()
    else:
        message.next_attempt_at = timezone.now() + PAUSES[message.attempts - 1]
    with transaction.atomic():
        message.save(update_fields=["leased_until", "last_error", "gave_up_at", "next_attempt_at"])
        if message.gave_up_at:
            record_event("message.gave_up", object_type="message", object_key=message.id, result="failure",
                         detail={"key": message.key, "attempts": message.attempts})  # fmt: skip


def _describe(error: Exception) -> str:
    """The kind of error, without the address that some mail servers repeat in their answer."""
    code = getattr(error, "smtp_code", "")
    return (
        f"{type(error).__name__} {code}".strip() if not isinstance(error, SmsNotSent) else f"SmsNotSent: {error}"[:200]
    )


def _is_final(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())
