"""Two reviewers at one claim, and a correction there and back between a French reviewer and a German beneficiary.

Not here: each act by itself (test_office_pages.py, tests/invoicing/review/test_acts.py).
"""

from playwright.sync_api import Page

from guichet.models import Message
from invoicing.models import Claim, Draft
from tests.claims import make_claim, make_person, service

from .test_every_page import enter
from .test_office_pages import open_office  # noqa: F401 -- a fixture


def confirm(page: Page, act: str) -> None:
    """Send the form of an act, and say yes."""
    page.locator(f"#form-{act} button[type=submit]:not([name])").click()
    page.locator("[name=confirmed]").click()


def test_of_two_browsers_one_decides_and_the_other_keeps_its_text(open_office):  # noqa: F811
    claim = make_claim(owner=make_person(first_name="Jane", last_name="Doe"))
    first, second = open_office(), open_office()
    for page in (first, second):
        page.goto(f"/admin/claims/{claim.reference}/")
        page.locator(".review-act--return summary").click()
    second.locator("#form-return [name=message]").fill("Joignez la facture du 4 juin.")
    first.locator(".review-act--accept summary").click()
    confirm(first, "accept")
    second.locator("#form-return button[type=submit]:not([name])").click()
    second.wait_for_load_state("networkidle")
    told = second.locator(".help-critical").inner_text()
    assert "Rita Salamin" in told
    assert "acceptée" in told.lower()
    assert "Joignez la facture du 4 juin." in second.locator("#late-text").input_value()
    assert Claim.objects.get().state == "accepted"
    assert Message.objects.filter(key__startswith="claim-").exclude(key="claim-received").count() == 1


def test_a_correction_goes_to_a_german_beneficiary_and_comes_back(open_office, open_page):  # noqa: F811
    """Asked on two fields of row 3 in the mail that was shown; one left as it was is asked about once; two lines."""
    owner = make_person(first_name="Beat", last_name="Imhof", language="de")
    rows = [service(f"s{number}", description=f"Sitzung {number}") for number in (1, 2, 3)]
    claim = make_claim(owner=owner, answers={"services": rows})
    office = open_office()
    office.goto(f"/admin/claims/{claim.reference}/")
    office.locator(".review-act--return summary").click()
    office.locator("#form-return [name=message]").fill("Bitte Sitzung 3 prüfen.")
    for name in ("description", "quantity"):
        office.locator(f"#services-s3-{name} summary").click()
        office.locator(f"[name='remark-services.s3.{name}']").fill(f"{name}?")
    office.locator("#form-return button[type=submit]:not([name])").click()
    shown = office.locator(".review-mail pre").evaluate("element => element.textContent")
    office.locator("[name=confirmed]").click()
    office.wait_for_url("**/admin/claims/")
    mail = Message.objects.get(key="claim-returned")
    assert (mail.language, mail.text) == ("de", shown)

    person = open_page(language="de")
    enter(person, owner)
    person.goto(f"/de/guichet/claims/{claim.reference}/correct/")
    person.locator("[name='services-s3-description']").fill("Sitzung vom Morgen")
    person.locator("button[value=review]").click()
    asked = person.locator("dialog[open]#confirm-dialog")
    asked.wait_for()
    assert "quantity?" in asked.inner_text()
    assert "description?" not in asked.inner_text()
    person.goto(f"/de/guichet/drafts/{Draft.objects.get(claim=claim).pk}/")
    person.locator("[name='services-s3-quantity']").fill("3")
    person.locator("button[value=review]").click()
    asked.wait_for()
    assert "quantity?" not in asked.inner_text()
    asked.locator("form button.button").first.click()
    person.wait_for_url(f"**/claims/{claim.reference}/**")

    office.goto(f"/admin/claims/{claim.reference}/")
    changes = office.locator(".review-changes").first
    assert changes.locator("ins").all_inner_texts() == ["Sitzung vom Morgen", "3"]
    assert changes.locator("tbody tr").count() == 2
