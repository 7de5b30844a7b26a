"""The time limits of a session, and the only door of the admin."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guichet.models import Event
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    account = AccountFactory(staff=True, with_device=True)
    group = Group.objects.create(name="Examen")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    account.groups.add(group)
    return account


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def is_in(client) -> bool:
    return client.get(reverse("guichet:account")).status_code == 200


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_a_citizen_without_activity_is_signed_out_after_half_an_hour(account, signed_in_client, clock, minutes, stays):
    client = signed_in_client(account)
    assert is_in(client)
    clock.shift(timedelta(minutes=minutes))
    assert is_in(client) == stays


def test_being_signed_out_is_explained_and_recorded(account, signed_in_client, clock):
    client = signed_in_client(account)
    clock.shift(timedelta(minutes=31))
    response = client.get(reverse("guichet:account"), follow=True)
    assert "déconnecté faute d’activité" in response.content.decode()
    assert Event.objects.filter(action="sign_in.session_expired", actor=account).exists()


def test_activity_keeps_a_citizen_in_for_twelve_hours_and_no_longer(account, signed_in_client, clock):
    client = signed_in_client(account)
    for _hour in range(36):
        assert is_in(client)
        clock.shift(timedelta(minutes=20))
    clock.shift(timedelta(minutes=1))
    assert not is_in(client)


def test_staff_is_signed_out_after_a_quarter_of_an_hour(reviewer, signed_in_client, clock):
    client = signed_in_client(reviewer)
    clock.shift(timedelta(minutes=16))
    assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    ["/admin/claims/2026-000001/presence/", "/admin/editing-sessions/ping/a/b/1/", "/de/guichet/session/"],
)
@pytest.mark.parametrize(("headers", "stays"), [({}, False), ({"X-Attended": "1"}, True)])
def test_an_open_page_keeps_nobody_signed_in_unless_it_is_used(
    reviewer, signed_in_client, clock, address, headers, stays
):
    client = signed_in_client(reviewer)
    for _quarter in range(2):
        clock.shift(timedelta(minutes=10))
        client.post(address, headers=headers)
    assert is_in(client) == stays


def test_a_page_may_ask_how_long_the_session_lasts(reviewer, signed_in_client, clock):
    client, address = signed_in_client(reviewer), reverse("guichet:session-left")
    clock.shift(timedelta(minutes=10))
    assert client.get(address).json() == {"left": 5 * 60, "can_stay": True}
    for _once in range(53):
        client.get("/admin/")
        clock.shift(timedelta(minutes=11))
    client.get("/admin/")
    assert client.get(address).json() == {"left": 7 * 60, "can_stay": False}


def test_a_session_of_an_account_that_was_closed_is_nobody(account, signed_in_client):
    client = signed_in_client(account)
    account.is_active = False
    account.save()
    assert not is_in(client)


@pytest.mark.parametrize(
    "path", ["", "pages/", "login/", "password_reset/", "account/", "jsi18n/", "users/", "nothing/"]
)
def test_no_admin_page_answers_without_both_factors(reviewer, path):
    client = Client()
    assert client.get(f"/admin/{path}").url.startswith(reverse("guichet:sign-in"))
    client.force_login(reviewer)
    response = client.get(f"/admin/{path}?a=1")
    assert response.url.startswith(reverse("guichet:sign-in") + "?next=%2Fadmin%2F")
    assert client.post(f"/admin/{path}", {"username": "x"}).status_code == 302


def test_a_script_is_told_401(reviewer):
    assert Client().get("/admin/", HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 401
    response = Client().get(reverse("guichet:account"), HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Redirect"]) == (401, reverse("guichet:sign-in"))


def test_for_citizens_and_for_staff_without_the_right_the_admin_does_not_exist(account, signed_in_client):
    assert signed_in_client(account).get("/admin/").status_code == 404
    assert signed_in_client(AccountFactory(staff=True)).get("/admin/").status_code == 404


def test_a_reviewer_enters_the_admin_and_leaves_through_our_door(reviewer, signed_in_client):
    client = signed_in_client(reviewer)
    assert client.get("/admin/").status_code == 200
    response = client.post("/admin/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert Event.objects.filter(action="sign_out", actor=reviewer).exists()


def test_the_password_alone_opens_no_page_of_the_account(account):
    client = Client()
    client.force_login(account)
    for name in ("account", "details", "email-change", "password-change", "phone-change", "bank-account-add"):
        response = client.get(reverse(f"guichet:{name}"))
        assert response.url.startswith(reverse("guichet:sign-in"))
        assert not response.content
