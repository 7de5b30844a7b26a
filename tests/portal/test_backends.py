"""Who is signed in: the account and its second factor, in one query."""

import pytest
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY

from guichet.models import SmsDevice
from tests.factories import AccountFactory, SmsDeviceFactory

pytestmark = pytest.mark.django_db

DESK = reverse("invoicing:desk")


@pytest.fixture
def client(account, signed_in_client):
    return signed_in_client(account)


def is_let_in(client) -> bool:
    return client.get(DESK).status_code == 200


def test_account_and_second_factor_come_in_one_query(client, django_assert_num_queries):
    address = reverse("guichet:keep-alive")
    client.post(address)
    with django_assert_num_queries(2):  # the session, the account with its devices
        assert client.post(address).status_code in (204, 302)


def test_the_device_of_the_session_lets_in_beside_another_one(account, client):
    SmsDeviceFactory(user=account, number="+41791112233", confirmed=False)
    assert is_let_in(client)


@pytest.mark.parametrize("change", [{"confirmed": False}, {"user": None}])
def test_a_device_that_is_no_proof_any_more_keeps_out(client, change):
    if "user" in change:
        change = {"user": AccountFactory()}
    SmsDevice.objects.update(**change)
    assert not is_let_in(client)


def test_a_device_that_is_gone_keeps_out(client):
    SmsDevice.objects.all().delete()
    assert not is_let_in(client)


def test_the_device_of_somebody_else_is_no_proof(client):
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = SmsDeviceFactory().persistent_id
    session.save()
    assert not is_let_in(client)
    assert DEVICE_ID_SESSION_KEY not in client.session
