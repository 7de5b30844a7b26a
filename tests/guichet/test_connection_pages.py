"""« Informations de connexion »: each change asks for the password, proves the new, tells the old."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.models import Account, EmailLink, Event, Message, SmsDevice
from guichet.outbox import send_due_messages
from tests.factories import PASSWORD, AccountFactory
from tests.guichet.steps import code_in

pytestmark = pytest.mark.django_db

NEW = "trois lacs et une vieille tour"


@pytest.fixture
def client(account, signed_in_client):
    return signed_in_client(account)


def post(client, name, data, *args):
    return client.post(reverse(f"guichet:{name}", args=args), data)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, account, signed_in_client):
    elsewhere = signed_in_client(account)
    before = client.session.session_key
    response = post(
        client, "password-change", {"current_password": PASSWORD, "password": NEW, "password_again": NEW}
    )  # fmt: skip
    assert response.url == reverse("guichet:account")
    assert client.get(response.url).status_code == 200
    assert client.session.session_key != before
    assert elsewhere.get(response.url).status_code == 302
    assert Message.objects.get().key == "password-changed"


@pytest.mark.parametrize(
    ("name", "data"),
    [("password-change", {"password": NEW, "password_again": NEW}), ("email-change", {"email": "neu@example.ch"}),
     ("phone-change", {"phone": "079 765 43 21"})],
)  # fmt: skip
def test_each_change_asks_for_the_password_and_counts_wrong_ones(client, name, data):
    for _attempt in range(5):
        response = post(client, name, data | {"current_password": "fausse phrase de passe"})
        assert "pas votre mot de passe actuel" in response.content.decode()
    response = post(client, name, data | {"current_password": PASSWORD})
    assert "Trop de tentatives de connexion" in response.content.decode()
    assert post(client, name, data).status_code == 200


def test_a_new_address_is_proven_and_the_old_one_works_until_then(client, account):
    old = account.email
    post(client, "email-change", {"email": "neu@example.ch", "current_password": PASSWORD})
    account.refresh_from_db()
    assert account.email == old
    assert Message.objects.get(key="email-change-asked").recipient == old
    mail = Message.objects.get(key="email-change-link")
    assert mail.recipient == "neu@example.ch"
    Client().post(re.search(r"http://testserver(/\S+)", mail.text)[1])
    account.refresh_from_db()
    assert account.email == "neu@example.ch"
    assert Message.objects.get(key="email-changed").recipient == old


def test_an_address_of_someone_else_gets_the_same_answer(client, account):
    other = AccountFactory(email="paul@example.ch")
    free = post(client, "email-change", {"email": "neu@example.ch", "current_password": PASSWORD})
    taken = post(client, "email-change", {"email": "paul@example.ch", "current_password": PASSWORD})
    assert free.url == taken.url
    assert Message.objects.get(key="address-in-use").recipient == other.email
    assert not EmailLink.objects.filter(email="paul@example.ch").exists()


def test_an_address_taken_in_the_meantime_is_not_taken_twice(client, account):
    post(client, "email-change", {"email": "neu@example.ch", "current_password": PASSWORD})
    link = re.search(r"http://testserver(/\S+)", Message.objects.get(key="email-change-link").text)[1]
    AccountFactory(email="neu@example.ch")
    assert Client().post(link).status_code == 404
    assert Account.objects.filter(email="neu@example.ch").count() == 1


@pytest.mark.parametrize(("name", "field"), [("email-change", "email"), ("phone-change", "phone")])
def test_what_one_has_already_is_no_change(client, account, name, field):
    response = post(client, name, {field: str(getattr(account, field)), "current_password": PASSWORD})
    assert "déjà votre" in response.content.decode()


def test_a_new_number_is_proven_by_a_code_to_the_old_and_one_to_the_new(client, account, signed_in_client, sent_sms):
    elsewhere, old = signed_in_client(account), str(account.phone)
    response = post(client, "phone-change", {"phone": "079 765 43 21", "current_password": PASSWORD})
    assert response.url == reverse("guichet:phone-codes")
    assert sent_sms[-1][0] == old
    assert "Étape 1 sur 2" in client.get(response.url).content.decode()
    post(client, "phone-codes", {"code": code_in(sent_sms)})
    assert sent_sms[-1][0] == "+41797654321"
    assert "Étape 2 sur 2" in client.get(response.url).content.decode()
    assert str(Account.objects.get(pk=account.pk).phone) == old, "the old one stays until the end"
    assert post(client, "phone-codes", {"code": code_in(sent_sms)}).url == reverse("guichet:account")
    account.refresh_from_db()
    assert str(account.phone) == "+41797654321"
    assert str(SmsDevice.objects.get(user=account).number) == "+41797654321"
    assert client.get(reverse("guichet:account")).status_code == 200
    assert elsewhere.get(reverse("guichet:account")).status_code == 302
    assert {message.recipient for message in Message.objects.all()} == {account.email, old}
    send_due_messages()
    event = Event.objects.get(action="account.phone_changed")
    assert event.detail == {"old": f"•••\u00a0••\u00a0{old[-2:]}", "new": "•••\u00a0••\u00a021"}


def test_a_wrong_code_changes_no_number(client, account, sent_sms):
    post(client, "phone-change", {"phone": "079 765 43 21", "current_password": PASSWORD})
    wrong = f"{(int(code_in(sent_sms)) + 1) % 10**6:06d}"
    assert "Vérifiez les 6 chiffres" in post(client, "phone-codes", {"code": wrong}).content.decode()


def test_a_number_change_begun_more_than_twenty_minutes_ago_starts_again(account, signed_in_client, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in_client(account)
        post(client, "phone-change", {"phone": "079 765 43 21", "current_password": PASSWORD})
        clock.shift(timedelta(minutes=21))
        assert post(client, "phone-codes", {"code": code_in(sent_sms)}).url == reverse("guichet:phone-change")


def test_a_new_code_may_be_asked_for_a_number_change(account, signed_in_client, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in_client(account)
        post(client, "phone-change", {"phone": "079 765 43 21", "current_password": PASSWORD})
        clock.shift(timedelta(seconds=61))
        post(client, "phone-codes", {"new-code": "1"})
    assert len(sent_sms) == 2


def test_a_crowded_number_is_refused(client):
    for _account in range(3):
        AccountFactory(phone="+41797654321")
    response = post(client, "phone-change", {"phone": "079 765 43 21", "current_password": PASSWORD})
    assert "ne peut pas être utilisé" in response.content.decode()


def test_what_moves_money_asks_for_a_fresh_code(account, signed_in_client, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in_client(account)
        assert client.get(reverse("guichet:bank-account-add")).status_code == 200
        clock.shift(timedelta(minutes=11))
        response = client.get(reverse("guichet:bank-account-add"))
        assert response.url.startswith(reverse("guichet:confirm-code"))
        assert "Recevoir un code par SMS" in client.get(response.url).content.decode()
        assert not sent_sms, "opening a page sends nothing"
        client.post(response.url, {"new-code": "1"})
        assert "Code d’accès" in client.get(response.url).content.decode()
        wrong = f"{(int(code_in(sent_sms)) + 1) % 10**6:06d}"
        assert client.post(response.url, {"code": wrong}).status_code == 200
        answer = client.post(response.url, {"code": code_in(sent_sms)})
        assert answer.url == reverse("guichet:bank-account-add")
        assert client.get(answer.url).status_code == 200
