"""The pages of faults: the right number, the right language, the phone, and no leaning on what may be broken."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.template import TemplateSyntaxError
from django.test import Client
from django.urls import path

from guichet.limits import LimitsUnavailable, TooMany
from portal import errors, urls

FAULTS = {
    "bad": BadRequest("no"),
    "forbidden": PermissionDenied("no"),
    "too-many": TooMany(150),
    "no-limits": LimitsUnavailable("sms"),
    "locked": OperationalError("database is locked"),
    "broken": ZeroDivisionError("ours"),
}


def fail(request, name):
    raise FAULTS[name]


def read_form(request):
    return HttpResponse(request.POST.get("a", ""))


urlpatterns = [
    path("fr/fault/<str:name>/", fail),
    path("de/fault/<str:name>/", fail),
    path("fr/form/", read_form),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "heading"),
    [
        ("bad", 400, "Demande incompréhensible"),
        ("forbidden", 403, "Accès refusé"),
        ("too-many", 429, "Trop de tentatives"),
        ("no-limits", 503, "Le guichet est très occupé"),
        ("locked", 503, "Le guichet est très occupé"),
        ("broken", 500, "Une erreur est survenue chez nous"),
    ],
)
def test_a_fault_says_what_happened_whom_to_call_and_its_number(visitor, name, status, heading):
    response = visitor.get(f"/fr/fault/{name}/")
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}" in page
    assert 'href="tel:+41273249611"' in page
    assert response["X-Request-Id"] in page
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_does_not_exist_is_a_404_in_the_frame(visitor):
    response = visitor.get("/fr/nulle-part/")
    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()
    assert 'hreflang="de"' in response.content.decode()


def test_the_address_of_a_button_opened_like_a_page_is_told_in_the_frame(visitor):
    response = visitor.get("/fr/guichet/sign-out/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Rien n’a été modifié" in response.content.decode()
    assert not visitor.put("/fr/guichet/sign-out/").content


def test_too_many_tries_tell_how_long_to_wait(visitor):
    response = visitor.get("/fr/fault/too-many/")
    assert response["Retry-After"] == "150"
    assert "Attendez 3 minutes" in response.content.decode()


def test_the_language_of_a_fault_is_that_of_the_address(visitor):
    for name in ("broken", "forbidden"):
        assert '<html lang="de">' in visitor.get(f"/de/fault/{name}/").content.decode()


def test_a_fault_of_ours_asks_the_database_nothing(visitor, django_assert_num_queries, rf):
    request = rf.get("/fr/")
    request.id = "abc"
    with django_assert_num_queries(0):
        response = errors.server_error(request)
    assert response.status_code == 500


def test_a_fault_of_ours_is_shown_even_when_the_frame_is_broken(monkeypatch, rf):
    draw = errors.render_to_string

    def only_the_last(name, context):
        if name == "errors/error.html":
            raise TemplateSyntaxError("broken frame")
        return draw(name, context)

    monkeypatch.setattr(errors, "render_to_string", only_the_last)
    page = errors.server_error(rf.get("/de/")).content.decode()
    assert "027 324 96 11" in page
    assert "Bei uns ist ein Fehler aufgetreten" in page


def test_a_form_without_its_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/fr/form/", {"a": "1"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "cookies" in page
    assert "Vos brouillons sont gardés" in page


def test_a_request_that_is_too_large_is_a_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    response = visitor.post("/fr/form/", {"a": "1", "b": "2", "c": "3", "d": "4"})
    assert response.status_code == 413
    assert "Envoi trop volumineux" in response.content.decode()


def test_a_signed_in_person_keeps_the_menu_on_a_404(account, signed_in_client):
    page = signed_in_client(account).get("/fr/nulle-part/").content.decode()
    assert account.get_full_name() in page
    for mark in (
        'href="/fr/guichet/account/"',
        'action="/fr/guichet/sign-out/"',
        'action="/fr/guichet/keep-alive/"',
        'data-session-idle="1800"',
    ):
        assert mark in page
