"""Help in real Chromium: found where the question arises, beside what one types, and without JavaScript too.

Not here: which place opens what (tests/faq/test_help.py).
"""

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, AccountFactory

from .conftest import check_page


def reach_code_page(page: Page, language: str) -> None:
    account = AccountFactory(with_device=True, language=language)
    page.goto(f"/{language}/guichet/sign-in/")
    page.fill("[name=email]", account.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")


def test_a_german_beneficiary_finds_in_two_clicks_why_no_code_arrives(open_page):
    page = open_page(360, language="de")
    page.clock.install()
    reach_code_page(page, "de")
    page.clock.fast_forward(31_000)
    page.get_by_role("link", name="Ich habe keinen Code per SMS erhalten").click()
    panel = page.get_by_role("dialog", name="Ich habe keinen Code per SMS erhalten")
    expect(
        panel.get_by_text("Klicken Sie nach einer Minute auf «Ich benötige einen neuen Zugangscode»")
    ).to_be_visible()
    check_page(page)
    with page.context.expect_page() as opened:
        panel.get_by_role("link", name="Alle Fragen ansehen").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/de/faq/#code-sms")


def test_help_opens_beside_a_form_without_losing_what_was_typed(open_page):
    page = open_page(language="fr")
    page.goto("/fr/guichet/register/")
    page.fill("[name=last_name]", "Fournier")
    link = page.get_by_role("link", name="Quel IBAN puis-je indiquer ?")
    link.click()
    panel = page.get_by_role("dialog", name="Quel IBAN puis-je indiquer ?")
    expect(panel.get_by_role("heading")).to_be_focused()
    check_page(page)
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    assert page.input_value("[name=last_name]") == "Fournier"
    assert page.locator("h1").count() == 1


def test_without_javascript_help_is_a_page_of_its_own_in_a_new_window(open_page):
    page = open_page(javascript=False)
    page.goto("/fr/guichet/register/")
    page.fill("[name=last_name]", "Fournier")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Quel IBAN puis-je indiquer ? (nouvelle fenêtre)").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").inner_text() == "Quel IBAN puis-je indiquer\u00a0?"
    assert page.input_value("[name=last_name]") == "Fournier"


def test_answers_come_while_one_types_and_votes_are_answered_in_place(open_page):
    page = open_page(language="de")
    page.goto("/de/faq/")
    page.get_by_label("Was suchen Sie?").press_sequentially("verfugungsnumer")
    expect(page.locator(".hits__link").first).to_have_text("Wo finde ich die Verfügungsnummer?")
    expect(page.locator("#search-status")).to_contain_text("Antwort")
    check_page(page)
    page.locator("#photo summary").click()
    page.locator("#photo").get_by_role("button", name="Nein").click()
    page.get_by_label("Was fehlt?").fill("Ein Bild")
    check_page(page)
    page.get_by_role("button", name="Bemerkung senden").click()
    expect(page.locator("#photo [data-vote]")).to_be_focused()
    expect(page.locator("#photo [data-vote]")).to_have_text("Danke, wir lesen jede Bemerkung.")
    assert page.url.endswith("/de/faq/")
