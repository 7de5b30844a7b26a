"""Acts of a reviewer in real Chromium: no content policy is broken, nothing is inaccessible in what is ours.

Not here: each page and state once, in both languages (test_every_page.py).
"""

import pytest
from django.conf import settings
from django.test import Client

from invoicing import workflow
from invoicing.models import Claim, Draft
from invoicing.roles import make_reviewer
from invoicing.uploads import add_attachment
from tests.claims import make_claim, make_draft, make_person
from tests.conftest import sign_in
from tests.e2e.looks import AXE, RULES
from tests.factories import AccountFactory
from tests.invoicing.hostile_files import image, pdf, upload

DRAWN = "picture => picture.decode()"  # ends when the picture is there
OURS = ["#listing-results", ".review-head", ".review-columns", ".review-confirm", "#claims-section", ".office-page"]


@pytest.fixture
def open_office(open_page, portal):
    """`open_office("fr")`: a page of a reviewer of that language, signed in with both factors."""

    def open_one(language: str = "fr", **options):
        reviewer = AccountFactory(staff=True, first_name="Rita", last_name="Salamin", language=language)
        make_reviewer(reviewer)
        key = sign_in(Client(), reviewer).cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(language=language, **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal}])
        return page

    return open_one


def faults_of_ours(page) -> list:
    """What axe finds in the parts that are not Wagtail's own frame."""
    page.evaluate(AXE)
    here = [selector for selector in OURS if page.query_selector(selector)]
    assert here, page.url
    result = page.evaluate("([parts, rules]) => axe.run({include: parts}, rules)", [[[one] for one in here], RULES])
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in result["violations"]]


def test_a_reviewer_asks_for_a_correction_at_a_field(open_office):
    claim = make_claim("travel", owner=make_person(first_name="Jane", last_name="Doe"))
    page = open_office()
    page.goto(f"/admin/claims/{claim.reference}/")
    path = "trips.t1.kilometres"
    page.locator("#trips-t1-kilometres summary").click()
    page.locator(f"[name='remark-{path}']").fill("112 km ou 122 km ?")
    page.locator("#form-return [name=message]").fill("Vérifiez le kilométrage du trajet 1.")
    page.locator("#form-return button[type=submit]:not([name])").click()
    page.wait_for_load_state("networkidle")
    assert faults_of_ours(page) == []
    page.locator("[name=confirmed]").click()
    page.wait_for_url("**/admin/claims/")
    decision = Claim.objects.get().versions.get().decision
    assert [(remark.path, remark.text) for remark in decision.remarks.all()] == [(path, "112 km ou 122 km ?")]


def test_documents_are_paged_enlarged_and_turned_beside_the_answers(open_office):
    draft = make_draft()
    add_attachment(draft, upload(pdf(pages=2), "facture.pdf"))
    add_attachment(draft, upload(image(size=(900, 500)), "billet.jpg"))
    claim = workflow.send(draft, actor=draft.owner)
    page = open_office()
    page.goto(f"/admin/claims/{claim.reference}/", wait_until="networkidle")
    address, picture = page.url, page.locator("[data-picture-shown]")
    page.locator("[data-picture]", has_text="facture.pdf").click()
    picture.evaluate(DRAWN)
    page.locator("[data-next]").click()
    picture.evaluate(DRAWN)
    assert page.locator("[data-place]").inner_text() == "Page 2 sur 2"
    page.locator("[data-next]").click()
    picture.evaluate(DRAWN)
    assert page.locator("[data-picture][aria-current]").inner_text() == "billet.jpg"
    assert page.locator("[data-next]").is_hidden()
    page.locator("[data-previous]").click()
    assert page.locator("[data-place]").inner_text() == "Page 2 sur 2"
    page.locator("[data-picture]", has_text="billet.jpg").click()
    picture.evaluate(DRAWN)
    before, frame = picture.bounding_box(), page.locator(".review-viewer__stage").bounding_box()
    page.locator("[data-rotate]").click()
    turned = picture.bounding_box()
    assert (round(turned["width"]), round(turned["height"])) == (round(before["height"]), round(before["width"]))
    assert min(turned["x"] - frame["x"], turned["y"] - frame["y"]) > -1  # all of it can be scrolled to
    page.locator("[data-zoom='1']").click()
    assert round(picture.bounding_box()["height"] / turned["height"], 1) == 1.5
    assert page.url == address


def test_documents_are_reached_paged_and_turned_by_keys(open_office):
    draft = make_draft()
    add_attachment(draft, upload(pdf(pages=2), "facture.pdf"))
    claim = workflow.send(draft, actor=draft.owner)
    page = open_office()
    page.goto(f"/admin/claims/{claim.reference}/", wait_until="networkidle")
    page.keyboard.press("d")
    page.locator("#document-page:focus").wait_for()
    page.keyboard.press("PageDown")
    assert page.locator("[data-place]").inner_text() == "Page 2 sur 2"
    page.keyboard.press("r")
    assert page.locator("[data-picture-shown]").evaluate("picture => picture.style.rotate") == "90deg"
    assert page.locator(".review-act--refuse[open]").count() == 0  # « r » refuses elsewhere on the page
    page.locator(".review-head").click()
    page.keyboard.press("r")
    page.locator(".review-act--refuse[open]").wait_for()


def test_a_reviewer_decides_without_javascript(open_office):
    claim = make_claim()
    page = open_office(javascript=False)
    page.goto(f"/admin/claims/{claim.reference}/")
    page.locator(".review-act--accept summary").click()
    page.locator("#form-accept button[type=submit]:not([name])").click()
    page.locator("[name=confirmed]").click()
    assert Claim.objects.get().state == "accepted"


def test_a_corrected_claim_and_a_late_act_read_well(open_office):
    claim = make_claim("travel")
    page, colleague = open_office(), AccountFactory(staff=True, first_name="Paul", last_name="Rey")
    workflow.return_for_correction(
        claim,
        reviewer=colleague,
        version_number=1,
        message="Vérifiez.",
        remarks={"trips.t1.kilometres": "112 ou 122 ?"},
    )
    draft = Draft.objects.get(claim=claim)
    draft.answers["trips"][0]["kilometres"] = "122"
    draft.save()
    claim = workflow.send(draft, actor=claim.owner)
    page.goto(f"/admin/claims/{claim.reference}/", wait_until="networkidle")
    assert page.locator(".review-changes ins").inner_text() == "122"
    assert faults_of_ours(page) == []

    page.locator(".review-act--accept summary").click()
    page.locator("#form-accept [name=message]").fill("Bonne route.")
    workflow.accept(claim, reviewer=colleague, version_number=2)
    page.locator("#form-accept button[type=submit]:not([name])").click()
    page.wait_for_load_state("networkidle")
    assert "Paul Rey" in page.locator(".help-critical").inner_text()
    assert page.locator("#late-text").input_value().strip() == "Bonne route."
    assert faults_of_ours(page) == []
