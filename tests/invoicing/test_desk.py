"""The desk: what it lists, for whom, at which cost; the way into a form; drafts thrown away."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from invoicing.models import Claim, Draft, FormSheet, Version
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

DESK_QUERIES = 6


@pytest.fixture
def client(account, signed_in_client):
    return signed_in_client(account)


@pytest.fixture
def me(account):
    return BeneficiaryFactory(owner=account)


def make_claim(beneficiary, number: int, *, state: str = "submitted", pdf: str = "waiting") -> Claim:
    owner = beneficiary.owner
    bank_account = owner.bank_accounts.first() or BankAccountFactory(owner=owner)
    claim = Claim.objects.create(
        reference=f"2026-{number:06d}", owner=owner, kind="plain", state=state, beneficiary=beneficiary,
        bank_account=bank_account, decision_number="32320241000123", language="fr", total="1234.50",
        period_start=date(2026, 8, 10), period_end=date(2026, 8, 12),
        closed_at=timezone.now() if state in ("accepted", "refused", "withdrawn") else None,
    )  # fmt: skip
    made = {"pdf_made_at": timezone.now()} if pdf == "ready" else {}
    Version.objects.create(
        claim=claim, number=1, answers={}, head={}, rates=[], wording={}, total="1234.50", hash="",
        pdf_state=pdf, **made,
    )  # fmt: skip
    return claim


def desk(client, **query) -> str:
    return client.get(reverse("invoicing:desk"), query).content.decode()


def test_a_claim_stands_with_form_period_person_amount_state_and_pdf(client, me):
    claim = make_claim(me, 418, pdf="ready")
    page = desk(client)
    assert reverse("invoicing:claim", args=[claim.reference]) in page
    assert "10.08.2026 – 12.08.2026" in page
    assert str(me) in page
    assert "1’234.50" in page
    assert "En traitement" in page
    assert "Télécharger le PDF de la demande 2026-000418" in page


def test_a_pdf_not_yet_made_is_said_to_be_in_preparation(client, me):
    make_claim(me, 1)
    assert "en préparation" in desk(client)


def test_others_claims_and_drafts_are_not_listed(client, me):
    stranger = BeneficiaryFactory(owner=AccountFactory())
    make_claim(stranger, 77)
    Draft.objects.create(owner=stranger.owner, kind="plain", saved_at=timezone.now())
    page = desk(client)
    assert "2026-000077" not in page
    assert "Brouillons" not in page


def test_several_beneficiaries_can_be_filtered(client, me, account):
    child = BeneficiaryFactory(owner=account, child=True)
    make_claim(me, 1)
    assert "id_beneficiary" not in desk(client)
    make_claim(child, 2)
    page = desk(client, beneficiary=child.pk)
    assert "2026-000002" in page
    assert reverse("invoicing:claim", args=["2026-000001"]) not in page


def test_a_foreign_beneficiary_in_the_filter_shows_nothing(client, me):
    make_claim(me, 1)
    foreign = make_claim(BeneficiaryFactory(owner=AccountFactory()), 2)
    page = desk(client, beneficiary=foreign.beneficiary_id)
    assert "2026-00000" not in page


def test_twenty_claims_a_page(client, me):
    for number in range(1, 24):
        make_claim(me, number)
    assert desk(client).count("tag--waiting") == 20
    assert desk(client, page=2).count("tag--waiting") == 3
    assert "Page 1 sur 2" in desk(client)


def test_the_desk_costs_the_same_for_one_and_thirty_claims(client, me, django_assert_num_queries):
    make_claim(me, 1)
    desk(client)
    with django_assert_num_queries(DESK_QUERIES):
        desk(client)
    for number in range(2, 31):
        Draft.objects.create(owner=me.owner, kind="plain", saved_at=timezone.now())
        make_claim(me, number)
    with django_assert_num_queries(DESK_QUERIES):
        desk(client)


def test_a_claim_to_complete_stands_on_top_with_its_link(client, me):
    claim = make_claim(me, 5, state="returned")
    draft = Draft.objects.create(owner=me.owner, kind="plain", claim=claim, saved_at=timezone.now())
    page = desk(client)
    assert "Une demande attend vos corrections" in page
    correct = reverse("invoicing:claim-correct", args=[claim.reference])
    assert correct in page
    assert client.get(correct)["Location"] == reverse("invoicing:draft", args=[draft.pk])
    assert "Brouillons" not in page


def test_the_correction_link_of_a_claim_that_waits_for_none_leads_to_the_claim(client, me):
    claim = make_claim(me, 6)
    answer = client.get(reverse("invoicing:claim-correct", args=[claim.reference]))
    assert answer["Location"] == reverse("invoicing:claim", args=[claim.reference])


def test_forms_stand_in_the_order_of_the_guichet_with_their_numbers(client):
    page = desk(client)
    assert page.index("318.632.1") < page.index(">318.632<")


def test_a_form_not_offered_is_not_listed_and_says_why(client, account):
    FormSheet.objects.filter(kind="plain").update(is_offered=False, notice_fr="De retour en janvier.")
    assert reverse("invoicing:start", args=["plain"]) not in desk(client)
    start = reverse("invoicing:start", args=["plain"])
    assert "De retour en janvier." in client.get(start).content.decode()
    assert "De retour en janvier." in client.post(start).content.decode()
    assert not Draft.objects.filter(owner=account).exists()


def test_an_unknown_form_is_not_found(client):
    assert client.get(reverse("invoicing:start", args=["unknown"])).status_code == 404


def test_the_first_page_of_a_form_says_what_to_prepare(client):
    page = client.get(reverse("invoicing:start", args=["travel"])).content.decode()
    assert "Les billets ou quittances des transports publics" in page
    assert "Commencer" in page


def test_a_form_opened_twice_and_left_untouched_is_one_draft(client, account):
    start = reverse("invoicing:start", args=["travel"])
    assert client.post(start)["Location"] == client.post(start)["Location"]
    assert Draft.objects.filter(owner=account).count() == 1
    assert "Brouillons" not in desk(client)


def test_a_draft_is_resumed_or_deleted_after_a_question(client, account):
    draft = Draft.objects.create(owner=account, kind="plain", saved_at=timezone.now())
    assert reverse("invoicing:draft", args=[draft.pk]) in desk(client)
    delete = reverse("invoicing:draft-delete", args=[draft.pk])
    assert "Supprimer ce brouillon" in client.get(delete).content.decode()
    assert Draft.objects.filter(pk=draft.pk).exists()
    client.post(delete)
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_correction_cannot_be_thrown_away(client, me):
    claim = make_claim(me, 9, state="returned")
    draft = Draft.objects.create(owner=me.owner, kind="plain", claim=claim)
    assert client.post(reverse("invoicing:draft-delete", args=[draft.pk])).status_code == 404


def test_an_unproved_address_is_said_on_the_desk_with_a_button(signed_in_client):
    page = desk(signed_in_client(AccountFactory(unverified=True, with_device=True)))
    assert reverse("guichet:resend-confirmation") in page


@pytest.mark.parametrize("name", ["draft", "draft-confirm", "draft-delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_draft_does_not_exist(client, name, method):
    foreign = Draft.objects.create(owner=AccountFactory(), kind="plain", saved_at=timezone.now())
    assert getattr(client, method)(reverse(f"invoicing:{name}", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize("name", ["claim", "claim-sent", "claim-correct", "claim-withdraw"])
def test_a_foreign_claim_does_not_exist(client, name):
    foreign = make_claim(BeneficiaryFactory(owner=AccountFactory()), 3)
    assert client.get(reverse(f"invoicing:{name}", args=[foreign.reference])).status_code == 404


def test_without_the_code_every_page_leads_to_the_sign_in(client, me):
    claim, draft = make_claim(me, 4), Draft.objects.create(owner=me.owner, kind="plain")
    client.logout()
    addresses = [reverse("invoicing:desk"), reverse("invoicing:start", args=["plain"])]
    addresses += [reverse(f"invoicing:{n}", args=[draft.pk]) for n in ("draft", "draft-confirm", "draft-delete")]
    names = ("claim", "claim-sent", "claim-correct", "claim-withdraw")
    addresses += [reverse(f"invoicing:{n}", args=[claim.reference]) for n in names]
    for address in addresses:
        assert client.get(address)["Location"].startswith(reverse("guichet:sign-in")), address
