"""An editor's screens in real Chromium: the report can be read by everybody, a draft is seen before it is published.

Not here: what the report counts (tests/faq/test_report.py), the translation desk.
"""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage
from wagtail.users.models import UserProfile

from faq.models import FaqEntry, MissedSearch, Vote
from home.roles import create_editor_group
from invoicing import workflow
from invoicing.models import ListEntry
from tests.claims import make_claim
from tests.conftest import sign_in
from tests.factories import AccountFactory

from .looks import AXE, RULES

REPORT = "/admin/reports/answers/"


@pytest.fixture
def open_chief(open_page, portal):
    """`open_chief("de")`: a page of a chief editor, signed in with both factors, in an admin of that language."""

    def open_one(language: str) -> Page:
        chief = AccountFactory(staff=True, first_name="Claire", language=language)
        chief.groups.add(create_editor_group())
        UserProfile.objects.create(user=chief, preferred_language=language)
        key = sign_in(Client(), chief).cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(language=language)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal}])
        return page

    return open_one


def make_something_to_report() -> None:
    entry = FaqEntry.objects.get(anchor="photo", locale__language_code="de")
    Vote.objects.create(page=entry.page, entry=entry, is_helpful=False, word="unscharf")
    MissedSearch.objects.create(language="fr", words="taxi", count=7)
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    workflow.refuse(make_claim(), reviewer=AccountFactory(staff=True), version_number=1, reason=reason)


@pytest.mark.parametrize(("language", "few"), [("fr", "moins de 5"), ("de", "weniger als 5")])
def test_the_report_leads_to_the_question_to_improve(open_chief, language, few):
    page = open_chief(language)
    make_something_to_report()
    page.goto(REPORT)
    page.evaluate(AXE)
    faults = page.evaluate("rules => axe.run('.editor-report', rules)", RULES)["violations"]
    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in faults] == []
    expect(page.get_by_text(few)).to_be_visible()

    page.get_by_role("link", name="Darf ich meine Dokumente fotografieren?").click()
    expect(page.locator("[name=question]")).to_have_value("Darf ich meine Dokumente fotografieren?")


def test_a_draft_is_seen_beside_its_form(open_chief):
    page = open_chief("fr")
    page.goto(f"/admin/pages/{WagtailPage.objects.get(slug='contact').pk}/edit/")
    page.locator("[name=intro]").fill("Nous répondons aussi en langue des signes.")
    page.locator("[data-side-panel-toggle=preview]").click()

    preview = page.frame_locator("iframe[title]").first
    expect(preview.get_by_text("Nous répondons aussi en langue des signes.")).to_be_visible()
