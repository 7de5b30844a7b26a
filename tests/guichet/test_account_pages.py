"""« Mon compte »: four sections, one's own things only, and proof before what matters."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guichet.models import BankAccount, Beneficiary, DecisionNumber, Event, Message
from tests.factories import (
    AccountFactory,
    BankAccountFactory,
    BeneficiaryFactory,
    DecisionNumberFactory,
    avs_number,
)  # fmt: skip

pytestmark = pytest.mark.django_db

CHILD = {
    "last_name": "Fournier", "first_name": "Léo", "address": "Rue du Rhône 12", "postcode": "1950", "city": "Sion",
    "country": "CH", "birth_date": "03.05.2014", "avs_number": "756.9217.0769.85",
}  # fmt: skip


@pytest.fixture
def client(account, signed_in_client):
    return signed_in_client(account)


def post(client, name, data, *args):
    return client.post(reverse(f"guichet:{name}", args=args), data)


def test_the_page_has_the_four_sections_of_the_guide(client, account):
    own = BeneficiaryFactory(owner=account)
    child = BeneficiaryFactory(owner=account, child=True)
    bank_account = BankAccountFactory(owner=account)
    page = client.get(reverse("guichet:account")).content.decode()
    titles = re.findall(r'<h2 class="card__title"[^>]*>([^<]+)<', page)
    assert titles == ["Informations de connexion", "Mes informations", "Bénéficiaires", "Comptes bancaires"]
    for shown in (account.email, own.avs_dotted, child.first_name, bank_account.iban_spaced, "Compte préféré"):
        assert shown in page
    assert str(account.phone)[-6:] not in page


def test_the_page_costs_the_same_for_one_and_for_thirty_people(client, account):
    def queries() -> int:
        client.get(reverse("guichet:account"))  # what every page keeps in mind is read now
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("guichet:account"))
        return len(captured)

    BeneficiaryFactory(owner=account, child=True)
    BankAccountFactory(owner=account)
    before = queries()
    for _person in range(29):
        BeneficiaryFactory(owner=account, child=True)
        BankAccountFactory(owner=account, is_preferred=False)
    assert queries() == before <= 8


def test_an_unconfirmed_address_has_a_button_for_a_new_link(signed_in_client):
    page = signed_in_client(AccountFactory(unverified=True)).get(reverse("guichet:account")).content.decode()
    assert reverse("guichet:resend-confirmation") in page


# --- My data --------------------------------------------------------------------------


def details(**changes):
    person = {name: CHILD[name] for name in ("last_name", "address", "postcode", "city", "country")}
    return person | {"first_name": "Jeanne", "language": "fr", "roles": ["beneficiary"]} | changes


def test_my_data_are_changed_with_my_own_entry_as_a_beneficiary(client, account):
    own = BeneficiaryFactory(owner=account)
    data = details(city="Sierre", birth_date="27.03.1978", avs_number=own.avs_dotted, language="de")
    assert post(client, "details", data).url == reverse("guichet:account")
    account.refresh_from_db()
    own.refresh_from_db()
    assert (account.city, own.city, account.language) == ("Sierre", "Sierre", "de")
    assert Event.objects.get(action="account.details_changed").detail == {"fields": ["city"]}


def test_a_representative_becomes_a_beneficiary_and_stops_again(client, account):
    account.is_beneficiary = False
    account.save()
    both = ["beneficiary", "representative"]
    page = post(client, "details", details(roles=both)).content.decode()
    assert "Indiquez le numéro AVS" in page
    data = {"birth_date": "27.03.1978", "avs_number": avs_number(5)}
    post(client, "details", details(roles=both, **data))
    own = Beneficiary.objects.get(owner=account)
    assert own.is_owner
    post(client, "details", details(roles=["representative"]))
    own.refresh_from_db()
    assert own.retired_at
    post(client, "details", details(roles=["beneficiary"], **data))
    own.refresh_from_db()
    assert own.retired_at is None
    assert Beneficiary.objects.count() == 1


def test_the_form_of_my_data_shows_what_is_known(client, account):
    own = BeneficiaryFactory(owner=account)
    page = client.get(reverse("guichet:details")).content.decode()
    for shown in (account.last_name, "27.03.1978", own.avs_dotted):
        assert f'value="{shown}"' in page


# --- Beneficiaries ----------------------------------------------------------------------


def test_a_represented_person_is_added_changed_and_retired(client, account):
    post(client, "beneficiary-add", CHILD)
    child = Beneficiary.objects.get(owner=account)
    assert (child.is_owner, child.avs_number) == (False, "7569217076985")
    post(client, "beneficiary", CHILD | {"city": "Brig"}, child.pk)
    child.refresh_from_db()
    assert child.city == "Brig"
    post(client, "beneficiary-retire", {}, child.pk)
    child.refresh_from_db()
    assert child.retired_at
    assert client.get(reverse("guichet:beneficiary", args=[child.pk])).status_code == 404


def test_ones_own_address_is_offered_for_a_represented_person(client, account):
    page = client.get(reverse("guichet:beneficiary-add")).content.decode()
    assert f'value="{account.address}"' in page
    assert f'value="{account.first_name}"' not in page


def test_one_person_stands_once_in_an_account(client, account):
    BeneficiaryFactory(owner=account, avs_number="7569217076985")
    assert "figure déjà" in post(client, "beneficiary-add", CHILD).content.decode()


def test_ones_own_entry_is_changed_in_my_data_only(client, account):
    own = BeneficiaryFactory(owner=account)
    assert post(client, "beneficiary", CHILD, own.pk).status_code == 200
    own.refresh_from_db()
    assert own.first_name == account.first_name
    assert post(client, "beneficiary-retire", {}, own.pk).status_code == 404


def test_decision_numbers_are_listed_renamed_and_deleted(client, account):
    number = DecisionNumberFactory(beneficiary=BeneficiaryFactory(owner=account))
    page = client.get(reverse("guichet:beneficiary", args=[number.beneficiary_id])).content.decode()
    assert number.number_spaced in page
    post(client, "decision-number", {"description": "Lunettes"}, number.pk)
    number.refresh_from_db()
    assert number.description == "Lunettes"
    assert "Lunettes" in client.get(reverse("guichet:decision-number", args=[number.pk])).content.decode()
    post(client, "decision-number-delete", {}, number.pk)
    assert not DecisionNumber.objects.exists()


# --- Bank accounts ------------------------------------------------------------------------

IBAN = "CH93 0076 2011 6238 5295 7"


def test_bank_accounts_are_added_preferred_changed_and_retired(client, account):
    first = BankAccountFactory(owner=account)
    post(client, "bank-account-add", {"holder": "Jeanne Fournier", "iban": IBAN})
    second = BankAccount.objects.exclude(pk=first.pk).get()
    assert (second.iban, second.is_preferred) == ("CH9300762011623852957", False)
    post(client, "bank-account-prefer", {}, second.pk)
    post(client, "bank-account", {"holder": "Paul Fournier", "iban": IBAN}, second.pk)
    second.refresh_from_db()
    assert (second.holder, second.is_preferred) == ("Paul Fournier", True)
    post(client, "bank-account-retire", {}, second.pk)
    first.refresh_from_db()
    assert first.is_preferred
    assert Message.objects.filter(key="bank-account-changed").count() == 3
    assert not any(IBAN in message.text for message in Message.objects.all())


def test_the_first_bank_account_is_preferred_in_any_case_and_a_new_one_may_be(client, account):
    post(client, "bank-account-add", {"holder": "Jeanne Fournier", "iban": IBAN})
    assert BankAccount.objects.get().is_preferred
    post(client, "bank-account-add", {"holder": "J F", "iban": "CH58 0079 1123 0008 8901 2", "is_preferred": "on"})
    assert BankAccount.objects.get(is_preferred=True).holder == "J F"


def test_the_only_bank_account_is_not_retired(client, account):
    bank_account = BankAccountFactory(owner=account)
    post(client, "bank-account-retire", {}, bank_account.pk)
    bank_account.refresh_from_db()
    assert bank_account.retired_at is None


def test_an_iban_stands_once_in_an_account(client, account):
    BankAccountFactory(owner=account, iban="CH9300762011623852957")
    response = post(client, "bank-account-add", {"holder": "x", "iban": IBAN})
    assert "figure déjà" in response.content.decode()


def test_a_bank_account_with_which_a_claim_was_sent_is_never_rewritten(client, account, monkeypatch):
    bank_account = BankAccountFactory(owner=account)
    monkeypatch.setattr("guichet.profile.is_in_use", lambda _bank_account: True)
    response = post(client, "bank-account", {"holder": "Autre", "iban": IBAN}, bank_account.pk)
    assert response.status_code == 200
    assert "ne peut plus être modifié" in response.content.decode()
    bank_account.refresh_from_db()
    assert bank_account.holder != "Autre"


# --- Not one's own ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("beneficiary", BeneficiaryFactory),
        ("beneficiary-retire", BeneficiaryFactory),
        ("decision-number", DecisionNumberFactory),
        ("decision-number-delete", DecisionNumberFactory),
        ("bank-account", BankAccountFactory),
        ("bank-account-prefer", BankAccountFactory),
        ("bank-account-retire", BankAccountFactory),
    ],
)
def test_what_belongs_to_someone_else_does_not_exist(client, name, factory):
    thing = factory()
    before = vars(type(thing).objects.get(pk=thing.pk))
    assert post(client, name, {}, thing.pk).status_code == 404
    after = vars(type(thing).objects.get(pk=thing.pk))
    assert {key: value for key, value in after.items() if key != "_state"} == {
        key: value for key, value in before.items() if key != "_state"
    }


@pytest.mark.parametrize(
    "name", ["beneficiary-retire", "decision-number-delete", "bank-account-prefer", "bank-account-retire"]
)
def test_nothing_is_changed_by_a_link(client, name):
    assert client.get(reverse(f"guichet:{name}", args=[1])).status_code == 405


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize(
    "path", ["sign-in/", "register/", "register/done/", "forgotten-password/", "forgotten-password/done/"]
)
def test_public_account_pages_open_in_both_languages(language, path):
    response = Client().get(f"/{language}/guichet/{path}")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
