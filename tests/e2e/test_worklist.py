"""The office's list in real Chromium: acting on exactly what is filtered, and a day's work by keyboard alone.

Not here: what filters and acts do (tests/invoicing/review/), how pages look (test_every_page.py).
"""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from guichet.models import Account
from invoicing.models import Claim, OfficeSettings
from invoicing.roles import make_second_reviewer
from tests.claims import change_claim, make_claim, make_person

from .test_office_pages import open_office  # noqa: F401 -- a fixture

OPEN = 300


@pytest.fixture
def many(portal) -> list[Claim]:
    """Three hundred plain claims of somebody the office has paid before; three of them in German."""
    claim = make_claim(owner=make_person(last_name="Doe"))
    Claim.objects.update(finding_count=0)
    facts = {
        field.attname: getattr(claim, field.attname) for field in Claim._meta.concrete_fields if field.name != "id"
    }
    facts["finding_count"] = 0
    paid = facts | {"reference": "2020-000001", "state": "accepted", "closed_at": timezone.now()}
    others = [facts | {"reference": f"2020-{number:06d}"} for number in range(2, OPEN + 1)]
    Claim.objects.bulk_create([Claim(**one) for one in (paid, *others)])
    version, lines = claim.versions.get(), list(claim.versions.get().lines.all())
    for number, one in enumerate(Claim.objects.filter(reference__in=["2020-000100", "2020-000200", "2020-000300"]), 1):
        change_claim(one, language="de", period_start=date(2026, number, 1))
        version.pk, version.claim = None, one
        version.save(force_insert=True)
        for line in lines:
            line.pk, line.version, line.start, line.end = None, version, f"2026-0{number}-01", f"2026-0{number}-01"
            line.save(force_insert=True)
    return list(Claim.objects.filter(closed_at=None))


def test_three_of_three_hundred_are_filtered_ticked_and_accepted(open_office, many):  # noqa: F811
    page = open_office()
    page.goto("/admin/claims/?state=open&language=de")
    page.locator("[data-tick-page] input").check()
    assert page.locator("[data-ticked]").inner_text() == "3 choisies"
    page.locator("button[name=act][value=accept]").click()
    page.locator("button[name=confirmed]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#outcome").inner_text() == "3 demandes acceptées"
    accepted = Claim.objects.filter(state="accepted").exclude(reference="2020-000001").order_by("reference")
    assert [claim.reference for claim in accepted] == ["2020-000100", "2020-000200", "2020-000300"]
    assert Claim.objects.filter(state="submitted").count() == len(many) - 3


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_views_of_a_second_reviewer_stand_in_one_row(open_office, many, language):  # noqa: F811
    page = open_office(language)
    make_second_reviewer(Account.objects.get(last_name="Salamin"))
    OfficeSettings(second_reviewer_above=1000).save()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/claims/")
    tops = page.locator(".worklist-views li").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert (len(tops), len(set(tops))) == (9, 1)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def arrive(page: Page, address: str) -> None:
    page.wait_for_url(address)
    page.wait_for_load_state("networkidle")


def test_a_reviewer_works_by_keyboard_alone(open_office, portal):  # noqa: F811
    owner = make_person(first_name="Jane", last_name="Doe")
    first, second, third = [make_claim(owner=owner) for _n in range(3)]
    page = open_office()
    page.goto("/admin/claims/", wait_until="networkidle")
    page.locator('[data-w-kbd-key-value="?"]').wait_for(state="attached")  # the menu that listens for it is drawn late
    page.evaluate("new Promise(requestAnimationFrame)")
    press(page, "?")
    page.locator("#keyboard-shortcuts-dialog", has_text="M’attribuer les demandes choisies").wait_for()
    press(page, "Escape", "j", "x", "t")
    page.locator("#question").wait_for()
    page.wait_for_load_state("networkidle")
    press(page, "Tab", "Enter")
    page.locator("#outcome").wait_for()
    page.wait_for_load_state("networkidle")
    assert Claim.objects.get(pk=first.pk).assigned_to.last_name == "Salamin"

    press(page, "l")
    arrive(page, "**/admin/claims/")
    press(page, "j", "Enter")
    arrive(page, f"**/{first.reference}/?list=")
    press(page, "a")
    page.keyboard.type("Bonne route.")
    press(page, "Tab", "Enter")
    page.locator("button[name=next]").wait_for()
    page.wait_for_load_state("networkidle")
    press(page, "n")
    arrive(page, f"**/{second.reference}/?list=")
    assert Claim.objects.get(pk=first.pk).state == "accepted"
    press(page, "g")
    page.locator("input[name=to]:focus").wait_for()
    page.go_back(wait_until="networkidle")
    press(page, "t")
    page.locator(".messages, .w-slim-header").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert Claim.objects.get(pk=second.pk).assigned_to.last_name == "Salamin"
    press(page, "j")
    arrive(page, f"**/{third.reference}/?list=")
    press(page, "/")
    arrive(page, "**/admin/claims/#id_q")
    page.keyboard.type(first.reference)
    press(page, "Enter")
    page.locator(f"#listing-results a:has-text('{first.reference}'):focus").wait_for()
    assert page.locator("[data-row]").count() == 1
    press(page, "Enter")
    arrive(page, f"**/{first.reference}/**")


def test_filters_views_pages_and_colleagues_have_their_keys(open_office, many):  # noqa: F811
    page = open_office()
    page.goto("/admin/claims/?state=open&ordering=-submitted_at", wait_until="networkidle")
    press(page, ".")
    arrive(page, "**p=2")
    press(page, ",")
    arrive(page, "**p=1")
    press(page, "g")
    assert page.evaluate("document.activeElement.id") == "bulk-to"
    page.locator("body").click(position={"x": 5, "y": 5})
    press(page, "f")
    page.locator(".w-drilldown__toggle:focus").wait_for()
    press(page, "Tab", "Tab", "Tab", "Enter")
    page.locator("#drilldown-id_language:focus").wait_for()
    press(page, "Tab", "Tab", "ArrowDown", "ArrowDown")
    page.wait_for_url("**/admin/claims/?**language=de**")
    assert "ordering=-submitted_at" in page.url  # who sorted keeps the order
    page.locator(".worklist-tools__count", has_text="3 demandes").wait_for()
    press(page, "Escape")
    page.locator("#filters-drilldown .w-dropdown__toggle:focus").wait_for()
    press(page, "j")
    assert page.evaluate("document.activeElement.textContent") == "2020-000300"


IS_SEEN = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  return document.activeElement.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


def test_the_focus_never_hides_behind_what_stays_on_top(open_office, many):  # noqa: F811
    page = open_office()
    page.goto("/admin/claims/?state=open", wait_until="networkidle")
    press(page, *"j" * 30)
    page.wait_for_function(IS_SEEN)
    for key in ("k", "Shift+Tab"):
        for _step in range(18):
            press(page, key)
            page.wait_for_function(IS_SEEN)


def test_the_count_of_ticks_is_true_after_going_back(open_office, many):  # noqa: F811
    page = open_office()
    page.goto("/admin/claims/?state=open", wait_until="networkidle")
    press(page, "j", "x", "j", "x", "t")
    page.locator("#question").wait_for()
    page.go_back(wait_until="networkidle")
    said = {0: "aucune choisie", 2: "2 choisies"}[page.locator("input[name=row]:checked").count()]
    assert page.locator("[data-ticked]").inner_text() == said


def test_searching_and_filtering_work_without_javascript(open_office, many):  # noqa: F811
    page = open_office(javascript=False)
    page.goto("/admin/claims/")
    page.fill("#id_q", "doe")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.locator(".worklist-tools__count").inner_text() == "301 demandes"
    page.locator("a.worklist-without-script").click()
    page.locator("#drilldown-id_language input[value=de]").check()
    page.locator("#drilldown-id_state input[value=open]").check()
    with page.expect_navigation():
        page.locator("button.worklist-without-script").click()
    assert page.locator(".worklist-tools__count").inner_text() == "3 demandes"
    assert page.locator("h1").count() == 1  # a page, not the bare results
    page.locator(".worklist-pop summary").last.click()
    page.fill("#view-name", "Allemandes")
    with page.expect_navigation():
        press(page, "Enter")
    message = page.locator(".messages li", has_text="La vue « Allemandes » est enregistrée.")
    assert message.locator("..").evaluate("list => getComputedStyle(list).opacity") == "1"
