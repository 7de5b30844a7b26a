"""Codes: uniform, hashed, used once however many try at once, within the limits on SMS."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from guichet import codes, limits
from guichet.codes import Flow
from guichet.models import Event, SmsDevice
from guichet.sms import FakeGateway, SmsNotSent
from tests.factories import AccountFactory, SmsDeviceFactory
from tests.guichet.steps import code_in

GSM_7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.django_db
def test_the_sms_is_bound_to_our_host_and_fits_one_message(language):
    text = codes.text_of("012345", language)
    assert text.endswith("\n@testserver #012345")
    assert "012345" in text.splitlines()[0]
    assert len(text) <= 160
    assert set(text) <= set(GSM_7)


@pytest.mark.django_db
def test_codes_are_six_digits_and_uniform(monkeypatch):
    device = SmsDeviceFactory()
    monkeypatch.setattr(codes, "_hash_of", lambda *_: "")
    drawn = [codes._keep_new_code(device, Flow("n", "p")) for _ in range(3000)]
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in drawn)
    assert any(code.startswith("0") for code in drawn)
    counts = Counter(digit for code in drawn for digit in code)
    expected = 3000 * 6 / 10
    chi_square = sum((counts[digit] - expected) ** 2 / expected for digit in "0123456789")
    assert chi_square < 33.7, "nine degrees of freedom: one run in ten thousand is above"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_type_the_code_at_once_one_succeeds(sent_sms):
    device, flow = SmsDeviceFactory(), Flow.start("sign-in")
    codes.send_code(device, flow)
    code = code_in(sent_sms)

    def type_it(_number):
        try:
            codes.check_code(device, flow, code)
        except codes.CodeRefused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(type_it, range(8))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [Flow("another session", "sign-in"), Flow("nonce", "old-number")])
def test_a_code_is_bound_to_session_and_purpose(sent_sms, other):
    device = SmsDeviceFactory()
    codes.send_code(device, Flow("nonce", "sign-in"))
    with pytest.raises(codes.CodeRefused):
        codes.check_code(device, other, code_in(sent_sms))
    codes.check_code(device, Flow("nonce", "sign-in"), code_in(sent_sms))


@pytest.mark.django_db
def test_a_code_of_someone_else_is_refused(sent_sms):
    device, flow = SmsDeviceFactory(), Flow("nonce", "sign-in")
    codes.send_code(SmsDeviceFactory(), flow)
    with pytest.raises(codes.CodeRefused):
        codes.check_code(device, flow, code_in(sent_sms))


@pytest.mark.django_db
def test_a_number_gets_five_sms_an_hour(clock, sent_sms):
    device = SmsDeviceFactory()
    for _sign_in in range(8):
        SmsDevice.objects.update(last_generated_timestamp=None)
        try:
            codes.send_code(device, Flow.start("sign-in"))
        except limits.TooMany:
            continue
    assert len(sent_sms) == 5


@pytest.mark.django_db
def test_codes_that_are_typed_in_do_not_use_up_the_day(clock, sent_sms):
    device = SmsDeviceFactory()
    for _sign_in in range(12):
        flow = Flow.start("sign-in")
        codes.send_code(device, flow)
        codes.check_code(device, flow, code_in(sent_sms))
    assert len(sent_sms) == 12


@pytest.mark.django_db
def test_numbers_that_begin_alike_share_a_limit(sent_sms):
    for n in range(25):
        device = SmsDeviceFactory(user=AccountFactory(phone=f"+4179123{n:04d}"))
        try:
            codes.send_code(device, Flow.start("sign-in"))
        except limits.TooMany:
            continue
    assert len(sent_sms) == 20


@pytest.mark.django_db
def test_the_portal_stops_and_the_office_goes_on(sent_sms, monkeypatch):
    monkeypatch.setattr(limits, "CITIZENS_SMS_PER_HOUR", 2)
    monkeypatch.setattr(limits, "SMS_ALARM_AT", 1)
    for n in range(3):
        device = SmsDeviceFactory(user=AccountFactory(phone=f"+4178{n}123456"))
        try:
            codes.send_code(device, Flow.start("sign-in"))
        except limits.TooMany:
            continue
    assert len(sent_sms) == 2
    codes.send_code(SmsDeviceFactory(user=AccountFactory(staff=True)), Flow.start("sign-in"))
    assert len(sent_sms) == 3
    assert Event.objects.filter(action="sms.alarm").count() == 1


@pytest.mark.django_db
def test_an_sms_not_sent_is_counted_back(sent_sms):
    device, flow = SmsDeviceFactory(), Flow.start("sign-in")
    FakeGateway.fault = "refuse"
    for _attempt in range(4):
        with pytest.raises(SmsNotSent):
            codes.send_code(device, flow)
    FakeGateway.fault = "ok"
    codes.send_code(device, flow)
    assert len(sent_sms) == 1
    assert codes.seconds_until_new_code(SmsDevice.objects.get()) in (59, 60)
