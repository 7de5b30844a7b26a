"""Ids of somebody else, typed into forms: told at the field, or as if there were no such thing; nothing is joined."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from invoicing.models import Attachment, Claim, Draft
from invoicing.uploads import add_attachment
from tests.claims import ANSWERS, as_posted, head_for, make_claim, make_draft, make_person
from tests.conftest import sign_in
from tests.factories import DecisionNumberFactory
from tests.invoicing.hostile_files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def victim():
    person = make_person(last_name="Zufferey")
    DecisionNumberFactory(beneficiary=person.beneficiaries.get())
    return person


@pytest.fixture
def draft() -> Draft:
    return make_draft()


@pytest.fixture
def client(draft) -> Client:
    return sign_in(Client(), draft.owner)


def post(client: Client, draft: Draft, *, head: dict | None = None, **more):
    typed = {"head": head_for(draft.owner) | (head or {}), "closing": {"remark": ""}, **ANSWERS["plain"]}
    return client.post(reverse("invoicing:draft", args=[draft.pk]), as_posted(typed, **({"action": "review"} | more)))


@pytest.mark.parametrize("field", ["beneficiary", "bank_account", "saved_decision"])
def test_a_foreign_choice_stands_as_an_error_at_its_field(client, draft, victim, field):
    number = victim.beneficiaries.get().decision_numbers.get()
    foreign = head_for(victim) | {"saved_decision": str(number.pk)}
    response = post(client, draft, head={field: foreign[field]})
    assert f"head.{field}" in {error.get("path") for error in response.context["errors"]}
    assert "Zufferey" not in response.content.decode()
    confirm = client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))
    assert confirm["Location"].endswith("?check=1")
    assert "Zufferey" not in client.get(confirm["Location"]).content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize("value", ["0", "-1", "9" * 30, "x", "1 OR 1=1", "0\x00", "²", "None", ""])
@pytest.mark.parametrize("field", ["beneficiary", "bank_account"])
def test_no_id_at_all_is_told_too(client, draft, field, value):
    response = post(client, draft, head={field: value})
    assert f"head.{field}" in {error.get("path") for error in response.context["errors"]}
    assert not Claim.objects.exists()


def test_a_foreign_document_is_not_removed(client, draft, victim):
    theirs = add_attachment(make_draft(owner=victim), upload(pdf()))
    for key in (theirs.pk, uuid.uuid4(), "x"):
        post(client, draft, action=f"remove-document:{key}")
    assert Attachment.objects.get().draft.owner == victim


MADE_UP = [
    "add-row:services:x:y",
    "companion:services:s1",
    "companion:services",
    "remove-row:services:s9",
    "restore:services",
    "add-row:head",
    "remove-row:head",
    "companion:closing:x",
    "restore:head",
    "save:x:y:z",
    "review:x",
    "update:services:x:y",
    "__class__",
    "update:x",
    ":",
    "",
]


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("action", MADE_UP)
def test_made_up_buttons_are_not_found_or_do_nothing(client, draft, action, htmx):
    client.defaults |= {f"HTTP_{name.replace('-', '_').upper()}": value for name, value in htmx.items()}
    assert post(client, draft, action=action).status_code in (200, 302, 404)
    assert Draft.objects.get(pk=draft.pk).sent_as is None


def test_a_posted_owner_state_or_amount_changes_nothing(client, draft, victim):
    extra = {"owner": victim.pk, "state": "accepted", "total": "99999", "reference": "2026-999999", "rate": "7",
             "services-s1-amount": "99999", "services-s1-rate": "7", "version_number": "9"}  # fmt: skip
    post(client, draft, **extra)
    client.post(reverse("invoicing:draft-confirm", args=[draft.pk]), extra)
    claim = Claim.objects.get()
    assert (claim.owner, claim.state, claim.total, claim.version_number) == (draft.owner, "submitted", 86, 1)


def test_account_forms_take_no_owner_and_no_rights(client, draft, victim):
    before = victim.bank_accounts.count()
    data = {"holder": "Zufferey", "iban": "CH93 0076 2011 6238 5295 7", "owner": victim.pk, "is_staff": "on"}
    assert client.post(reverse("guichet:bank-account-add"), data | {"is_superuser": "on"}).status_code == 302
    draft.owner.refresh_from_db()
    assert victim.bank_accounts.count() == before
    assert draft.owner.bank_accounts.count() == 2
    assert not draft.owner.is_staff
    assert not draft.owner.is_superuser


def test_what_was_sent_is_changed_by_no_old_window(client, draft):
    post(client, draft)
    client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))
    claim = Claim.objects.get()
    answers = claim.versions.get().answers
    response = post(client, draft, **{"services-s1-unit_price": "9000"})
    assert response["Location"] == reverse("invoicing:claim", args=[claim.reference])
    assert client.post(reverse("invoicing:draft-delete", args=[draft.pk])).status_code == 404
    claim.refresh_from_db()
    assert (claim.versions.get().answers, claim.total) == (answers, 86)


@pytest.mark.parametrize("version", ["", "0", "2", "x", "-1", "9" * 30, "²"])
def test_a_claim_is_taken_back_only_as_it_was_seen(version):
    claim = make_claim()
    client = sign_in(Client(), claim.owner)
    response = client.post(reverse("invoicing:claim-withdraw", args=[claim.reference]), {"version": version})
    assert response.status_code == 409
    assert Claim.objects.get().state == "submitted"


@pytest.mark.parametrize("page", ["2026-000001%00", "..%2f..%2fadmin", "2026-000001'", "x" * 500])
def test_a_made_up_reference_is_not_found(client, page):
    assert client.get(f"/fr/guichet/claims/{page}/").status_code in (302, 404)
    assert client.get(f"/fr/guichet/claims/{page}/1.pdf").status_code in (302, 404)


@pytest.mark.parametrize("path", ["/fr/guichet/account/bank-accounts/99999999999999999999999/",
                                  "/fr/guichet/?page=99999999999999999999", "/fr/guichet/?page=-1",
                                  "/fr/guichet/?beneficiary=99999999999999999999999", "/fr/guichet/?beneficiary=x",
                                  "/fr/guichet/account/beneficiaries/99999999999999999999999/"])  # fmt: skip
def test_numbers_beyond_every_id_are_no_fault(client, path):
    assert client.get(path).status_code in (200, 404)
