"""What people type is text, wherever it is shown: pages of citizens and of the office, mails. And it has an end."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from guichet.models import Account, Message
from invoicing.kinds.forms import RemarkField, TextField
from invoicing.kinds.registry import KINDS
from invoicing.models import Claim, Draft
from invoicing.roles import make_reviewer
from tests.claims import ANSWERS, as_posted, head_for, insured_of, make_draft, make_person, missing_documents
from tests.conftest import sign_in
from tests.factories import AccountFactory, BeneficiaryFactory, DecisionNumberFactory
from tests.guichet.test_registration import FILLED
from tests.invoicing.hostile_files import image, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{7*7}}{% debug %}",
    "</textarea></title><base href=//x>",
    "javascript:alert(1)",
    "&#x3C;b&#x3E; %(name)s {0}",
    "a\u2028b\u2029c",
    "abc\u202edef",
]
TOO_LONG = "x" * 20_001


def text_fields(kind, answers: dict) -> list[tuple[str, str, str]]:
    """(section, row, name) of every field one writes freely in, where the sample has answers."""
    found = []
    for section in (section for section in kind.sections if section.key in answers):
        rows = answers[section.key] if section.repeated else [{"id": ""}]
        names = [n for n, f in section.form.base_fields.items() if isinstance(f, TextField | RemarkField)]
        found += [(section.key, row["id"], name) for row in rows for name in names]
    return found


def hostile_answers(kind, payload: str) -> dict:
    answers = {key: [dict(r) for r in part] if isinstance(part, list) else dict(part)
               for key, part in ANSWERS[kind.key].items()}  # fmt: skip
    for section, row_id, name in text_fields(kind, answers):
        rows = [row for row in answers[section] if row["id"] == row_id] if row_id else [answers[section]]
        rows[0][name] = f"{payload} {name}"
    return answers


@pytest.fixture
def reviewer():
    account = AccountFactory(staff=True, with_device=True)
    make_reviewer(account)
    return account


def assert_literal(response, *texts: str) -> None:
    page = response.content.decode()
    assert response.status_code == 200, response.status_code
    for text in texts:
        assert html.escape(text) in page, text
    assert_inert(page)


def assert_inert(page: str) -> None:
    for payload in PAYLOADS:
        if html.escape(payload) != payload:
            assert payload not in page


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("key", KINDS)
def test_a_claim_full_of_code_is_shown_as_it_was_typed(key, payload, reviewer):
    owner = make_person(first_name=payload, last_name=f"{payload} L", address=payload, city=payload)
    insured = insured_of(owner, key)
    DecisionNumberFactory(beneficiary=insured, description=payload)
    reviewer.first_name = payload
    reviewer.save()
    citizen, office = sign_in(Client(), owner), sign_in(Client(), reviewer)
    answers = hostile_answers(KINDS[key], payload)
    head = head_for(owner, key) | {"save_decision": "on", "decision_description": payload}
    draft = make_draft(key, owner=owner)
    address = reverse("invoicing:draft", args=[draft.pk])
    typed = {"head": head, "closing": {"remark": f"{payload}\n{payload}"}, **answers}
    files = {f"documents-for-{key}": upload(image(), "facture.jpg") for key in missing_documents(draft)}
    confirm = citizen.post(address, as_posted(typed, action="review", **files))["Location"]
    shown = [f"{payload} {name}" for _section, _row, name in text_fields(KINDS[key], answers)]
    assert_literal(citizen.get(address), *shown, payload)
    assert_literal(citizen.get(confirm), *shown, payload)
    citizen.post(confirm)
    claim = Claim.objects.get()
    for page in (reverse("invoicing:desk"), reverse("guichet:account"), reverse("guichet:details"),
                 reverse("guichet:beneficiary", args=[insured.pk])):  # fmt: skip
        assert_literal(citizen.get(page), payload)
    assert_literal(office.get("/admin/claims/"), payload)
    assert_literal(office.get(f"/admin/claims/{claim.reference}/"), *shown, payload)

    decide = f"/admin/claims/{claim.reference}/decide/return/"
    path = max(office.get(f"/admin/claims/{claim.reference}/").context["dossier"].remark_paths)
    seen = {"version": 1, "state": "submitted", "message": payload, f"remark-{path}": f"{payload} R"}
    assert_literal(office.post(decide, seen), payload, f"{payload} R")
    assert office.post(decide, seen | {"confirmed": "1"}).status_code == 302
    assert_literal(office.get(f"/admin/claims/{claim.reference}/"), payload)
    assert_literal(citizen.get(reverse("invoicing:claim", args=[claim.reference])), payload, *shown)
    assert_literal(citizen.get(reverse("invoicing:draft", args=[Draft.objects.get(claim=claim).pk])), f"{payload} R")
    mail = Message.objects.get(key="claim-returned")
    assert f"{payload} R" in mail.text
    assert html.escape(payload) in mail.html
    assert_inert(mail.html)
    assert payload not in mail.subject


@pytest.mark.parametrize("key", KINDS)
def test_a_text_without_end_is_told_at_its_field_and_kept_whole(key):
    owner = make_person()
    client, draft = sign_in(Client(), owner), make_draft(key, owner=owner)
    answers = hostile_answers(KINDS[key], TOO_LONG)
    typed = {"head": head_for(owner, key), "closing": {"remark": TOO_LONG}, **answers}
    response = client.post(reverse("invoicing:draft", args=[draft.pk]), as_posted(typed, action="review"))
    fields = {".".join(filter(None, place)) for place in text_fields(KINDS[key], answers)} | {"closing.remark"}
    assert fields <= {error.get("path") for error in response.context["errors"]}
    assert not Claim.objects.exists()
    draft.refresh_from_db()
    assert draft.answers["closing"]["remark"] == TOO_LONG


@pytest.mark.parametrize("name", ["last_name", "first_name", "address", "postcode", "city", "iban", "avs_number",
                                  "email", "phone", "password", "birth_date", "country"])  # fmt: skip
def test_nobody_registers_with_a_text_without_end(name, client):
    data = FILLED | {name: TOO_LONG} | ({"password_again": TOO_LONG} if name == "password" else {})
    response = client.post(reverse("guichet:register"), data)
    assert response.context["form"].errors.keys() & {name}
    assert not Account.objects.exists()


def test_texts_of_the_account_have_an_end_too(account, signed_in_client):
    child = BeneficiaryFactory(owner=account, child=True)
    number = DecisionNumberFactory(beneficiary=child)
    client = signed_in_client(account)
    for name, pk, field in (("decision-number", number.pk, "description"), ("beneficiary", child.pk, "city"),
                            ("bank-account-add", None, "holder"), ("details", None, "address")):  # fmt: skip
        address = reverse(f"guichet:{name}", args=[pk] if pk else [])
        response = client.post(address, {field: TOO_LONG})
        assert "au plus" in str(response.context["form"].errors[field]), name
