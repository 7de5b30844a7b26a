"""Given a person who wishes an SMS, when there is something new, then one an hour says just that."""

import pytest

from guichet.models import Message
from guichet.outbox import write_notice
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


def test_one_an_hour_and_only_for_who_wishes_it(notify, time_machine):
    wishing, other = AccountFactory(wants_sms=True), AccountFactory()
    counts = []
    for moment in ("10:00", "10:30", "11:01"):
        time_machine.move_to(f"2026-09-01T{moment}:00+02:00", tick=False)
        counts.append(notify(wishing).count())
    assert counts == [1, 1, 2]
    assert notify(other).count() == 0
