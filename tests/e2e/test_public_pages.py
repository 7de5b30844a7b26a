"""What public pages and Wagtail's own screens do in real Chromium; no content policy is broken.

Not here: how each page looks and reads (test_every_page.py).
"""

import gzip

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page as WagtailPage

from home.loading import find_page
from home.models import Feedback
from tests.conftest import sign_in
from tests.factories import PASSWORD, AccountFactory

from .conftest import last_code

STRICT = [
    "/admin/",
    "/admin/pages/",
    "/admin/snippets/home/notice/",
    "/admin/images/",
    "/admin/users/",
    "/admin/account/",
]


@pytest.fixture
def administrator(open_page, portal):
    """A page of an administrator, signed in with both factors."""
    account = AccountFactory(staff=True, is_superuser=True)
    key = sign_in(Client(), account).cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal}])
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_home_page_that_the_browser_kept_one_signs_in_and_out(open_page, javascript):
    """No token on it, and none of its copies is shown to who is signed in."""
    account = AccountFactory(with_device=True, language="de")
    page = open_page(360, language="de", javascript=javascript)
    page.goto("/de/")
    assert page.context.cookies() == []
    page.goto("/de/kontakt/")
    page.goto("/de/")
    page.fill("[name=email]", account.email)
    page.fill("[name=password]", "falsch")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/")
    assert page.input_value("[name=email]") == account.email
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    page.fill("[name=code]", last_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/guichet/")
    page.goto("/de/")
    assert page.get_by_role("link", name="Zum Online-Schalter").is_visible()
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.get_by_text("Sie sind abgemeldet.").wait_for()
    page.goto("/de/")
    assert page.locator("[name=password]").is_visible()
    assert page.get_by_text("Sie sind abgemeldet.").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_a_remark_from_the_accessibility_statement_loses_nothing_of_what_was_typed(open_page, javascript):
    page = open_page(360, language="de", javascript=javascript)
    page.goto("/de/barrierefreiheit/")
    page.get_by_label("Was ist geschehen?").fill("Der Knopf ist zu klein.")
    page.get_by_label("Ihre E-Mail-Adresse").fill("ich@")
    page.get_by_role("button", name="Nachricht senden").click()
    page.locator("#error-summary").wait_for()
    assert page.get_by_label("Was ist geschehen?").input_value() == "Der Knopf ist zu klein."
    page.get_by_label("Ihre E-Mail-Adresse").fill("ich@example.ch")
    page.get_by_role("button", name="Nachricht senden").click()
    page.wait_for_url("**/obstacle/done/")
    assert Feedback.objects.get().email == "ich@example.ch"


def test_a_link_to_a_question_opens_it(open_page):
    page = open_page()
    page.goto("/fr/faq/#code-sms")

    assert page.locator("#code-sms").get_attribute("open") is not None
    assert page.locator("#tentatives").get_attribute("open") is None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.parentElement.id") == "code-sms"


def test_a_screen_reader_reads_a_chapter_in_order(open_page):
    """What the accessibility tree gives, from the first heading to the way on: numbers, words of pictures, remarks."""
    page = open_page(language="de")
    page.goto("/de/anleitung/sich-anmelden/")
    read = page.locator("main article").aria_snapshot()
    wanted = [
        'heading "3 Sich anmelden" [level=1]', 'navigation "Auf dieser Seite"', 'link "3.1 E-Mail und Passwort"',
        'heading "3.1 E-Mail und Passwort" [level=2]', 'img "Die Seite «Anmeldung»',
        'heading "3.2 Code per SMS" [level=2]', 'img "Die Seite für den Code',
        "Der Code kommt nicht an?", 'heading "3.3 Sich abmelden" [level=2]',
        "Hat Ihnen diese Seite geholfen?", 'link "Vorheriges Kapitel 2 Konto erstellen"',
    ]  # fmt: skip
    places = [read.find(words) for words in wanted]

    assert -1 not in places, (wanted, read)
    assert places == sorted(places)


def test_the_questions_open_without_javascript(open_page):
    page = open_page(javascript=False)
    page.goto("/de/faq/")
    page.locator("#tentatives summary").click()

    assert page.get_by_text("Zu viele Anmeldeversuche. Bitte").is_visible()


@pytest.mark.parametrize("key", ["home", "guide-travel", "faq"])
def test_a_first_visit_is_light(open_page, key):
    """A page with all that its reader scrolls to: at most 12 requests, 120 kB packed."""
    page, answers = open_page(), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(find_page(key, language="de").url, wait_until="networkidle")
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    assert len(answers) <= 12
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= 120_000


def test_the_admin_breaks_no_content_policy(administrator):
    """The page fixture fails on every report in the console."""
    for address in STRICT:
        response = administrator.goto(address)
        assert "'unsafe-inline'" not in response.headers["content-security-policy"]
        assert response.status == 200


def test_date_filters_work_without_inline_scripts(administrator):
    administrator.goto("/admin/reports/site-history/")
    administrator.get_by_role("button", name="Afficher les filtres").or_(
        administrator.get_by_role("button", name="Filtre")
    ).first.click()

    assert administrator.locator("template[data-chooser]").count() == 0
    assert administrator.locator(".xdsoft_datetimepicker").count() > 0


def test_an_editor_s_text_field_works(administrator):
    contact = WagtailPage.objects.get(slug="contact")
    administrator.goto(f"/admin/pages/{contact.pk}/edit/")

    administrator.locator(".Draftail-Editor [contenteditable=true]").first.wait_for()
