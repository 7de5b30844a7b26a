"""Signing in, as a browser sees it: password, code, and nothing before the code."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.models import Event, Message, SmsDevice
from guichet.sms import FakeGateway
from tests.factories import PASSWORD, AccountFactory
from tests.guichet.steps import code_in, give_password, sign_in_url, type_code

pytestmark = pytest.mark.django_db


def test_password_and_code_sign_in_and_lead_to_the_desk(client, account, sent_sms):
    response = give_password(client, account)
    assert response.url == reverse("guichet:code")
    response = type_code(client, code_in(sent_sms))
    assert response.status_code == 302
    assert response.url == reverse("invoicing:desk")
    assert client.get(reverse("guichet:account")).status_code == 200


def test_after_the_password_alone_nobody_is_signed_in(client, account):
    give_password(client, account)
    response = client.get(reverse("guichet:account"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("guichet:sign-in"))
    assert account.last_name.encode() not in client.get(reverse("guichet:code")).content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("kind", ["unknown", "wrong", "inactive", "unverified"])
def test_every_wrong_sign_in_gets_the_same_answer(client, kind):
    account = AccountFactory(is_active=kind != "inactive", unverified=kind == "unverified", email="paul@example.ch")
    email = "nobody@example.ch" if kind == "unknown" else account.email
    password = PASSWORD if kind == "inactive" else "une autre phrase que la bonne"
    response = client.post(sign_in_url(), {"email": email, "password": password})
    assert response.status_code == 200
    assert "L’adresse email ou le mot de passe est faux" in response.content.decode()
    assert f'value="{password}"' not in response.content.decode()
    assert not FakeGateway.sent


def test_an_address_signs_in_whatever_its_case(client, sent_sms):
    account = AccountFactory(email="paul@example.ch", with_device=True)
    response = client.post(sign_in_url(), {"email": " Paul@Example.CH ", "password": PASSWORD})
    assert response.url == reverse("guichet:code")
    assert len(sent_sms) == 1
    assert account.email == "paul@example.ch"


def test_the_sixth_attempt_gets_the_sentence_of_the_guide_even_with_the_right_password(client, account):
    for _attempt in range(5):
        response = client.post(sign_in_url(), {"email": account.email, "password": "fausse phrase de passe"})
        assert response.status_code == 200
    response = client.post(sign_in_url(), {"email": account.email, "password": PASSWORD})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 301
    assert "Trop de tentatives de connexion, veuillez réessayer d’ici quelques minutes" in response.content.decode()
    assert Message.objects.filter(key="sign-in-locked").count() == 1


def test_an_unknown_address_is_locked_the_same(client):
    for _attempt in range(5):
        client.post(sign_in_url(), {"email": "x@example.ch", "password": "fausse phrase de passe"})
    response = client.post(sign_in_url(), {"email": " X@EXAMPLE.ch", "password": "fausse phrase de passe"})
    assert response.status_code == 429


def test_spraying_from_one_network_stops_after_thirty(client):
    answers = [
        client.post(sign_in_url(), {"email": f"a{n}@example.ch", "password": "fausse phrase de passe"}).status_code
        for n in range(31)
    ]
    assert answers == [200] * 30 + [429]
    other = client.post(
        sign_in_url(), {"email": "b@example.ch", "password": "fausse phrase de passe"}, REMOTE_ADDR="10.0.0.9"
    )
    assert other.status_code == 200


def test_a_lost_counter_store_closes_the_sign_in_and_leaves_reading_open(client, account, settings, broken_limits):
    response = client.post(sign_in_url(), {"email": account.email, "password": PASSWORD})
    assert response.status_code == 503
    assert "Réessayez dans quelques minutes" in response.content.decode()
    assert client.get(sign_in_url()).status_code == 200


def test_a_code_works_once(client, account, sent_sms):
    give_password(client, account)
    code = code_in(sent_sms)
    assert type_code(client, code).status_code == 302
    second = Client()
    give_password(second, account)
    response = type_code(second, code)
    assert response.status_code == 200
    assert not second.session.get("_auth_user_id")


def test_a_code_of_another_session_is_refused(client, account, sent_sms):
    give_password(client, account)
    code = code_in(sent_sms)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        other = Client()
        give_password(other, account)
        assert type_code(other, code).status_code == 200
        assert "_auth_user_id" not in other.session
        assert type_code(client, code).status_code == 200, "the newer code killed the older one"


@pytest.mark.parametrize(("seconds", "works"), [(299, True), (301, False)])
def test_a_code_lives_five_minutes(client, account, sent_sms, seconds, works):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        give_password(client, account)
        clock.shift(timedelta(seconds=seconds))
        response = type_code(client, code_in(sent_sms))
    assert response.status_code == (302 if works else 200)
    if not works:
        assert "plus de cinq minutes" in response.content.decode()


def test_five_wrong_codes_burn_it_and_count_against_the_account(client, account, sent_sms):
    give_password(client, account)
    right = code_in(sent_sms)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    answers = [type_code(client, wrong).content.decode() for _try in range(5)]
    assert "Vérifiez les 6 chiffres" in answers[0]
    assert "plus valable" in answers[4]
    assert type_code(client, right).status_code == 200
    response = Client().post(sign_in_url(), {"email": account.email, "password": PASSWORD})
    assert response.status_code == 429


def test_no_more_than_twenty_five_codes_are_tried_in_a_day(client, account, sent_sms):
    give_password(client, account)
    SmsDevice.objects.update(tries_left=100)
    wrong = f"{(int(code_in(sent_sms)) + 1) % 10**6:06d}"
    statuses = [type_code(client, wrong).status_code for _try in range(26)]
    assert statuses == [200] * 25 + [429]


@pytest.mark.parametrize("typed", ["{}-{}", " {} {} ", "{}\r\n{}", "{}\u2011{}", "{}\u00a0{}"])
def test_a_pasted_code_may_have_spaces_and_hyphens(client, account, sent_sms, typed):
    give_password(client, account)
    code = code_in(sent_sms)
    assert type_code(client, typed.format(code[:3], code[3:])).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "１２３４５６", "abcdef"])
def test_what_is_no_code_is_told_so_and_not_counted(client, account, typed):
    give_password(client, account)
    response = type_code(client, typed)
    assert response.status_code == 200
    assert "6 chiffres" in response.content.decode()
    assert SmsDevice.objects.get().tries_left == 5


def test_a_new_code_waits_a_minute_and_kills_the_old_one(client, account, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        give_password(client, account)
        old = code_in(sent_sms)
        client.post(reverse("guichet:new-code"))
        assert len(sent_sms) == 1, "too soon"
        clock.shift(timedelta(seconds=61))
        client.post(reverse("guichet:new-code"))
        assert len(sent_sms) == 2
        if old != code_in(sent_sms):
            assert type_code(client, old).status_code == 200
        assert type_code(client, code_in(sent_sms)).status_code == 302


def test_three_codes_are_sent_in_one_sign_in(client, account, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        give_password(client, account)
        for _again in range(4):
            clock.shift(timedelta(seconds=61))
            client.post(reverse("guichet:new-code"))
    assert len(sent_sms) == 3


def test_the_code_page_offers_help_and_hides_the_number(client, account):
    give_password(client, account)
    page = client.get(reverse("guichet:code")).content.decode()
    assert "/fr/help/code/" in page
    assert str(account.phone)[-6:] not in page
    assert 'autocomplete="one-time-code"' in page
    assert "J’ai besoin d’un nouveau code d’accès" in page


def test_a_changed_password_voids_the_pending_sign_in(client, account, sent_sms):
    give_password(client, account)
    account.set_password("une toute nouvelle phrase secrète")
    account.save()
    response = type_code(client, code_in(sent_sms))
    assert response.url.startswith(reverse("guichet:sign-in"))
    assert "_auth_user_id" not in client.session


def test_after_ten_minutes_at_the_code_page_the_password_is_asked_again(client, account, sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        give_password(client, account)
        clock.shift(timedelta(minutes=11))
        response = type_code(client, code_in(sent_sms))
    assert response.url.startswith(reverse("guichet:sign-in"))


def test_the_link_of_a_mail_survives_both_steps(client, account, sent_sms):
    wanted = reverse("guichet:details")
    response = client.get(wanted)
    client.get(response.url)
    give_password(client, account, next=wanted)
    assert type_code(client, code_in(sent_sms)).url == wanted


@pytest.mark.parametrize(
    "hostile",
    ["//evil.ch", "/\\evil.ch", "https:evil.ch", "javascript:alert(1)", "http://testserver@evil.ch", "\t//evil.ch",
     "/\t/evil.ch", "%2f%2fevil.ch", "/fr/\r\nSet-Cookie: a=b", "https://evil.ch/fr/", "///evil.ch"],
)  # fmt: skip
def test_no_next_leads_outside(client, account, sent_sms, hostile):
    give_password(client, account, next=hostile)
    assert type_code(client, code_in(sent_sms)).url == reverse("invoicing:desk")


def test_the_session_key_changes_at_both_steps(client, account, sent_sms):
    client.get(sign_in_url())
    session = client.session
    session["something"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    first = session.session_key
    give_password(client, account)
    second = client.session.session_key
    type_code(client, code_in(sent_sms))
    third = client.session.session_key
    assert len({first, second, third}) == 3
    stolen = Client()
    stolen.cookies["sessionid"] = second
    assert stolen.get(reverse("guichet:account")).status_code == 302


@pytest.mark.parametrize("fault", ["refuse", "hang", "server-error"])
def test_an_sms_that_cannot_be_sent_is_told_and_costs_nothing(client, account, sent_sms, fault):
    FakeGateway.fault = fault
    give_password(client, account)
    page = client.get(reverse("guichet:code")).content.decode()
    assert "Le SMS n’a pas pu être envoyé" in page
    assert not sent_sms
    FakeGateway.fault = "ok"
    client.post(reverse("guichet:new-code"))
    assert type_code(client, code_in(sent_sms)).status_code == 302


def test_a_lost_answer_leaves_the_code_valid_and_sends_no_second_one(client, account, sent_sms):
    FakeGateway.fault = "answer-lost"
    give_password(client, account)
    assert len(sent_sms) == 1
    assert type_code(client, code_in(sent_sms)).status_code == 302


def test_the_code_stands_nowhere_but_in_the_sms(client, account, sent_sms):
    give_password(client, account)
    code = code_in(sent_sms)
    device = SmsDevice.objects.get()
    stored = [str(value) for value in vars(device).values()]
    stored += [str(vars(event)) for event in Event.objects.all()]
    stored += [str(dict(client.session)), client.get(reverse("guichet:code")).content.decode()]
    assert not any(code in value for value in stored if len(value) < 50_000)
    assert device.token is None


def test_staff_goes_to_the_admin(client, sent_sms):
    account = AccountFactory(staff=True, with_device=True)
    give_password(client, account)
    assert type_code(client, code_in(sent_sms)).url == "/admin/"


def test_an_account_made_by_somebody_else_gets_its_device_at_the_first_sign_in(client, sent_sms):
    account = AccountFactory(staff=True)
    give_password(client, account)
    assert [number for number, _text in sent_sms] == [str(account.phone)]


def test_an_account_without_number_is_told_to_call(client, sent_sms):
    account = AccountFactory(phone="")
    give_password(client, account)
    assert "Appelez l’office" in client.get(sign_in_url()).content.decode()
    assert not sent_sms


def test_an_unconfirmed_account_gets_three_sms_in_all(account, sent_sms):
    account.email_verified_at = None
    account.save()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _sign_in in range(20):
            clock.shift(timedelta(minutes=6))
            give_password(Client(), account)
    assert len(sent_sms) == 3


def test_signing_out_is_a_post_that_clears_the_browser(account, signed_in_client):
    client = signed_in_client(account)
    key = client.session.session_key
    assert client.get(reverse("guichet:sign-out")).status_code == 405
    response = client.post(reverse("guichet:sign-out"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    replay = Client()
    replay.cookies["sessionid"] = key
    assert replay.get(reverse("guichet:account")).status_code == 302


def test_someone_signed_in_does_not_see_the_sign_in_page(account, signed_in_client):
    response = signed_in_client(account).get(sign_in_url())
    assert response.url == reverse("invoicing:desk")


def test_a_second_person_in_the_same_browser_starts_from_nothing(account, signed_in_client, sent_sms):
    client = signed_in_client(account)
    session = client.session
    session["left_behind"] = "yes"
    session.save()
    client.post(reverse("guichet:sign-out"))
    other = AccountFactory(with_device=True)
    give_password(client, other)
    type_code(client, code_in(sent_sms))
    assert client.session["_auth_user_id"] == str(other.pk)
    assert "left_behind" not in client.session


def test_a_megabyte_of_password_is_refused_without_hashing(client, account):
    response = client.post(sign_in_url(), {"email": account.email, "password": "x" * 1_000_000})
    assert response.status_code == 200
    assert not Event.objects.filter(action="sign_in.password_failed").exists()


def test_the_language_switch_keeps_the_address_typed_and_checks_nothing(client):
    response = client.post(
        "/de/guichet/sign-in/", {"email": "paul@example.ch", "password": "x", "switch-language": "de"}
    )
    page = response.content.decode()
    assert 'value="paul@example.ch"' in page
    assert "error-summary__title" not in page


def test_keeping_alive_needs_a_session(client, account, signed_in_client):
    assert signed_in_client(account).post(reverse("guichet:keep-alive")).status_code == 204
    assert client.post(reverse("guichet:keep-alive")).status_code == 302


def test_asking_for_a_new_code_without_password_leads_back(client):
    assert client.post(reverse("guichet:new-code")).url == reverse("guichet:sign-in")
