"""Given somebody of the office who does nothing, when the session nears its end, then every page of the admin warns.

Not here: when a session ends (tests/guichet/test_middleware.py).
"""

import time
from importlib import import_module
from urllib.parse import quote

import pytest
from django.conf import settings
from playwright.sync_api import Page

from home.models import HomePage
from tests.claims import make_claim

from .conftest import Speaker
from .looks import AXE, RULES
from .test_editors import open_chief  # noqa: F401 -- a fixture
from .test_office_pages import open_office  # noqa: F401 -- a fixture

WARNING = "#session-warning"
MINUTE = 60


def session_of(page: Page):
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def let_pass(page: Page, minutes: float, **still: float) -> None:
    """`minutes` in the browser; `seen_at=2`: two minutes ago the server saw the last sign of life."""
    session = session_of(page)
    for name, ago in still.items():
        session[name] = int(time.time() - ago * MINUTE)
    session.save()
    page.clock.fast_forward(int(minutes * MINUTE * 1000))


def open_with_clock(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(address, wait_until="networkidle")


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_warning_comes_in_ones_language_and_one_click_stays(open_office, language):  # noqa: F811
    say = Speaker(language)
    page = open_office(language)
    open_with_clock(page, f"/admin/claims/{make_claim().reference}/")
    page.locator("summary").first.focus()
    let_pass(page, 12.2, seen_at=13.5)
    window = page.get_by_role("alertdialog", name=say("Êtes-vous encore là\u00a0?"))
    window.wait_for()
    assert page.evaluate("document.activeElement.matches('[data-stay]')")
    page.evaluate(AXE)
    faults = page.evaluate("([part, rules]) => axe.run(part, rules)", [WARNING, RULES])["violations"]
    assert [fault["id"] for fault in faults] == []
    window.get_by_role("button", name=say("Rester connecté")).click()
    window.wait_for(state="hidden")
    assert time.time() - session_of(page)["seen_at"] < MINUTE
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_pings_of_an_open_editor_put_nothing_off(open_chief):  # noqa: F811
    page = open_chief("de")
    open_with_clock(page, f"/admin/pages/{HomePage.objects.get(locale__language_code='de').pk}/edit/")
    with page.expect_response(lambda answer: "/editing-sessions/" in answer.url):
        let_pass(page, 12.2, seen_at=13.5)
    page.get_by_role("alertdialog", name="Sind Sie noch da?").wait_for()
    assert time.time() - session_of(page)["seen_at"] > 13 * MINUTE


def test_who_is_seen_elsewhere_is_not_disturbed(open_office):  # noqa: F811
    page = open_office()
    open_with_clock(page, "/admin/claims/")
    with page.expect_response(lambda answer: "/guichet/session/" in answer.url):
        let_pass(page, 12.2, seen_at=1)
    assert page.locator(WARNING).is_hidden()


def test_what_was_typed_can_be_copied_when_the_session_is_over(open_office):  # noqa: F811
    page = open_office()
    address = f"/admin/claims/{make_claim().reference}/"
    open_with_clock(page, address)
    let_pass(page, 12.2, seen_at=16)
    window = page.get_by_role("alertdialog", name="Vous avez été déconnecté")
    assert window.get_by_role("link", name="Se reconnecter").get_attribute("href").endswith(quote(address, safe=""))
    window.get_by_role("button", name="Revenir à la page").click()
    page.clock.fast_forward(30_000)
    assert window.is_hidden()


def test_after_ten_hours_no_click_helps_and_the_warning_says_so(open_office):  # noqa: F811
    page = open_office()
    open_with_clock(page, "/admin/claims/")
    let_pass(page, 12.2, seen_at=0, signed_in_at=10 * 60 - 1.5)
    window = page.get_by_role("alertdialog", name="Votre session se termine")
    window.wait_for()
    assert window.get_by_role("button", name="Rester connecté").count() == 0
    page.keyboard.press("Escape")
    page.clock.fast_forward(20_000)
    assert window.is_hidden()
