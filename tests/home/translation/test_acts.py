"""From the desk: open both sides, say that a translation still fits, publish both; and what is not done."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from faq.models import FaqEntry
from home.loading import find_page
from home.models import ContentPage
from home.translation.pairs import work_of
from tests.home.translation.conftest import (
    DESK,
    faq,
    in_group,
    not_in_step,
    question,
    rewrite,
    save,
    subject,
    subjects,
    translate,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_faq")]

IBAN = "Quel IBAN puis-je indiquer\u00a0?"
TWINT = "TWINT\u00a0?"


def post(client, act: str, *, key=None, part: str = "") -> str:
    """Presses a button of the desk; returns what the person is told."""
    address = f"{DESK}{key or faq().translation_key}/{act}/"
    response = client.post(address, {"part": part, "next": DESK}, follow=True)
    return " ".join(str(message).strip() for message in response.context["messages"])


def test_an_editor_writes_translates_publishes_both_and_finds_the_next(chief):
    rewrite("photo", question("photo").question, "Photos\u00a0?")
    write("twint", TWINT, publish=False)

    new = subject(chief, TWINT)
    assert (new.states, new.translate_by_post) == ({"fr": "draft", "de": "missing"}, True)
    opened = chief.post(new.translate_url, {"part": new.part})
    assert opened.url == f"/admin/pages/{faq('de').pk}/edit/#part={new.part}"
    assert "Traduction de «\u00a0Questions fréquentes\u00a0»" in chief.get(opened.url).content.decode()

    translate((TWINT, "TWINT?"), ("Oui.", "Ja."))
    assert subject(chief, TWINT).publish_url == ""  # another question of the page is still behind
    assert "1 passage n’est pas encore traduit, le premier dit «\u00a0Photos" in post(chief, "publish")
    assert not FaqEntry.objects.filter(anchor="twint").exists()
    translate(("Photos\u00a0?", "Fotos?"))
    assert post(chief, "publish") == "«\u00a0Questions fréquentes\u00a0» est publiée dans les deux langues."

    assert question("twint", "de").question == "TWINT?"
    assert (question("twint").question, question("photo", "de").question) == (TWINT, "Fotos?")
    assert not_in_step(chief) == {}

    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    first = subjects(chief)[0]
    assert (first.title, first.states, first.late_language) == (IBAN, {"fr": "in-step", "de": "behind"}, "de")


def test_a_translation_that_still_fits_is_in_step_without_publishing(chief):
    rewrite("iban", "Un QR-IBAN n’est pas accepté", "Un QR-IBAN est refusé")
    before = question("iban", "de").answer
    late = subject(chief, IBAN)
    assert late.keep_url == f"{DESK}{faq().translation_key}/keep/"

    assert post(chief, "keep", part=late.part) == "La traduction est à jour, telle qu’elle est."

    assert not_in_step(chief) == {}
    assert question("iban", "de").answer == before
    assert StringTranslation.objects.filter(last_translated_by=chief.account).count() == 1


def test_a_new_sentence_cannot_be_kept(chief):
    rewrite("iban", "<p>Un QR-IBAN", "<p>Attention, danger.</p><p>Un QR-IBAN")
    late = subject(chief, IBAN)
    assert late.keep_url == ""
    assert post(chief, "keep", part=late.part) == "Un passage est nouveau\u00a0: il faut le traduire."


def test_a_page_without_translation_gets_one_in_one_click(chief):
    home = find_page("home", language="fr")
    page = home.add_child(
        instance=ContentPage(title="Horaires", slug="horaires", body=[], locale=home.locale, live=False)
    )
    page.save_revision()
    missing = subject(chief, "Horaires")
    assert missing.states == {"fr": "draft", "de": "missing"}

    chief.post(missing.translate_url)

    german = Page.objects.get(translation_key=page.translation_key, locale__language_code="de")
    assert (german.live, german.get_parent().specific) == (False, find_page("home", language="de").specific)
    translate(("Horaires", "Öffnungszeiten"))
    assert subject(chief, "Horaires").states == {"fr": "draft", "de": "draft"}
    page.body = [("text", "<p>Le matin.</p>")]
    save(page, publish=False)
    assert "1 passage n’est pas encore traduit" in post(chief, "publish", key=page.translation_key)
    chief.post(missing.translate_url)
    translate(("Le matin.", "Am Morgen."))
    assert "dans les deux langues" in post(chief, "publish", key=page.translation_key)
    german.refresh_from_db()
    assert (german.live, german.slug, german.title) == (True, "offnungszeiten", "Öffnungszeiten")


def test_an_address_of_its_own_stays_when_the_original_moves(chief):
    page = find_page("contact", language="fr").specific
    german = find_page("contact", language="de")
    page.slug, page.intro = "ecrire", "Écrivez-nous."
    save(page)
    assert subject(chief, page.title).states["de"] == "behind"
    translate(("Écrivez-nous.", "Schreiben Sie uns."))
    chief.post(f"/admin/pages/{german.pk}/edit/", {"action": "publish"})
    published = Page.objects.get(pk=german.pk).specific
    assert (published.slug, published.intro) == (german.slug, "Schreiben Sie uns.")


def test_nothing_half_translated_is_published_from_the_side_by_side_page(chief):
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    subjects(chief)
    before = question("iban", "de").answer
    response = chief.post(f"/admin/pages/{faq('de').pk}/edit/", {"action": "publish"}, follow=True)
    assert "Rien n’est publié" in " ".join(map(str, response.context["messages"]))
    assert question("iban", "de").answer == before


def test_who_opens_a_late_translation_gets_both_sides(german_editor):
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    page = german_editor.get(f"/admin/pages/{faq('de').pk}/edit/").content.decode()
    assert "js-translation-editor" in page
    assert work_of(faq().translation_key).translation is not None


def test_a_german_editor_translates_and_does_not_publish(german_editor):
    write("twint", TWINT)
    line = subject(german_editor, TWINT)
    assert (line.sides["fr"].edit_url, line.publish_url) == ("", "")
    translate((TWINT, "TWINT?"), ("Oui.", "Ja."))
    assert subject(german_editor, TWINT).publish_url == ""
    assert german_editor.post(f"{DESK}{faq().translation_key}/publish/").status_code == 302
    assert not FaqEntry.objects.filter(anchor="twint", locale__language_code="de").exists()


def test_a_french_editor_sees_the_state_and_does_not_translate():
    french = in_group("Rédaction française")
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    line = subject(french, IBAN)
    assert (line.states["de"], line.translate_url, line.keep_url) == ("behind", "", "")
    french.post(f"{DESK}{faq().translation_key}/keep/", {"part": line.part})
    assert subject(french, IBAN).states["de"] == "behind"


def test_a_page_under_lock_is_not_published(chief):
    write("twint", TWINT)
    subjects(chief)
    translate((TWINT, "TWINT?"), ("Oui.", "Ja."))
    Page.objects.filter(pk=faq("de").pk).update(locked=True)
    assert post(chief, "publish") == "«\u00a0Häufige Fragen\u00a0» est verrouillée."


def test_what_does_not_exist_is_not_found(chief):
    assert chief.post(f"{DESK}00000000-0000-4000-8000-000000000000/publish/").status_code == 404
