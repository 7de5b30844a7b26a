"""Decorators of views: who gets in, and what the others are told."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.template import Context, Template
from django.urls import reverse
from django_otp.middleware import is_verified

from guichet.access import signed_in, staff_only
from guichet.codes import Flow, has_live_code, send_code
from guichet.limits import LimitsUnavailable
from guichet.models import Account, SmsDevice
from tests.factories import AccountFactory, SmsDeviceFactory
from tests.guichet.steps import give_password

pytestmark = pytest.mark.django_db


def view(request):
    return HttpResponse("inside")


@pytest.fixture
def ask(rf):
    """`ask(view, account)`: the answer to someone signed in with both factors, or to nobody."""

    def ask(guarded, account=None):
        request = rf.get("/fr/somewhere/")
        request.user, request.session = account or AnonymousUser(), {}
        if account:
            account.otp_device = SmsDeviceFactory(user=account)
            account.is_verified = lambda: is_verified(account)
        return guarded(request)

    return ask


def test_who_gave_both_factors_gets_in(ask):
    assert ask(signed_in(view), AccountFactory()).content == b"inside"


def test_nobody_is_asked_to_sign_in_first(ask):
    assert ask(signed_in(view)).url == f"{reverse('guichet:sign-in')}?next=%2Ffr%2Fsomewhere%2F"
    assert ask(staff_only(view)).status_code == 302


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("http://testserver/admin/claims/2026-000001/", "/admin/claims/2026-000001/"),
        ("http://testserver/fr/guichet/?page=2", "/fr/guichet/?page=2"),
        ("http://evil.example/fr/guichet/", "/fr/guichet/account/bank-accounts/1/retire/"),
        ("javascript:alert(1)", "/fr/guichet/account/bank-accounts/1/retire/"),
        ("", "/fr/guichet/account/bank-accounts/1/retire/"),
    ],
)
def test_whose_session_ended_over_a_form_comes_back_to_its_page(client, page, wanted):
    response = client.post(reverse("guichet:bank-account-retire", args=[1]), headers={"Referer": page})
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": [wanted]}


def test_only_staff_gets_where_staff_works(ask):
    assert ask(staff_only(view), AccountFactory(staff=True)).content == b"inside"
    with pytest.raises(Http404):
        ask(staff_only(view), AccountFactory())


def test_the_box_of_the_home_page_posts_to_the_sign_in_page(rf):
    page = Template("{% load guichet %}{% sign_in_box %}").render(Context({"request": rf.get("/")}))
    assert f'action="{reverse("guichet:sign-in")}"' in page
    assert "Mot de passe oublié" in page
    assert 'autocomplete="current-password"' in page


def test_typing_the_password_again_keeps_the_code_on_its_way(client, account, sent_sms):
    give_password(client, account)
    give_password(client, account)
    assert len(sent_sms) == 1
    pending = client.session["sign_in_pending"]
    assert has_live_code(SmsDevice.objects.get(), Flow(pending["nonce"], "sign-in"))


def test_a_lost_counter_store_sends_no_code_and_says_so(client, account, sent_sms, monkeypatch):
    give_password(client, account)
    with monkeypatch.context() as patch:
        patch.setattr("guichet.views.sign_in.codes.send_code", raise_unavailable)
        client.post(reverse("guichet:new-code"))
    assert "Aucun code ne peut être envoyé" in client.get(reverse("guichet:code")).content.decode()


def raise_unavailable(*args):
    raise LimitsUnavailable


def test_a_code_that_cannot_be_counted_starts_no_wait(broken_limits):
    device = SmsDeviceFactory(user=AccountFactory())
    assert device.tries_left == 0
    with pytest.raises(LimitsUnavailable, match="sms-number-hour"):
        send_code(device, Flow.start("sign-in"))
    device.refresh_from_db()
    assert device.last_generated_timestamp is None


def test_accounts_are_made_and_found_by_one_spelling():
    account = Account.objects.create_superuser(" Anne@Example.CH ", "x", first_name="Anne", last_name="Favre")
    assert account.is_staff
    assert account.is_email_verified
    assert Account.objects.get_by_natural_key("ANNE@example.ch") == account
    assert account.get_short_name() == "Anne"
