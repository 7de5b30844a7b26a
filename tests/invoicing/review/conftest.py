"""People of the office, each with a client."""

import pytest

from home.roles import create_editor_group
from invoicing import workflow
from invoicing.models import ListEntry
from invoicing.roles import make_reviewer
from tests.factories import AccountFactory


@pytest.fixture
def reviewer(office_data):
    account = AccountFactory(staff=True, first_name="Rita", last_name="Salamin", with_device=True)
    make_reviewer(account)
    return account


@pytest.fixture
def office(reviewer, signed_in_client):
    """A reviewer's client."""
    return signed_in_client(reviewer)


@pytest.fixture
def editor(db):
    account = AccountFactory(staff=True, first_name="Émile", last_name="Favre", with_device=True)
    account.groups.add(create_editor_group())
    return account


@pytest.fixture
def german_office(office_data, signed_in_client):
    account = AccountFactory(staff=True, language="de", with_device=True)
    make_reviewer(account)
    return signed_in_client(account)


@pytest.fixture
def refuse(reviewer):
    """`refuse(claim)`: somebody else of the office was there first."""

    def refuse_one(claim, *, message="Non."):
        reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
        workflow.refuse(claim, reviewer=reviewer, version_number=claim.version_number, reason=reason, message=message)

    return refuse_one
