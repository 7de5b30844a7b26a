"""Forgotten password (guide 5.1.1)."""

import re
import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.models import Message
from tests.factories import PASSWORD, AccountFactory
from tests.guichet.steps import give_password, sign_in_url

pytestmark = pytest.mark.django_db

NEW = "trois lacs et une vieille tour"


def ask(email: str, **headers):
    return Client(**headers).post(reverse("guichet:forgotten-password"), {"email": email})


def reset_link() -> str:
    return re.search(r"http://testserver(/\S+)", Message.objects.filter(key="reset").first().text)[1]


def open_form(client) -> str:
    return client.get(reset_link()).url


def set_new(client, address: str, password: str = NEW, again: str = NEW):
    return client.post(address, {"password": password, "password_again": again})


@pytest.mark.parametrize("kind", ["known", "unknown", "inactive"])
def test_every_address_gets_the_same_answer(kind):
    AccountFactory(email="paul@example.ch", is_active=kind != "inactive")
    response = ask("nobody@example.ch" if kind == "unknown" else "paul@example.ch")
    assert response.url == reverse("guichet:forgotten-password-done")
    assert Message.objects.count() == (1 if kind == "known" else 0)
    assert "Si un compte existe" in Client().get(response.url).content.decode()


def test_the_mail_names_the_configured_host():
    AccountFactory(email="paul@example.ch")
    response = ask("paul@example.ch", HTTP_X_FORWARDED_HOST="evil.ch")
    assert response.status_code == 302
    assert "evil.ch" not in Message.objects.get().text
    assert ask("paul@example.ch", HTTP_HOST="evil.ch").status_code == 400


def test_a_new_password_ends_sessions_tells_the_owner_and_signs_nobody_in(account, signed_in_client):
    elsewhere = signed_in_client(account)
    ask(account.email)
    client = Client()
    form = open_form(client)
    assert form.endswith("/set-password/"), "the token is not in the address of the form"
    assert client.get(form)["Referrer-Policy"] == "same-origin"
    response = set_new(client, form)
    assert response.url == sign_in_url()
    assert "_auth_user_id" not in client.session
    assert "Votre mot de passe a été changé" in client.get(response.url).content.decode()
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert elsewhere.get(reverse("guichet:account")).status_code == 302
    assert Message.objects.filter(key="password-changed", recipient=account.email).exists()
    assert give_password(client, account, password=NEW).url == reverse("guichet:code"), "the code is still asked"


def test_a_link_works_once(account):
    ask(account.email)
    link = reset_link()
    client = Client()
    set_new(client, open_form(client))
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(("minutes", "status"), [(59, 302), (61, 410)])
def test_a_link_lives_an_hour(account, minutes, status):
    ask(account.email)
    with time_machine.travel(time.time() + minutes * 60):
        assert Client().get(reset_link()).status_code == status


@pytest.mark.parametrize("change", ["email", "password", "sign-in"])
def test_a_link_dies_when_the_account_changes(account, change):
    ask(account.email)
    link = reset_link()
    if change == "email":
        account.email = "neu@example.ch"
    elif change == "password":
        account.set_password(NEW)
    else:
        account.last_login = timezone.now()
    account.save()
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize("uid", ["Nw", "%%%", "x", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw"])
def test_a_made_up_link_is_refused(uid):
    assert Client().get(reverse("guichet:reset-password", args=[uid, "abc-def"])).status_code == 410


def test_the_form_without_its_link_is_refused(account):
    ask(account.email)
    uid = reset_link().split("/")[-3]
    assert Client().get(reverse("guichet:reset-password", args=[uid, "set-password"])).status_code == 410


def test_a_bad_password_is_told_at_its_field(account):
    ask(account.email)
    client = Client()
    form = open_form(client)
    assert "différents" in set_new(client, form, NEW, "autre chose encore").content.decode()
    assert "12" in set_new(client, form, "court", "court").content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_three_mails_an_hour(account):
    for _request in range(10):
        assert ask(account.email).status_code == 302
    assert Message.objects.filter(key="reset").count() == 3


def test_a_reset_lifts_the_lock_out(account):
    for _attempt in range(5):
        Client().post(sign_in_url(), {"email": account.email, "password": "fausse phrase de passe"})
    assert give_password(Client(), account).status_code == 429
    ask(account.email)
    client = Client()
    set_new(client, open_form(client))
    assert give_password(client, account, password=NEW).status_code == 302


def test_a_reset_leaves_the_session_of_someone_else_alone(account, signed_in_client):
    other = AccountFactory()
    client = signed_in_client(other)
    ask(account.email)
    set_new(client, open_form(client))
    assert client.session["_auth_user_id"] == str(other.pk)
    account.refresh_from_db()
    assert account.check_password(NEW)
