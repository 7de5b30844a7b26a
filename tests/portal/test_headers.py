"""Headers of every answer, and the two content policies."""

import pytest
from django.test import Client
from wagtail.models import Page

from home.models import HomePage
from portal.csp import EDITING
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

STRICT = ["", "pages/", "reports/site-history/", "users/", "snippets/home/notice/", "account/"]
EDITORS = ["pages/{page}/edit/", "pages/add/home/contentpage/{page}/", "localize/submit/page/{page}/"]


def policy(response) -> dict[str, list[str]]:
    """The content policy as {directive: sources}."""
    directives = [part.split() for part in response["Content-Security-Policy"].split("; ")]
    return {name: sources for name, *sources in directives}


@pytest.fixture
def administrator(signed_in_client):
    return signed_in_client(AccountFactory(staff=True, is_superuser=True, with_device=True))


@pytest.fixture
def home_page_id(public_pages) -> int:
    return HomePage.objects.first().pk


def test_a_personal_page_runs_only_our_own_code(client):
    response = client.get("/fr/guichet/sign-in/")
    found = policy(response)

    assert found["default-src"] == found["frame-ancestors"] == found["base-uri"] == found["object-src"] == ["'none'"]
    for directive in ("script-src", "style-src"):
        own, nonce = found[directive]
        assert own == "'self'"
        assert nonce.startswith("'nonce-")
        assert nonce.removeprefix("'nonce-").rstrip("'") in response.content.decode()
    assert not any("://" in source or "*" in source for sources in found.values() for source in sources)


def test_a_nonce_is_used_once(client):
    pages = [policy(client.get("/fr/guichet/sign-in/"))["script-src"] for _again in range(2)]
    assert pages[0] != pages[1]


# --- Who may keep a page ---------------------------------------------------------------


def test_a_public_page_is_kept_by_everybody_so_it_carries_nothing_of_its_own(public_pages, client):
    response = client.get("/fr/guide/")
    found = policy(response)

    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in response["Vary"]
    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert 'nonce=""' in response.content.decode()
    assert response.cookies == {}
    assert client.get("/fr/guide/").content == response.content


EVERYBODYS = ["/fr/search/", "/de/search/", "/fr/help/code/", "/de/help/lockout/"]


def public_addresses() -> list[str]:
    return [*EVERYBODYS, *(page.url for page in Page.objects.filter(depth__gt=1, live=True))]


def test_every_public_page_is_the_same_for_all_and_kept_for_five_minutes(public_pages):
    for address in public_addresses():
        first, second = (Client().get(address) for _again in range(2))

        assert (first.status_code, first["Cache-Control"]) == (200, "public, max-age=300"), address
        assert first["Vary"] == "Cookie"
        assert policy(first)["script-src"] == policy(first)["style-src"] == ["'self'"], address
        assert first.cookies == {}, address
        assert first.content == second.content, address
        assert "csrfmiddlewaretoken" not in first.content.decode(), address


def test_a_public_page_for_who_is_signed_in_is_kept_by_nobody(public_pages, account, signed_in_client):
    client = signed_in_client(account)
    for address in public_addresses():
        response = client.get(address)

        assert response["Cache-Control"] == "no-store", address
        assert policy(response)["script-src"][1].startswith("'nonce-"), address


def test_a_page_with_a_message_is_its_reader_s_own(public_pages, account, signed_in_client):
    client = signed_in_client(account)
    client.post("/fr/guichet/sign-out/")
    told = client.get("/fr/")
    gone = [name for name, cookie in client.cookies.items() if not cookie.value]  # browsers forget these by themselves

    assert "Vous êtes déconnecté." in told.content.decode()
    assert told["Cache-Control"] == "private, no-cache"
    for name in gone:
        del client.cookies[name]
    assert client.get("/fr/")["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("address", ["/fr/obstacle/", "/fr/obstacle/done/", "/de/guide/", "/", "/sitemap.xml"])
def test_what_is_no_page_for_all_is_kept_by_the_reader_alone(public_pages, client, address):
    assert client.get(address)["Cache-Control"] == "private, no-cache"


def test_what_somebody_searched_is_kept_by_nobody(public_pages, client):
    for query in ("iban", "gibtesnicht"):
        assert client.get(f"/fr/search/?q={query}")["Cache-Control"] == "no-store"


def test_every_answer_says_how_it_may_be_used(public_pages, client):
    response = client.get("/de/kontakt/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", STRICT)
def test_the_admin_is_strict_and_frames_only_itself(public_pages, administrator, address):
    response = administrator.get(f"/admin/{address}")
    found = policy(response)

    assert response.status_code == 200
    assert "'unsafe-inline'" not in found["script-src"] + found["style-src"]
    assert found["frame-ancestors"] == found["frame-src"] == ["'self'"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", EDITORS)
def test_editing_screens_run_wagtail_s_inline_code_and_nothing_from_outside(home_page_id, administrator, address):
    response = administrator.get(f"/admin/{address}".format(page=home_page_id))
    found = policy(response)

    assert response.status_code == 200
    # A nonce beside it would make browsers ignore 'unsafe-inline'.
    assert found["script-src"] == found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["object-src"] == found["base-uri"] == ["'none'"]
    assert found["form-action"] == found["connect-src"] == ["'self'"]
    assert not any("://" in source or "*" in source for sources in found.values() for source in sources)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/claims/",
        "/admin/claims/2026-000418/",
        "/admin/invoicing/claim/edit/1/",
        "/admin/pages/",
        "/fr/admin/sites/",
    ],
)
def test_what_shows_claims_or_lists_is_never_in_the_weak_group(address):
    assert not EDITING.match(address)


def test_date_fields_of_the_admin_carry_no_inline_script(public_pages, administrator):
    html = administrator.get("/admin/reports/site-history/").content.decode()

    assert '<template data-chooser="date"' in html
    assert "initDateChooser" not in html
    assert "js/admin-dates.js" in html
