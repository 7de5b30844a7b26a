"""Every form, in both languages, through everything a form goes through. A new kind is tested by being registered."""

import subprocess
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from guichet.models import Message
from invoicing.kinds.registry import KINDS
from invoicing.models import Claim, Draft, Version
from invoicing.pdf import render_pdf
from invoicing.reading import read_draft
from invoicing.roles import make_reviewer
from tests.claims import ANSWERS, as_posted, head_for, make_draft, make_person, missing_documents
from tests.conftest import sign_in
from tests.factories import AccountFactory
from tests.invoicing.hostile_files import image, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture(params=["fr", "de"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def citizen(language) -> Client:
    return client_of(make_person(language=language), language)


@pytest.fixture
def office(language) -> Client:
    reviewer = AccountFactory(staff=True, language=language, with_device=True)
    make_reviewer(reviewer)
    return client_of(reviewer, language)


def client_of(account, language: str) -> Client:
    client = sign_in(Client(headers={"Accept-Language": language}), account)
    client.account = account
    return client


def type_and_send(client: Client, draft: Draft, answers: dict) -> Claim:
    """Fill the form, look at the confirmation, send; returns the claim."""
    address = reverse("invoicing:draft", args=[draft.pk])
    typed = {"head": head_for(client.account, draft.kind), "closing": {"remark": "Merci"}, **answers}
    client.post(address, as_posted(typed, action="save"))
    files = {f"documents-for-{key}": upload(image(), "facture.jpg") for key in missing_documents(draft)}
    confirm = client.post(address, as_posted(typed, action="review", **files))["Location"]
    assert confirm == reverse("invoicing:draft-confirm", args=[draft.pk])
    page = client.get(confirm).content.decode()
    sent = client.post(confirm, {"anyway": "1"})["Location"]
    claim = Claim.objects.get(owner=client.account)
    assert sent == reverse("invoicing:claim-sent", args=[claim.reference])
    assert f"{claim.total:.2f}" in page.replace("’", "")
    assert claim.reference in client.get(sent).content.decode()
    return claim


def decide(office: Client, claim: Claim, key: str, **typed) -> None:
    address = f"/admin/claims/{claim.reference}/decide/{key}/"
    seen = {"version": claim.version_number, "state": claim.state, **typed}
    assert office.post(address, seen).status_code == 200
    assert office.post(address, seen | {"confirmed": "1"}).status_code == 302
    claim.refresh_from_db()


def words_of_pdf(version: Version) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=render_pdf(version), capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize("key", KINDS)
def test_a_claim_goes_from_the_first_page_of_its_form_to_acceptance(key, language, citizen, office):
    start = reverse("invoicing:start", args=[key])
    title = citizen.get(start).context["sheet"].title
    draft = Draft.objects.get(pk=citizen.post(start)["Location"].rstrip("/").rsplit("/", 1)[1])
    assert str(title) in citizen.get(reverse("invoicing:draft", args=[draft.pk])).content.decode()

    claim = type_and_send(citizen, draft, ANSWERS[key])
    version = claim.versions.get()
    assert claim.language == language
    assert claim.reference in words_of_pdf(version)

    page = office.get(f"/admin/claims/{claim.reference}/")
    remark, text = max(page.context["dossier"].remark_paths), "Vérifiez <ceci>."
    assert page.status_code == 200
    decide(office, claim, "return", message="Il manque un reçu.", **{f"remark-{remark}": text})

    correct = citizen.get(reverse("invoicing:claim-correct", args=[claim.reference]))["Location"]
    page = citizen.get(correct).content.decode()
    assert "Il manque un reçu." in page
    assert "Vérifiez &lt;ceci&gt;." in page
    claim = type_and_send(citizen, Draft.objects.get(claim=claim), ANSWERS[key])
    assert (claim.version_number, claim.versions.count()) == (2, 2)

    page = office.get(f"/admin/claims/{claim.reference}/")
    assert page.context["dossier"].newest.version.number == 2
    decide(office, claim, "accept", message="Merci.")
    assert claim.state == "accepted"
    assert str(claim.get_state_display()) in citizen.get(reverse("invoicing:desk")).content.decode()
    mails = Message.objects.filter(account=citizen.account).order_by("created_at")
    assert [mail.key for mail in mails] == ["claim-received", "claim-returned", "claim-received", "claim-accepted"]
    assert {mail.language for mail in mails} == {language}


@pytest.mark.parametrize("key", KINDS)
def test_the_same_answers_twice_are_the_same_lines_and_the_total_is_theirs(key):
    draft = make_draft(key)
    first, again = read_draft(draft), read_draft(draft)
    assert repr(first.lines).encode() == repr(again.lines).encode()
    assert first.total == sum(line.amount for line in first.lines) > 0
    assert {line.rate > 0 and line.amount % Decimal("0.05") == 0 for line in first.lines} == {True}


def with_rows(key: str, number: int) -> dict:
    """The sample with its first row of each section so many times."""
    answers = {}
    for section, part in ANSWERS[key].items():
        rows = [part[0] | {"id": f"r{place}"} for place in range(number)] if isinstance(part, list) else part
        answers[section] = rows
    return answers


@pytest.mark.parametrize("page", ["", "?check=1"])
@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if any(one.repeated for one in kind.sections)])
def test_more_rows_ask_the_database_no_more(key, page, signed_in_client):
    owner = make_person()
    client, counts = signed_in_client(owner), []
    for number in (1, 30):
        address = reverse("invoicing:draft", args=[make_draft(key, owner=owner, answers=with_rows(key, number)).pk])
        client.get(address)  # what every page keeps in mind is read once
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address}{page}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_form_has_a_sample_to_be_tested_with():
    assert set(ANSWERS) == set(KINDS)
