"""Registration (guide 2.1) and the confirmation of the address (2.2)."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.models import Account, BankAccount, Beneficiary, EmailLink, Event, Message, SmsDevice
from guichet.outbox import send_due_messages
from tests.factories import PASSWORD, AccountFactory

pytestmark = pytest.mark.django_db

FILLED = {
    "roles": ["beneficiary"], "last_name": "Fournier", "first_name": "Jeanne", "address": "Rue du Rhône 12",
    "postcode": "1950", "city": "Sion", "country": "CH", "iban": "CH93 0076 2011 6238 5295 7",
    "birth_date": "1.7.1980", "avs_number": "756.9217.0769.85", "email": "Jeanne@Example.ch", "password": PASSWORD,
    "password_again": PASSWORD, "phone": "079 123 45 67", "confirmation": "on",
}  # fmt: skip


def register(client=None, **changes):
    data = {name: value for name, value in (FILLED | changes).items() if value is not None}
    return (client or Client()).post(reverse("guichet:register"), data)


def link_of(message: Message) -> str:
    return re.search(r"http://testserver(/\S+)", message.text)[1]


def test_registering_makes_all_that_a_first_claim_needs():
    response = register()
    assert response.url == reverse("guichet:register-done")
    account = Account.objects.get(email="jeanne@example.ch")
    assert account.is_beneficiary
    assert not account.is_representative
    assert account.email_verified_at is None
    assert account.check_password(PASSWORD)
    assert Beneficiary.objects.get(owner=account, is_owner=True).avs_number == "7569217076985"
    bank_account = BankAccount.objects.get(owner=account)
    assert (bank_account.iban, bank_account.holder, bank_account.is_preferred) == (
        "CH9300762011623852957", "Jeanne Fournier", True,
    )  # fmt: skip
    assert str(SmsDevice.objects.get(user=account).number) == "+41791234567"
    assert Message.objects.get().key == "registration"
    assert Event.objects.filter(action="account.registered").exists()


def test_a_representative_needs_no_avs_number():
    register(roles=["representative"], birth_date=None, avs_number=None)
    account = Account.objects.get()
    assert account.is_representative
    assert not account.beneficiaries.exists()


def test_a_german_registration_writes_in_german():
    Client().post("/de/guichet/register/", FILLED)
    assert Account.objects.get().language == "de"
    assert "/de/guichet/confirm-email/" in Message.objects.get().text


def test_an_address_in_use_looks_the_same_and_mails_its_owner():
    owner = AccountFactory(email="jeanne@example.ch", language="de")
    response = register(email=" JEANNE@example.ch")
    assert response.url == reverse("guichet:register-done")
    message = Message.objects.get()
    assert (message.key, message.recipient, message.language) == ("address-in-use", owner.email, "de")
    assert Account.objects.count() == 1


def test_an_address_in_use_takes_as_long_as_a_new_one(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    AccountFactory(email="in-use@example.ch")
    spent = {}
    for email in ("in-use@example.ch", "free@example.ch"):
        start = time.thread_time()
        register(email=email)
        spent[email] = time.thread_time() - start
    assert min(spent.values()) > 0.5 * max(spent.values())


def test_an_owner_is_not_flooded_with_mails():
    AccountFactory(email="jeanne@example.ch")
    for _attempt in range(5):
        register()
    assert Message.objects.filter(key="address-in-use").count() == 3


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"roles": []}, "roles", "Cochez au moins une case"),
        ({"confirmation": None}, "confirmation", "Cochez cette case"),
        ({"avs_number": ""}, "avs_number", "Indiquez le numéro AVS"),
        ({"avs_number": "756.1234.5678.90"}, "avs_number", "Vérifiez le numéro AVS"),
        ({"birth_date": "31.02.1980"}, "birth_date", "Saisissez une date comme 27.03.2026"),
        ({"birth_date": "01.01.2999"}, "birth_date", "dans le futur"),
        ({"iban": "CH44 3199 9123 0008 8901 2"}, "iban", "QR-IBAN"),
        ({"iban": "FR76 3000 6000 0112 3456 7890 189"}, "iban", "en Suisse ou au Liechtenstein"),
        ({"postcode": "195"}, "postcode", "quatre chiffres"),
        ({"postcode": "1٩50"}, "postcode", "quatre chiffres"),
        ({"phone": "027 324 96 11"}, "phone", "numéro de téléphone portable"),
        ({"phone": "+7 912 345 67 89"}, "phone", "Appelez-nous au 027 324 96 11"),
        ({"email": "a@localhost"}, "email", "prenom.nom@exemple.ch"),
        ({"password": "motdepasse1234", "password_again": "motdepasse1234"}, "password", "facile à deviner"),
        ({"password": "Fournier2026", "password_again": "Fournier2026"}, "password", "sans votre nom"),
        ({"password": "7569217076985", "password_again": "7569217076985"}, "password", "vos numéros"),
        ({"password": "le 01071980 à Sion"}, "password", "date de naissance"),
        ({"password_again": "une autre phrase de passe"}, "password_again", "différents"),
        ({"last_name": "x" * 101}, "last_name", "100"),
    ],
)  # fmt: skip
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(changes, field, words):
    response = register(**changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert words in str(response.context["form"].errors[field])
    assert f'id="id_{field}_error"' in page
    assert 'id="error-summary"' in page
    assert "<title>Erreur" in page
    assert 'value="Jeanne"' in page
    assert PASSWORD not in page
    assert not Account.objects.exists()
    assert not Message.objects.exists()


def test_the_same_number_serves_three_accounts_at_most():
    for _account in range(3):
        AccountFactory(phone="+41791234567")
    response = register()
    assert "Ce numéro ne peut pas être utilisé" in response.content.decode()
    assert not Account.objects.filter(email="jeanne@example.ch").exists()


def test_without_javascript_a_button_shows_the_fields_of_a_beneficiary():
    page = register(roles=["beneficiary"], avs_number="", **{"update-form": "1"}).content.decode()
    assert '<div class="fields" data-role="beneficiary">' in page
    assert "error-summary__title" not in page
    assert 'value="Fournier"' in page
    page = register(roles=["representative"], **{"update-form": "1"}).content.decode()
    assert '<div class="fields" data-role="beneficiary" hidden>' in page


def test_the_language_switch_keeps_what_was_typed_unchecked_but_no_password():
    response = Client().post("/de/guichet/register/", FILLED | {"email": "not yet", "switch-language": "de"})
    page = response.content.decode()
    assert '<html lang="de">' in page
    assert 'value="not yet"' in page
    assert PASSWORD not in page
    assert "error-summary__title" not in page


def test_a_machine_that_fills_the_hidden_field_gets_the_same_page_and_nothing_else():
    assert register(website="https://buy.example").url == reverse("guichet:register-done")
    assert not Account.objects.exists()
    assert not Message.objects.exists()


def test_twenty_registrations_a_minute_from_one_address_are_enough():
    statuses = [register(email=f"a{n}@example.ch", phone=f"07912345{n:02d}").status_code for n in range(22)]
    assert statuses.count(302) == 20
    assert statuses[-1] == 429


def test_someone_signed_in_does_not_register(account, signed_in_client):
    assert signed_in_client(account).get(reverse("guichet:register")).status_code == 302


def test_the_page_says_what_follows(client):
    page = client.get(reverse("guichet:register-done")).content.decode()
    assert "24 heures" in page


# --- Confirming the address -------------------------------------------------------


def test_opening_the_link_confirms_nothing_and_the_button_confirms_once(client):
    register()
    link = link_of(Message.objects.get())
    response = client.get(link)
    assert response["Referrer-Policy"] == "same-origin"
    assert Account.objects.get().email_verified_at is None
    assert client.post(link).url == reverse("guichet:sign-in")
    assert Account.objects.get().is_email_verified
    assert client.post(link).status_code == 410
    assert "déjà servi" in client.get(link).content.decode()


def test_the_link_lives_a_day(client):
    register()
    link = link_of(Message.objects.get())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        response = client.post(link)
    assert response.status_code == 410
    assert "24 heures" in response.content.decode()
    assert Account.objects.get().email_verified_at is None


def test_a_link_with_one_letter_changed_is_nothing(client):
    register()
    link = link_of(Message.objects.get())
    assert client.post(link[:-2] + ("A" if link[-2] != "A" else "B") + "/").status_code == 404


def test_a_link_has_128_bits_and_only_its_hash_is_kept(client):
    register()
    message = Message.objects.get()
    token = link_of(message).rstrip("/").rpartition("/")[2]
    assert len(token) >= 22
    assert token not in EmailLink.objects.get().token_hash
    send_due_messages()
    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert token in mail.outbox[0].body


def test_confirming_while_someone_else_is_signed_in_leaves_that_session_alone(account, signed_in_client):
    register()
    client = signed_in_client(account)
    client.post(link_of(Message.objects.get()))
    assert Account.objects.get(email="jeanne@example.ch").is_email_verified
    assert client.session["_auth_user_id"] == str(account.pk)


def test_confirming_while_signed_in_leads_to_the_desk(signed_in_client):
    register()
    response = signed_in_client(Account.objects.get()).post(link_of(Message.objects.get()))
    assert response.url == reverse("invoicing:desk")


def test_the_link_is_sent_again_once_in_three_minutes_and_five_times_a_day(signed_in_client):
    account = AccountFactory(unverified=True)
    client = signed_in_client(account)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(reverse("guichet:resend-confirmation"))
        client.post(reverse("guichet:resend-confirmation"))
        assert Message.objects.count() == 1
        for _again in range(8):
            clock.shift(timedelta(minutes=4))
            client.post(reverse("guichet:resend-confirmation"))
    assert Message.objects.filter(key="confirm-email").count() <= 5 + 1  # a day's window may end in between
    assert EmailLink.objects.count() == 1, "older links are dead"


def test_a_confirmed_account_gets_no_further_link(account, signed_in_client):
    signed_in_client(account).post(reverse("guichet:resend-confirmation"))
    assert not Message.objects.exists()
