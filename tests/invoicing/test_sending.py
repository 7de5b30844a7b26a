"""From the desk to a claim, by the pages: start, type, confirm, send, the page that says it arrived."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from invoicing import workflow
from invoicing.models import Claim, Draft, FormSheet, Version
from tests.claims import make_claim
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def plain_post(draft, **changes):
    """The form « Facture » as a browser posts it, one service of 86.40 CHF."""
    row = draft.answers["services"][0]["id"]
    day = timezone.localdate().replace(day=1) - timezone.timedelta(days=3)
    typed = {
        "head-beneficiary": draft.answers["head"]["beneficiary"],
        "head-bank_account": draft.answers["head"]["bank_account"],
        "head-decision_number": f"323 {day.year} 1000123",
        "services-rows": row,
        f"services-{row}-date": f"{day:%d.%m.%Y}",
        f"services-{row}-description": "Physiothérapie à domicile",
        f"services-{row}-quantity": "2",
        f"services-{row}-unit_price": "43.20",
        "closing-remark": "",
        "action": "review",
    }
    return typed | changes


@pytest.fixture
def person(account):
    BeneficiaryFactory(owner=account)
    BankAccountFactory(owner=account)
    return account


@pytest.fixture
def client(person, signed_in_client):
    return signed_in_client(person)


@pytest.fixture
def draft(client, person):
    client.post(reverse("invoicing:start", args=["plain"]))
    return Draft.objects.get(owner=person)


def test_a_plain_invoice_goes_from_the_desk_to_its_claim(client, draft, person):
    page = client.get(reverse("invoicing:draft", args=[draft.pk]))
    assert "Formulaire n° 318.632" in page.content.decode()

    answer = client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft))
    confirm = reverse("invoicing:draft-confirm", args=[draft.pk])
    assert answer.status_code == 302
    assert answer["Location"] == confirm
    assert "86.40 CHF" in client.get(confirm).content.decode()

    answer = client.post(confirm)
    claim = Claim.objects.get()
    assert answer["Location"] == reverse("invoicing:claim-sent", args=[claim.reference])
    assert claim.reference in client.get(answer["Location"]).content.decode()
    assert claim.reference in client.get(reverse("invoicing:claim", args=[claim.reference])).content.decode()
    assert "En traitement" in client.get(reverse("invoicing:desk")).content.decode()


def test_the_same_draft_sent_again_shows_the_same_claim(client, draft):
    client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft))
    confirm = reverse("invoicing:draft-confirm", args=[draft.pk])
    first = client.post(confirm)
    for _again in range(19):
        assert client.post(confirm)["Location"] == first["Location"]
    assert Claim.objects.count() == Version.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_make_one_claim_and_lead_to_the_same_page(client, draft, person, signed_in_client):
    client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft))
    confirm = reverse("invoicing:draft-confirm", args=[draft.pk])
    windows = [signed_in_client(person) for _window in range(20)]

    def send_from(window) -> str:
        try:
            return window.post(confirm)["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        pages = set(pool.map(send_from, windows))
    assert pages == {reverse("invoicing:claim-sent", args=[Claim.objects.get().reference])}
    assert Version.objects.count() == 1


def test_errors_come_back_with_everything_typed(client, draft):
    row = draft.answers["services"][0]["id"]
    post = plain_post(draft, **{f"services-{row}-date": "32.13.2026", "head-decision_number": "12"})
    page = client.post(reverse("invoicing:draft", args=[draft.pk]), post).content.decode()
    assert "<title>Erreur\u00a0:" in page
    assert f'href="#id_services-{row}-date"' in page
    assert "32.13.2026" in page
    assert "Physiothérapie à domicile" in page
    draft.refresh_from_db()
    assert draft.answers["services"][0]["date"] == "32.13.2026"


def test_nothing_is_sent_before_the_address_is_confirmed(signed_in_client):
    person = AccountFactory(unverified=True, with_device=True)
    BeneficiaryFactory(owner=person)
    BankAccountFactory(owner=person)
    client = signed_in_client(person)
    client.post(reverse("invoicing:start", args=["plain"]))
    draft = Draft.objects.get(owner=person)
    client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft))
    answer = client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))
    assert answer.status_code == 403
    assert reverse("guichet:resend-confirmation") in answer.content.decode()
    assert not Claim.objects.exists()


def test_the_confirmation_of_an_unfinished_form_leads_to_its_errors(client, draft):
    answer = client.get(reverse("invoicing:draft-confirm", args=[draft.pk]))
    assert answer["Location"] == reverse("invoicing:draft", args=[draft.pk]) + "?check=1"
    assert 'id="error-summary"' in client.get(answer["Location"]).content.decode()
    assert client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))["Location"] == answer["Location"]


def test_an_empty_form_is_told_at_once_what_it_lacks_and_where(client, person):
    client.post(reverse("invoicing:start", args=["travel"]))
    draft = Draft.objects.get(owner=person)
    page = client.get(reverse("invoicing:draft", args=[draft.pk]), {"check": "1"}).content.decode()
    row = draft.answers["trips"][0]["id"]
    assert 'href="#id_head-decision_number"' in page
    assert f'href="#section-trips-{row}"' in page
    assert page.count("Indiquez au moins un trajet") == 2


def test_with_htmx_the_confirmation_is_a_window_over_the_form(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    page = client.post(url, plain_post(draft), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<dialog") or "<dialog" in page
    assert "<html" not in page
    assert "Envoyer la demande" in page


def test_with_htmx_errors_repaint_the_main_part(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    answer = client.post(url, plain_post(draft, **{"head-decision_number": ""}), headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == "#main"
    assert 'id="error-summary"' in answer.content.decode()


def test_a_sent_draft_says_where_its_claim_is(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    client.post(url, plain_post(draft))
    client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))
    claim = Claim.objects.get()
    assert client.get(url)["Location"] == reverse("invoicing:claim", args=[claim.reference])
    late = client.post(url, plain_post(draft, action="autosave"), headers={"HX-Request": "true"})
    assert claim.reference in late.content.decode()
    draft.refresh_from_db()
    assert draft.sent_as == claim


def test_a_claim_is_withdrawn_after_a_question(client, draft):
    client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft))
    client.post(reverse("invoicing:draft-confirm", args=[draft.pk]))
    claim = Claim.objects.get()
    url = reverse("invoicing:claim-withdraw", args=[claim.reference])
    assert 'name="version" value="1"' in client.get(url).content.decode()
    assert client.post(url, {"version": "7"}).status_code == 409
    client.post(url, {"version": "1"})
    claim.refresh_from_db()
    assert claim.state == "withdrawn"
    page = reverse("invoicing:claim", args=[claim.reference])
    assert "Vous avez retiré cette demande" in client.get(page).content.decode()
    assert client.get(url)["Location"] == page


def test_a_draft_waits_while_its_form_is_not_offered(client, draft):
    client.post(reverse("invoicing:draft", args=[draft.pk]), plain_post(draft, action="save"))
    sheet = FormSheet.objects.filter(kind="plain")
    sheet.update(is_offered=False, notice_fr="De retour en janvier.")
    address, confirm = (reverse(f"invoicing:{name}", args=[draft.pk]) for name in ("draft", "draft-confirm"))
    assert "De retour en janvier." in client.get(address).content.decode()
    refused = client.post(address, plain_post(draft))
    assert [error["path"] for error in refused.context["errors"]] == ["head"]
    assert client.post(confirm)["Location"] == f"{address}?check=1"

    sheet.update(is_offered=True)
    assert "De retour en janvier." not in client.get(address).content.decode()
    client.post(confirm)
    assert Claim.objects.count() == 1


def test_a_correction_is_sent_though_its_form_is_offered_no_more(person):
    claim = make_claim(owner=person)
    workflow.return_for_correction(
        claim, reviewer=AccountFactory(staff=True), version_number=1, message="Corrigez.", remarks={}
    )
    FormSheet.objects.filter(kind="plain").update(is_offered=False, notice_fr="Fermé.")
    assert workflow.send(Draft.objects.get(claim=claim), actor=person).version_number == 2
