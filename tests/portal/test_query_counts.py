"""What a page costs does not depend on how much there is: the same queries for one and for thirty.

The desk, the office's list and page, the form and the account have theirs beside their other tests.
"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from invoicing import workflow
from invoicing.models import Attachment, Claim, Draft, StoredFile, Version
from tests.claims import car_trip, make_claim, make_draft, make_person, nights, quarter, service, stay
from tests.conftest import sign_in
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory, DecisionNumberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def answers(kind: str, rows: int) -> dict:
    if kind == "plain":
        return {"services": [service(f"s{n}") for n in range(rows)]}
    if kind == "helplessness":
        days = [f"{date(2026, 7, 1) + timedelta(days=n):%d.%m.%Y}" for n in range(rows + 1)]
        stays = [nights(f"n{n}", start=start, end=end) for n, (start, end) in enumerate(pairwise(days))]
        return {"period": quarter(), "stays": stays}
    return {"trips": [car_trip(f"t{n}", arrival=f"Lausanne {n}") for n in range(rows)], "stay": stay()}


def join_documents(count: int, **place) -> None:
    for number in range(count):
        file = StoredFile.objects.create(
            sha256=f"{number:064d}", content_type="application/pdf", size=1, scanned_by="no"
        )
        Attachment.objects.create(file=file, name=f"{number}.pdf", **place)


def claim_page(kind: str, rows: int) -> int:
    claim = make_claim(kind, answers=answers(kind, rows))
    join_documents(rows, owner=claim.owner, version=Version.objects.get(claim=claim))
    return cost(sign_in(Client(), claim.owner), reverse("invoicing:claim", args=[claim.reference]))


def confirm_page(kind: str, rows: int) -> int:
    draft = make_draft(kind, answers=answers(kind, rows))
    join_documents(rows, owner=draft.owner, draft=draft)
    return cost(sign_in(Client(), draft.owner), reverse("invoicing:draft-confirm", args=[draft.pk]))


def form_page(kind: str, rows: int) -> int:
    draft = make_draft(kind, answers=answers(kind, rows))
    join_documents(rows, owner=draft.owner, draft=draft)
    return cost(sign_in(Client(), draft.owner), reverse("invoicing:draft", args=[draft.pk]))


@pytest.mark.parametrize("kind", ["helplessness", "plain", "travel"])
@pytest.mark.parametrize("page", [claim_page, confirm_page, form_page])
def test_thirty_rows_and_documents_cost_what_one_does(page, kind):
    one = page(kind, 1)
    Attachment.objects.all().delete()
    StoredFile.objects.all().delete()
    Claim.objects.update(total=0)
    assert page(kind, 30) == one


def correction_page(remarks: int) -> int:
    owner = make_person()
    claim = make_claim("travel", owner=owner, answers=answers("travel", 30))
    workflow.return_for_correction(
        claim,
        reviewer=AccountFactory(staff=True),
        version_number=1,
        message="Vérifiez.",
        remarks={f"trips.t{n}.kilometres": "112 ou 122 ?" for n in range(remarks)},
    )
    draft = Draft.objects.get(claim=claim)
    return cost(sign_in(Client(), owner), reverse("invoicing:draft", args=[draft.pk]))


@pytest.mark.parametrize("remarks", [1, 30])
def test_a_correction_costs_no_more_than_a_form_may(remarks):
    assert correction_page(remarks) == 10


@pytest.mark.parametrize("name", ["account", "beneficiary", "bank-account-add"])
def test_thirty_people_accounts_and_numbers_cost_what_one_does(name):
    owner = make_person()
    own = owner.beneficiaries.get()
    DecisionNumberFactory(beneficiary=own)
    BeneficiaryFactory(owner=owner, child=True)
    client = sign_in(Client(), owner)
    address = reverse(f"guichet:{name}", args=[own.pk] if name == "beneficiary" else [])
    one = cost(client, address)
    for _more in range(29):
        DecisionNumberFactory(beneficiary=own)
        DecisionNumberFactory(beneficiary=BeneficiaryFactory(owner=owner, child=True))
        BankAccountFactory(owner=owner, is_preferred=False)
    assert cost(client, address) == one
