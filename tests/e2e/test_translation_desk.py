"""An editor writes a question, translates it, publishes both, and finds the next one: in real Chromium.

Not here: what the desk knows (tests/home/translation), how it looks in both languages (test_every_page.py).
"""

import pytest
from django.conf import settings

from tests.home.translation.conftest import DESK, in_group, question, rewrite, short_faq, write  # noqa: F401

pytestmark = pytest.mark.usefixtures("short_faq")


@pytest.fixture
def chief(open_page, portal):
    """A page of the chief editor, signed in with both factors."""
    key = in_group("Rédaction en chef").cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal}])
    return page


def test_a_question_is_translated_and_published_and_the_next_one_found(chief):
    write("twint", "Puis-je payer par TWINT\u00a0?", publish=False)
    chief.goto(DESK)
    line = chief.locator("tbody tr").first
    assert "TWINT" in line.inner_text()
    line.get_by_role("button", name="Traduire").click()

    chief.get_by_role("heading", name="Du français vers l’allemand").first.wait_for()
    chief.get_by_role("button", name="Autres actions").first.wait_for()
    assert "Publier en allemand" in chief.locator("footer").inner_text()
    for german in ("Kann ich mit TWINT zahlen?", "Ja."):
        chief.locator("li.incomplete button").first.click()
        box = chief.locator("li:has(textarea)")
        box.locator("textarea").fill(german)
        with chief.expect_response(lambda answer: answer.request.method == "PUT"):
            box.get_by_role("button", name="Enregistrer").click()
        box.wait_for(state="detached")

    chief.goto(f"{DESK}?state=draft")
    chief.get_by_role("button", name="Publier les deux").click()
    assert "dans les deux langues" in chief.locator(".messages").inner_text()
    assert question("twint", "de").question == "Kann ich mit TWINT zahlen?"

    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    chief.goto(f"{DESK}?state=behind")
    assert chief.locator("tbody tr del").inner_text() == "Un"
    chief.get_by_role("link", name="Traduire").click()
    late = chief.locator("li.incomplete")
    late.wait_for()
    assert "Aucun QR-IBAN" in late.inner_text()
    late.get_by_role("button", name="Traduire").click()
    assert "QR-IBAN" in chief.locator("li:has(textarea) textarea").input_value()  # what it was called before
    chief.get_by_role("button", name="Annuler").first.click()
    chief.go_back()
    chief.get_by_role("button", name="L’allemand convient toujours").click()
    assert "tout est à jour" in chief.locator(".worklist-nothing").inner_text()
