"""Forms without a token: sign-in on the home page, the remark, the vote. Only a page of ours may send them."""

import re

import pytest
from django.test import Client

from faq.models import FaqEntry, Vote
from home.models import Feedback
from portal.csrf import WITHOUT_TOKEN
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

REMARK = {"message": "Der Knopf ist zu klein.", "where": "Kontakt", "email": "a@example.ch"}
OURS = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://testserver"},
]
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://other.testserver"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},  # our host without TLS: anybody on the line
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://testserver"},  # the newer header decides
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},  # a frame in a sandbox
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Sec-Fetch-Site": "SAME-ORIGIN"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "https://testserver.evil.example"},
    {"Origin": "https://testserver@evil.example"},
    {"Origin": "https://testserver:8443"},
    {"Origin": "http://testserver"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://testserver, https://evil.example"},
    {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"},
    {"Origin": "https://testserver", "Host": "evil.example"},
    {"Referer": "https://evil.example/"},
]
SILENT = [{}, {"Sec-Fetch-Site": "none"}]
SPEAKING = [headers for headers in FOREIGN if headers not in ({"Referer": "https://evil.example/"},)]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def entry() -> FaqEntry:
    return FaqEntry.objects.get(anchor="photo", locale__language_code="fr")


def send(client: Client, address: str, data: dict, headers: dict, method: str = "post"):
    return getattr(client, method)(address, data, headers=headers, secure=True)


def sign_in(client: Client, account, headers: dict, **more):
    return send(client, "/de/guichet/sign-in/", {"email": account.email, "password": PASSWORD} | more, headers)


def token_in(html: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_a_page_of_ours_sends_all_three_without_a_token(strict, account, entry, headers):
    assert sign_in(strict, account, headers)["Location"] == "/de/guichet/sign-in/code/"
    assert send(strict, "/de/obstacle/", REMARK, headers)["Location"] == "/de/obstacle/done/"
    assert send(strict, "/fr/feedback/", {"vote": f"entry-{entry.pk}-yes"}, headers).status_code == 302
    assert (Feedback.objects.count(), Vote.objects.count()) == (1, 1)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_site_sends_none_of_them(strict, account, entry, headers, sent_sms):
    """Nobody is signed in to an account that is not his, nobody speaks in his name."""
    answers = [
        sign_in(strict, account, headers),
        send(strict, "/de/obstacle/", REMARK, headers),
        send(strict, "/fr/feedback/", {"vote": f"entry-{entry.pk}-yes"}, headers),
    ]

    assert {answer.status_code for answer in answers} <= {403, 400}
    assert (Feedback.objects.count(), Vote.objects.count(), sent_sms) == (0, 0, [])
    assert "sessionid" not in strict.cookies


@pytest.mark.parametrize("headers", SPEAKING, ids=str)
def test_who_is_sent_here_by_another_site_is_shown_none_of_its_words(strict, account, headers):
    html = sign_in(strict, account, headers).content.decode()

    assert account.email not in html
    assert 'type="password"' not in html


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_need_the_token_even_from_here(strict, method):
    for address in ("/de/guichet/sign-in/", "/de/obstacle/", "/de/feedback/"):
        assert send(strict, address, {}, OURS[0], method).status_code == 403


def test_every_other_form_needs_its_token_even_from_here(strict, account, signed_in_client):
    client = signed_in_client(account, enforce_csrf_checks=True)
    for address in ("/de/guichet/sign-out/", "/de/guichet/account/password/", "/de/guichet/register/", "/de/"):
        assert send(client, address, {}, OURS[0]).status_code == 403, address
    assert send(strict, "/de/feedback/thanks/", {"word": "x"}, OURS[0]).status_code == 403
    assert {"guichet:sign-in", "feedback", "faq:vote"} == WITHOUT_TOKEN


# --- Browsers that say nothing -------------------------------------------------------


@pytest.mark.parametrize("headers", SILENT, ids=str)
def test_a_browser_that_says_nothing_signs_in_on_the_second_try(strict, account, headers):
    """As old as the one that says nothing at all, it tells at least from which page it comes."""
    headers = headers | {"Referer": "https://testserver/de/"}
    first = sign_in(strict, account, headers, next="/de/guichet/account/")
    html = first.content.decode()

    assert first.status_code == 403
    assert f'value="{account.email}"' in html
    assert 'value="/de/guichet/account/"' in html
    assert PASSWORD not in html
    assert "Ihr Browser hat uns nicht gesagt, woher dieses Formular kommt." in html
    assert 'id="error-summary"' not in html
    second = sign_in(strict, account, headers, csrfmiddlewaretoken=token_in(html))
    assert second["Location"] == "/de/guichet/sign-in/code/"


def test_nothing_of_a_remark_is_lost_on_the_way(strict):
    headers = {"Referer": "https://testserver/de/barrierefreiheit/"}
    first = send(strict, "/de/obstacle/", REMARK, headers)
    html = first.content.decode()

    assert first.status_code == 403
    assert all(typed in html for typed in REMARK.values())
    second = send(strict, "/de/obstacle/", REMARK | {"csrfmiddlewaretoken": token_in(html)}, headers)
    assert second["Location"] == "/de/obstacle/done/"
    assert Feedback.objects.get().message == REMARK["message"]


def test_who_refuses_cookies_is_told_so_instead_of_asked_for_ever(strict, account):
    html = sign_in(strict, account, {}).content.decode()
    again = sign_in(Client(enforce_csrf_checks=True), account, {}, csrfmiddlewaretoken=token_in(html))

    assert again.status_code == 403
    assert "Cookies" in again.content.decode()


def test_the_sign_in_page_and_the_page_of_remarks_keep_their_token(client, account, signed_in_client):
    for visitor in (client, signed_in_client(account)):
        assert token_in(visitor.get("/de/obstacle/").content.decode())
    assert token_in(client.get("/de/guichet/sign-in/").content.decode())
    assert token_in(signed_in_client(account).get("/de/barrierefreiheit/").content.decode())
