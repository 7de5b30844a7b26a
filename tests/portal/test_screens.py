"""The guide shows every screen of the portal, and shows it as it is: each is walked to, without a browser.

A picture carries a mark of what a reader saw on it (tests/screens/reader.py). When this test names pictures, look
whether their chapters still say what is so (home/content/guide-*.yaml), then take them again: `make screenshots`.
When it names a page, give it a screen (home/screens.py) and a place in a chapter, or a reason below.
"""

from pathlib import Path

import pytest
import time_machine
from django.conf import settings

import faq.urls
import guichet.urls
import invoicing.urls
from home.screens import SCREENS
from tests.screens.camera import mark_on
from tests.screens.people import MOMENT, OWN, load_people
from tests.screens.reader import read_screens

NO_SCREEN = {
    "guichet:resend-confirmation": "a button of the notice « unconfirmed »",
    "guichet:new-code": "a button of « code »",
    "guichet:sign-out": "a button of the name menu",
    "guichet:session-left": "what the admin asks before it warns",
    "guichet:keep-alive": "a button of « session-warning »",
    "guichet:beneficiary-retire": "a button of « beneficiary »",
    "guichet:decision-number-delete": "a button of « decision-number »",
    "guichet:bank-account-prefer": "a button of « account »",
    "guichet:bank-account-retire": "a button of « account »",
    "invoicing:claim-correct": "leads to the form",
    "invoicing:attachment": "a file, no page",
    "faq:vote": "a button below an answer",
    "faq:thanks": "a word of thanks after a vote",
}
NO_PICTURE = {
    "invoicing/file_damaged.html": "a fault of ours: the page says whom to call",
    "faq/thanks.html": "a word of thanks after a vote",
    "faq/faq_page.html": "read, not used",
    "home/content_page.html": "read, not used",
    "home/guide_index_page.html": "the guide itself",
    "home/guide_page.html": "the guide itself",
    "home/paper_waiting.html": "the guide itself",
}
OFFICE = (
    "invoicing/review/", "invoicing/office_admin/", "invoicing/figures/", "faq/report", "faq/entry_preview",
    "home/notice_preview",
)  # fmt: skip
TEMPLATES = Path(settings.BASE_DIR, "templates")


@pytest.mark.django_db
def test_the_guide_shows_every_page_of_a_person_as_it_is(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    stale, views, templates = [], set(NO_SCREEN), set(NO_PICTURE)
    with time_machine.travel(MOMENT, tick=True) as clock:
        load_people()
        for language in OWN:
            for reader in read_screens(language, clock):
                views.add(reader.view)
                templates |= reader.templates
                if mark_on(reader.screen.file(language)) != reader.mark:
                    stale.append(f"{language}/{reader.screen.key}")

    assert (stale, addresses() - views, pages() - templates) == ([], set(), set())


def addresses() -> set[str]:
    """Names of what a person can open, without the office's."""
    apps = (guichet.urls, invoicing.urls, faq.urls)
    return {f"{app.app_name}:{pattern.name}" for app in apps for pattern in app.urlpatterns} | {
        "feedback",
        "feedback-done",
    }


def pages() -> set[str]:
    """Templates of whole pages that a person can see."""
    names = {
        str(path.relative_to(TEMPLATES))
        for app in ("guichet", "invoicing", "faq", "home", "errors")
        for path in (TEMPLATES / app).rglob("*.html")
        if '{% extends "base.html" %}' in path.read_text() or '{% extends "guichet/' in path.read_text()
    }
    return {name for name in names if not name.startswith(OFFICE)} | {"home/home_page.html"}


def test_no_picture_is_heavy_and_none_is_left_over():
    files = {screen.file(language) for screen in SCREENS for language in OWN}
    folder = SCREENS[0].file("fr").parents[1]

    assert {path for path in folder.rglob("*") if path.is_file()} == files
    assert {path.name for path in files if path.stat().st_size > 40_000} == set()
    assert sum(path.stat().st_size for path in files) < 2_600_000
