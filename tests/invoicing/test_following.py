"""A claim followed by its owner: every state in plain words, versions and PDFs, documents, acts that come too late."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from invoicing.models import Claim, Draft, ListEntry, Version
from invoicing.workflow import accept, refuse, return_for_correction, send, withdraw
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def person(account):
    BeneficiaryFactory(owner=account)
    BankAccountFactory(owner=account)
    return account


@pytest.fixture
def client(person, signed_in_client):
    return signed_in_client(person)


@pytest.fixture
def reviewer(db):
    return AccountFactory(staff=True)


@pytest.fixture
def draft(person):
    day = timezone.localdate() - timezone.timedelta(days=20)
    answers = {
        "head": {
            "beneficiary": str(person.beneficiaries.get().pk),
            "bank_account": str(person.bank_accounts.get().pk),
            "decision_number": f"323{day.year}1000123",
        },
        "services": [
            {"id": "s1", "date": f"{day:%d.%m.%Y}", "description": "Physio <b>", "quantity": "2", "unit_price": "43.20"}
        ],
    }
    return Draft.objects.create(owner=person, kind="plain", answers=answers, saved_at=timezone.now())


@pytest.fixture
def claim(draft, person) -> Claim:
    return send(draft, actor=person)


def page(client, name: str, claim: Claim, **query) -> str:
    return client.get(reverse(f"invoicing:{name}", args=[claim.reference]), query).content.decode()


def test_a_claim_in_treatment_says_that_nothing_is_to_be_done(client, claim):
    shown = page(client, "claim", claim)
    assert "Vous n’avez rien à faire" in shown
    assert "Physio &lt;b&gt;" in shown
    assert reverse("invoicing:claim-withdraw", args=[claim.reference]) in shown


def test_an_accepted_claim_says_when_the_money_comes(client, claim, reviewer):
    accept(claim, reviewer=reviewer, version_number=1)
    shown = page(client, "claim", claim)
    assert "Centrale de compensation" in shown
    assert reverse("invoicing:claim-withdraw", args=[claim.reference]) not in shown


def test_a_refused_claim_says_why_and_how_to_disagree(client, claim, reviewer):
    reason = ListEntry.objects.filter(list="refusal-reason").first()
    refuse(claim, reviewer=reviewer, version_number=1, reason=reason, message="Voir la lettre.")
    shown = page(client, "claim", claim)
    assert f"Raison\u00a0: {reason.label_fr}" in shown
    assert "Voir la lettre." in shown
    assert "décision formelle" in shown


def test_a_claim_sent_back_says_what_to_do_and_keeps_its_history(client, claim, reviewer, person):
    return_for_correction(claim, reviewer=reviewer, version_number=1, message="Il manque la facture.", remarks={})
    shown = page(client, "claim", claim)
    assert "Il manque la facture." in shown
    assert reverse("invoicing:claim-correct", args=[claim.reference]) in shown
    send(Draft.objects.get(claim=claim), actor=person)
    shown = page(client, "claim", claim)
    assert "Vous avez envoyé la demande corrigée, version 2" in shown
    assert "Il manque la facture." in shown
    assert "Vous n’avez rien à faire" in shown


def make_pdf(claim: Claim) -> None:
    name = storages["private"].save("pdf/test.pdf", ContentFile(b"%PDF-1.7 " + b"x" * 2048))
    Version.objects.filter(claim=claim).update(pdf_state="ready", pdf_name=name, pdf_made_at=timezone.now())


def test_the_page_after_sending_asks_for_the_pdf_until_it_is_there(client, claim):
    sent = reverse("invoicing:claim-sent", args=[claim.reference])
    assert f'hx-get="{sent}?look=1"' in page(client, "claim-sent", claim)
    again = client.get(sent, {"look": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{sent}?look=2"' in again
    assert "<html" not in again
    make_pdf(claim)
    ready = client.get(sent, {"look": "2"}, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in ready
    assert "Télécharger le PDF" in ready
    assert "(PDF, 2" in ready


@pytest.mark.parametrize("look", ["60", "9999", "x", "-1", "²"])
def test_it_does_not_ask_for_ever(client, claim, look):
    shown = page(client, "claim-sent", claim, look=look)
    assert ("hx-get" in shown) is not look.isdecimal()


def test_a_pdf_that_could_not_be_made_is_told_without_alarm(client, claim):
    Version.objects.filter(claim=claim).update(pdf_state="failed")
    shown = page(client, "claim-sent", claim)
    assert "n’a pas pu être préparé" in shown
    assert "hx-get" not in shown


def test_taking_back_what_was_decided_meanwhile_changes_nothing(client, claim, reviewer):
    accept(claim, reviewer=reviewer, version_number=1)
    answer = client.post(reverse("invoicing:claim-withdraw", args=[claim.reference]), {"version": "1"})
    assert answer.status_code == 409
    assert "Acceptée" in answer.content.decode()
    claim.refresh_from_db()
    assert claim.state == "accepted"


def test_a_correction_withdrawn_in_another_window_cannot_be_sent(client, claim, reviewer, person, monkeypatch):
    return_for_correction(claim, reviewer=reviewer, version_number=1, message="Il manque la facture.", remarks={})
    correction = Draft.objects.get(claim=claim)
    Claim.objects.filter(pk=claim.pk).update(state="submitted")
    answer = client.post(reverse("invoicing:draft-confirm", args=[correction.pk]))
    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.content.decode()
    assert Version.objects.filter(claim=claim).count() == 1


def test_a_withdrawn_claim_takes_its_correction_along(client, claim, reviewer, person):
    return_for_correction(claim, reviewer=reviewer, version_number=1, message="Il manque la facture.", remarks={})
    correction = Draft.objects.get(claim=claim)
    withdraw(Claim.objects.get(pk=claim.pk), actor=person, version_number=1)
    assert client.get(reverse("invoicing:draft", args=[correction.pk])).status_code == 404


# --- Documents in the form -----------------------------------------------------------


def picture(name: str = "billet.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (8, 8), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def test_files_go_up_with_any_button_and_are_listed_before_sending(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    client.post(url, {"action": "review", "documents": [picture()]})
    assert draft.attachments.get().name == "billet.png"
    assert "billet.png" in client.get(reverse("invoicing:draft-confirm", args=[draft.pk])).content.decode()


def test_a_refused_file_is_told_and_the_others_stay(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    bad = SimpleUploadedFile("virus.exe", b"MZ")
    for action in ("upload", "save", "review"):
        shown = client.post(url, {"action": action, "documents": [bad, picture()]}).content.decode()
        assert "Le fichier « virus.exe »".replace(" v", "\u00a0v").replace("exe »", "exe\u00a0»") in shown
        assert "billet.png" in shown
        bad.seek(0)
    assert draft.attachments.count() == 1


def test_a_document_is_taken_off_by_its_button(client, draft):
    url = reverse("invoicing:draft", args=[draft.pk])
    client.post(url, {"action": "upload", "documents": [picture()]})
    own = draft.attachments.get()
    for key in ("", "x", "00000000-0000-4000-8000-000000000000"):
        client.post(url, {"action": f"remove-document:{key}"})
    assert draft.attachments.count() == 1
    client.post(url, {"action": f"remove-document:{own.pk}"})
    assert not draft.attachments.exists()
