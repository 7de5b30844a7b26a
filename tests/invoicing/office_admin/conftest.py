"""Parameter clerks, each with a client."""

import pytest

from invoicing.roles import make_clerk
from tests.factories import AccountFactory


@pytest.fixture
def clerk(office_data):
    account = AccountFactory(staff=True, first_name="Claude", last_name="Zenhäusern", with_device=True)
    make_clerk(account)
    return account


@pytest.fixture
def office(clerk, signed_in_client):
    """A clerk's client."""
    return signed_in_client(clerk)


@pytest.fixture
def german_office(office_data, signed_in_client):
    account = AccountFactory(staff=True, language="de", with_device=True)
    make_clerk(account)
    return signed_in_client(account)
