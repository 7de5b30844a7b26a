"""Given an act on a claim, when its mail is written, then it says what the guide says."""

import re

import pytest
from django.conf import settings

from guichet.models import Message
from invoicing import workflow
from invoicing.models import Draft, ListEntry
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

REMARKS = {"services.s1.description": "Qui a fourni <b>cette</b> prestation ?", "documents": "La facture manque."}


def return_claim(claim, reviewer):
    workflow.return_for_correction(
        claim, reviewer=reviewer, version_number=1, message="Complétez, s’il vous plaît & <merci>.", remarks=REMARKS
    )


def refuse_claim(claim, reviewer):
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    workflow.refuse(claim, reviewer=reviewer, version_number=1, reason=reason, message="Voyez votre caisse-maladie.")


def accept_claim(claim, reviewer):
    workflow.accept(claim, reviewer=reviewer, version_number=1, message="Merci pour vos documents.")


def withdraw_claim(claim, reviewer):
    workflow.withdraw(claim, actor=claim.owner, version_number=1)


ACTS = {
    "claim-accepted": accept_claim,
    "claim-returned": return_claim,
    "claim-refused": refuse_claim,
    "claim-withdrawn": withdraw_claim,
}


def mail_of(key: str, *, language: str = "fr", kind: str = "plain") -> Message:
    claim = make_claim(kind, owner=make_person(language=language))
    if key in ACTS:
        ACTS[key](claim, AccountFactory(staff=True))
    return Message.objects.get(key=key)


def test_a_claim_received_says_its_reference_and_what_comes_next():
    mail = mail_of("claim-received")
    assert "Votre demande de remboursement est bien arrivée." in mail.text
    assert re.search(r"Référence\s: 20\d\d-000001", mail.text)
    assert "Facture (318.632)" in mail.text
    assert re.search(r"http://testserver/fr/guichet/claims/20\d\d-000001/\n", mail.text)


def test_an_accepted_claim_goes_to_the_centrale_and_takes_about_ten_days():
    mail = mail_of("claim-accepted")
    for text in (mail.text, mail.html):
        assert "transmise pour paiement à la Centrale de compensation à Genève" in text
        assert "une dizaine de jours" in text
        assert "Merci pour vos documents." in text


def test_a_correction_brings_message_remarks_and_the_way_back():
    mail = mail_of("claim-returned")
    assert "Complétez, s’il vous plaît & <merci>." in mail.text
    assert "Prestation 1, Description\u00a0: Qui a fourni <b>cette</b> prestation ?" in mail.text
    assert "Documents\u00a0: La facture manque." in mail.text
    assert "Modifier ma demande" in mail.text
    assert re.search(r"/fr/guichet/claims/20\d\d-000001/correct/\n", mail.text)
    assert "<b>cette</b>" not in mail.html
    assert "&lt;merci&gt;" in mail.html


def test_a_version_sent_again_is_received_as_such():
    claim = make_claim()
    return_claim(claim, AccountFactory(staff=True))
    workflow.send(Draft.objects.get(claim=claim), actor=claim.owner)
    assert (
        "Vos modifications sont bien arrivées."
        in Message.objects.filter(key="claim-received").latest("created_at").text
    )


def test_a_refusal_gives_the_reason_and_how_to_disagree():
    mail = mail_of("claim-refused")
    label = ListEntry.objects.get(list="refusal-reason", key="not-covered").label_fr
    for text in (mail.text, mail.html):
        assert label in text
        assert "Voyez votre caisse-maladie." in text
        assert "une décision formelle" in text
        assert "Avenue de la Gare 15, 1951 Sion" in text


def test_a_withdrawn_claim_says_that_nothing_is_paid():
    assert "rien ne sera versé" in mail_of("claim-withdrawn").text


def test_the_reason_of_a_refusal_is_in_the_language_of_the_person():
    mail = mail_of("claim-refused", language="de")
    assert ListEntry.objects.get(list="refusal-reason", key="not-covered").label_de in mail.text
    assert "/de/guichet/claims/" in mail.text
    assert '<html lang="de">' in mail.html


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("key", ["claim-received", *ACTS])
def test_every_mail_links_only_to_us_and_keeps_the_subject_bare(key, language):
    mail = mail_of(key, language=language, kind="plain" if key == "claim-returned" else "travel")
    reference = re.search(r"20\d\d-\d{6}", mail.subject)
    assert reference
    assert "\n" not in mail.subject
    assert not re.search("voyage|nourriture|facture|reise|rechnung", mail.subject, re.IGNORECASE)
    for address in re.findall(r"https?://[^\s\"<]+", mail.text + mail.html):
        assert address.startswith(settings.SITE_URL)
    for secret in ("756.", "CH", "323 2024"):  # AVS number, IBAN, decision number
        assert secret not in mail.text
    assert mail.recipient == mail.account.email
    assert "{{" not in mail.text
    assert "None" not in mail.text
