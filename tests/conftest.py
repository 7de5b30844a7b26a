"""Fixtures every test may ask for. Objects come from tests/factories.py."""

from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from django_otp import DEVICE_ID_SESSION_KEY

from guichet.models import Account, SmsDevice
from guichet.sms import FakeGateway
from home.loading import load_content
from tests.factories import AccountFactory, SmsDeviceFactory


@pytest.fixture(autouse=True)
def _fresh_counters():
    """Each test starts with no attempt counted and nothing sent."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    FakeGateway.reset()


@pytest.fixture(autouse=True)
def _french():
    """A request in German leaves its language behind in the thread: every test starts in French."""
    with translation.override("fr"):
        yield


@pytest.fixture
def sent_sms() -> list[tuple[str, str]]:
    """What went to mobile phones: (number, text)."""
    return FakeGateway.sent


@pytest.fixture
def account(db) -> Account:
    """A beneficiary with a confirmed address."""
    return AccountFactory(with_device=True)


def sign_in(client: Client, account: Account) -> Client:
    """`client`, signed in as `account` with password and code, without walking through the pages."""
    device = SmsDevice.objects.filter(user=account).first() or SmsDeviceFactory(user=account)
    client.force_login(account)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session["code_entered_at"] = timezone.now().isoformat()
    session["signed_in_at"] = session["seen_at"] = int(timezone.now().timestamp())
    session.save()
    return client


@pytest.fixture
def signed_in_client():
    """`signed_in_client(account)`: a new test client, fully signed in."""
    return lambda account, **options: sign_in(Client(**options), account)


@pytest.fixture
def office_data(db) -> None:
    """Form sheets, lists and rates as the portal ships them."""
    call_command("load_office_data", stdout=StringIO())


@pytest.fixture
def public_pages(db) -> None:
    """The site with its pages in both languages, as after the first start."""
    load_content()
