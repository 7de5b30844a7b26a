"""Given a person who wishes an SMS, when there is something new, then one an hour says just that."""

import pytest
from django.utils import timezone

from guichet.models import Message
from guichet.outbox import stop_mail, write_notice
from tests.claims import make_claim
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

GSM_7 = set(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.fixture
def notify(office_data):
    claim = make_claim()

    def write(account):
        write_notice("claim-withdrawn", account=account, context={"claim": claim, "link": "https://x.ch/"})
        return Message.objects.filter(account=account, channel="sms")

    return write


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_sms_has_no_content_and_fits_into_one(language, notify):
    sms = notify(AccountFactory(wants_sms=True, language=language)).get()
    assert set(sms.text) - GSM_7 == set()
    assert len(sms.text) <= 160
    assert not any(sign.isdigit() for sign in sms.text)


@pytest.mark.parametrize(("notices", "left"), [(1, 0), (2, 1)])
def test_a_mail_taken_back_takes_the_sms_along_that_announces_nothing_else(notify, notices, left):
    account = AccountFactory(wants_sms=True)
    for _one in range(notices):
        notify(account)
    mail = Message.objects.filter(account=account, channel="mail").first()
    assert stop_mail(mail)
    assert Message.objects.filter(account=account, channel="sms").count() == left


def test_an_sms_that_has_left_stays_and_a_mail_that_has_left_keeps_its_sms(notify):
    account = AccountFactory(wants_sms=True)
    sms = notify(account)
    mail = Message.objects.get(account=account, channel="mail")
    Message.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    assert not stop_mail(mail)
    assert sms.count() == 1
    Message.objects.filter(pk=mail.pk).update(sent_at=None)
    sms.update(sent_at=timezone.now())
    assert stop_mail(mail)
    assert sms.count() == 1


def test_one_an_hour_and_only_for_who_wishes_it(notify, time_machine):
    wishing, other = AccountFactory(wants_sms=True), AccountFactory()
    counts = []
    for moment in ("10:00", "10:30", "11:01"):
        time_machine.move_to(f"2026-09-01T{moment}:00+02:00", tick=False)
        counts.append(notify(wishing).count())
    assert counts == [1, 1, 2]
    assert notify(other).count() == 0
