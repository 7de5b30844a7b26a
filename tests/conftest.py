"""Fixtures every test may ask for. Objects come from tests/factories.py."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from django_otp import DEVICE_ID_SESSION_KEY

from guichet.models import Account, SmsDevice
from guichet.sms import FakeGateway
from tests import starting_point
from tests.factories import AccountFactory, SmsDeviceFactory


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_keepdb, django_db_blocker
) -> Iterator[None]:
    """pytest-django's own, with a database that is filled already and is so again after each test that commits."""
    with pytest.MonkeyPatch.context() as patch:
        empty = TransactionTestCase._fixture_teardown
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: starting_point.restore(lambda: empty(case))
        )
        with django_db_blocker.unblock():
            remove_database = starting_point.create_database(keep=django_db_keepdb)
        yield
        with django_db_blocker.unblock():
            remove_database()


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
    """Form sheets, lists and rates as the portal ships them: the database every test starts from holds them."""


@pytest.fixture
def public_pages(db) -> None:
    """The site with its pages in both languages, as after the first start: they are there as well."""
