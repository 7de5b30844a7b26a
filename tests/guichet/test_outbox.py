"""The outbox: written with the act, sent once, retried with pauses, given up in sight."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from guichet import outbox
from guichet.mail_files import FileMailBackend
from guichet.models import Channel, Event, Message
from guichet.outbox import send_due_messages, write_mail, write_sms
from guichet.sms import FakeGateway
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def broken_post(monkeypatch):
    """Sending mails raises what the test puts in."""
    errors = {}

    def fail(message):
        if error := errors.get(message.recipient, errors.get("*")):
            raise error
        sent.append(message.recipient)

    sent = []
    monkeypatch.setattr(outbox, "_send_mail", fail)
    return errors, sent


def test_a_mail_has_text_and_html_in_the_language_of_the_person():
    account = AccountFactory(language="de", last_name="O’Neill & Söhne")
    write_mail("password-changed", account=account)
    assert send_due_messages() == 1
    sent = mail.outbox[0]
    html = sent.alternatives[0][0]
    assert '<html lang="de">' in html
    assert "O’Neill & Söhne" in sent.body
    assert "O’Neill &amp; Söhne" in html
    assert sent.to == [account.email]
    assert sent.extra_headers["Message-ID"] == f"<{Message.objects.get().pk}@testserver>"


def test_what_is_rolled_back_is_never_announced():
    with transaction.atomic():
        write_mail("password-changed", account=AccountFactory())
        transaction.set_rollback(True)
    assert send_due_messages() == 0


def test_a_message_is_sent_once():
    write_mail("password-changed", account=AccountFactory())
    assert [send_due_messages(), send_due_messages()] == [1, 0]


def test_the_urgent_go_first(monkeypatch, broken_post):
    _errors, sent = broken_post
    for n, priority in enumerate([0, 5, 0]):
        write_mail("password-changed", account=AccountFactory(email=f"p{n}@example.ch"), priority=priority)
    send_due_messages()
    assert sent == ["p1@example.ch", "p0@example.ch", "p2@example.ch"]


def test_pauses_grow_and_end_in_a_list_that_staff_see(clock, broken_post):
    errors, _sent = broken_post
    errors["*"] = ConnectionRefusedError()
    message = write_mail("password-changed", account=AccountFactory())
    pauses = []
    for _attempt in range(20):
        send_due_messages()
        message.refresh_from_db()
        if message.gave_up_at:
            break
        pauses.append((message.next_attempt_at - timezone.now()).total_seconds() / 60)
        clock.move_to(message.next_attempt_at)
    assert pauses == [1, 5, 15, 60, 120, 240, 480, 960, 1440]
    assert message.last_error == "ConnectionRefusedError"
    assert Event.objects.get(action="message.gave_up").detail["key"] == "password-changed"


def test_after_three_hours_without_mail_server_all_arrive_in_order(clock, broken_post):
    errors, sent = broken_post
    errors["*"] = ConnectionRefusedError()
    account = AccountFactory()
    for n in range(3):
        write_mail("password-changed", account=account, recipient=f"p{n}@example.ch")
        clock.shift(timedelta(seconds=1))
    for _minute in range(180):
        send_due_messages()
        clock.shift(timedelta(minutes=1))
    errors.clear()
    clock.shift(timedelta(hours=2))
    send_due_messages()
    assert sent == ["p0@example.ch", "p1@example.ch", "p2@example.ch"]


def test_one_refused_address_is_given_up_and_the_others_go_on(broken_post):
    errors, sent = broken_post
    errors["gone@example.ch"] = smtplib.SMTPRecipientsRefused({"gone@example.ch": (550, b"no such user")})
    errors["later@example.ch"] = smtplib.SMTPRecipientsRefused({"later@example.ch": (451, b"try later")})
    for name in ("gone", "later", "here"):
        write_mail("password-changed", account=AccountFactory(email=f"{name}@example.ch"))
    send_due_messages()
    assert sent == ["here@example.ch"]
    assert Message.objects.get(recipient="gone@example.ch").gave_up_at
    assert Message.objects.get(recipient="later@example.ch").gave_up_at is None
    assert "gone" not in Message.objects.get(recipient="gone@example.ch").last_error


def test_a_message_of_a_worker_that_died_is_taken_up_again(clock):
    write_mail("password-changed", account=AccountFactory())
    assert len(outbox._lease_batch()) == 1
    assert send_due_messages() == 0
    clock.shift(timedelta(minutes=3))
    assert send_due_messages() == 1


def test_an_sms_is_sent_by_the_gateway_and_never_repeated_when_the_answer_is_lost(sent_sms):
    account = AccountFactory()
    FakeGateway.fault = "answer-lost"
    write_sms("phone-changed", account=account)
    assert send_due_messages() == 1
    assert send_due_messages() == 0
    assert len(sent_sms) == 1
    assert Message.objects.get().channel == Channel.SMS


def test_an_sms_that_was_not_sent_says_why(sent_sms):
    FakeGateway.fault = "refuse"
    message = write_sms("phone-changed", account=AccountFactory(), recipient="+41791112233")
    send_due_messages()
    message.refresh_from_db()
    assert message.last_error == "SmsNotSent: refuse"


def test_the_command_sends_all_that_is_due(capsys):
    write_mail("password-changed", account=AccountFactory())
    call_command("send_messages")
    assert capsys.readouterr().out == "1 message(s)\n"


def test_without_account_the_language_is_that_of_the_page():
    message = write_mail("password-changed", recipient="someone@example.ch")
    assert (message.language, message.account) == ("fr", None)
    assert message.text.startswith("Bonjour,")


def test_the_mail_backend_of_development_writes_files(settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "outbox"
    message = mail.EmailMultiAlternatives("Objet", "Texte", to=["jeanne@example.ch"])
    message.attach_alternative("<p>Texte</p>", "text/html")
    assert FileMailBackend().send_messages([message]) == 1
    names = sorted(path.suffix for path in settings.OUTBOX_DIR.iterdir())
    assert names == [".eml", ".html", ".txt"]


@pytest.mark.parametrize(
    "key", ["registration", "confirm-email", "address-in-use", "reset", "email-change-link", "email-change-asked",
            "email-changed", "phone-changed", "password-changed", "sign-in-locked", "bank-account-changed"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_mail_is_whole(key, language):
    context = {
        "link": "http://testserver/a/", "sign_in_link": "http://testserver/b/", "reset_link": "http://testserver/c/",
        "masked_number": "••• •• 67", "iban_ends_with": "2957",
    }  # fmt: skip
    message = write_mail(key, account=AccountFactory(language=language), context=context)
    assert message.subject
    assert "Subject" not in message.text
    assert message.text.count("http://testserver") == message.html.count('href="http://testserver')
    assert "027 324 96 11" in message.text
    assert "&#x27;" not in message.text
