"""Headers on every kind of answer, under the settings of production: pages, redirects, faults, static files, PDFs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from invoicing.models import Version
from invoicing.tasks import make_pdf
from tests.claims import make_claim
from tests.conftest import sign_in
from tests.portal import test_errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls(test_errors.__name__), pytest.mark.usefixtures("office_data")]


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_SSL_REDIRECT = True
    settings.WHITENOISE_USE_FINDERS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def visitor(**options) -> Client:
    return Client(raise_request_exception=False, **options)


ANSWERS = {
    "page": ("/fr/guichet/sign-in/", 200),
    "redirect to sign in": ("/fr/guichet/account/", 302),
    "redirect to a language": ("/", 302),
    "not found": ("/fr/nulle-part/", 404),
    "admin, signed out": ("/admin/", 302),
    "wrong method": ("/fr/guichet/sign-out/", 405),
    "bad request": ("/fr/fault/bad/", 400),
    "forbidden": ("/fr/fault/forbidden/", 403),
    "too many": ("/fr/fault/too-many/", 429),
    "busy": ("/fr/fault/locked/", 503),
    "fault": ("/de/fault/broken/", 500),
    "static": ("/static/css/base.css", 200),
    "script": ("/static/js/form.js", 200),
    "missing static": ("/static/css/none.css", 404),
}


def assert_safe(response) -> None:
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Request-Id"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_its_headers(name):
    address, status = ANSWERS[name]
    response = visitor().get(address, secure=True)
    response.close()
    assert response.status_code == status
    assert_safe(response)
    assert "object-src 'none'" in response["Content-Security-Policy"]
    assert "base-uri 'none'" in response["Content-Security-Policy"]


def test_http_is_led_to_https():
    response = visitor().get("/fr/guichet/sign-in/")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/fr/guichet/sign-in/"


def test_refused_forms_and_bodies_too_large_carry_them_too(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    refused = visitor(enforce_csrf_checks=True).post("/fr/form/", {"a": "1"}, secure=True)
    too_large = visitor().post("/fr/form/", {"a": "1", "b": "2", "c": "3"}, secure=True)
    for response, status in ((refused, 403), (too_large, 413)):
        assert response.status_code == status
        assert_safe(response)


def test_personal_pages_and_pdfs_are_kept_by_no_cache():
    claim = make_claim()
    make_pdf.call(Version.objects.get().pk)
    client = sign_in(Client(), claim.owner)
    client.cookies["sessionid"]["secure"] = True
    for name, arguments in (("desk", []), ("claim", [claim.reference]), ("claim-pdf", [claim.reference, 1])):
        response = client.get(reverse(f"invoicing:{name}", args=arguments), secure=True)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert_safe(response)
    for name in ("account", "details", "bank-account-add"):
        assert "no-store" in client.get(reverse(f"guichet:{name}"), secure=True)["Cache-Control"]
    assert "no-store" in client.get("/fr/nulle-part/", secure=True)["Cache-Control"]


def test_pages_of_the_admin_are_kept_by_no_cache(settings, django_user_model):
    staff = django_user_model.objects.create_superuser(
        "chef@example.ch", "x", first_name="A", last_name="B", phone="+41791112233"
    )
    claim = make_claim()
    client = sign_in(Client(), staff)
    for address in ("", "claims/", f"claims/{claim.reference}/", "users/", "account/"):
        response = client.get(f"/admin/{address}", secure=True)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"], address
        assert_safe(response)


@pytest.mark.parametrize("address", ["/fr/guichet/sign-in/", "/fr/fault/broken/", "/fr/guichet/register/"])
def test_no_two_answers_share_a_nonce(address):
    policies = [visitor().get(address, secure=True)["Content-Security-Policy"] for _again in range(5)]
    nonces = {re.search(r"'nonce-([^']{16,})'", policy)[1] for policy in policies}
    assert len(nonces) == 5
