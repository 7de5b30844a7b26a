"""From the desk: open both sides, say that a translation still fits, publish both; and what is not done."""

from functools import partial
from uuid import UUID

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from faq.models import FaqEntry
from home.loading import find_page
from home.models import ContentPage
from home.translation.pairs import work_of
from tests.home.translation.conftest import (
    DESK,
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


def post(client, act: str, key: UUID) -> str:
    """Presses a button of the desk; returns what the person is told."""
    response = client.post(f"{DESK}{key}/{act}/", {"next": DESK}, follow=True)
    return " ".join(str(message).strip() for message in response.context["messages"])


def test_an_editor_writes_translates_publishes_both_and_finds_the_next(chief):
    rewrite("photo", question("photo").question, "Photos\u00a0?")
    key = write("twint", TWINT, publish=False).translation_key

    new = subject(chief, TWINT)
    assert (new.states, new.translate_by_post) == ({"fr": "draft", "de": "missing"}, True)
    opened = chief.post(new.translate_url)
    assert opened.url == f"/admin/snippets/faq/faqentry/edit/{question('twint', 'de').pk}/"
    assert "Traduction de «\u00a0TWINT\u00a0?\u00a0»" in chief.get(opened.url).content.decode()

    translate((TWINT, "TWINT?"))
    assert subject(chief, TWINT).publish_url == ""
    assert "1 passage n’est pas encore traduit, le premier dit «\u00a0Oui." in post(chief, "publish", key)
    assert not question("twint", "de").live
    translate(("Oui.", "Ja."))
    assert post(chief, "publish", key) == "«\u00a0TWINT\u00a0?\u00a0» est publiée dans les deux langues."

    assert [(entry.question, entry.live) for entry in map(partial(question, "twint"), ("fr", "de"))] == [
        (TWINT, True), ("TWINT?", True),
    ]  # fmt: skip
    assert not_in_step(chief) == {"Photos\u00a0?": {"fr": "in-step", "de": "behind"}}  # the next one, still behind
    translate(("Photos\u00a0?", "Fotos?"))
    post(chief, "publish", question("photo").translation_key)
    assert not_in_step(chief) == {}

    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    first = subjects(chief)[0]
    assert (first.title, first.states, first.late_language) == (IBAN, {"fr": "in-step", "de": "behind"}, "de")


def test_a_translation_that_still_fits_is_in_step_without_publishing(chief):
    rewrite("iban", "Un QR-IBAN n’est pas accepté", "Un QR-IBAN est refusé")
    before = question("iban", "de").answer
    key = question("iban").translation_key
    assert subject(chief, IBAN).keep_url == f"{DESK}{key}/keep/"

    assert post(chief, "keep", key) == "La traduction est à jour, telle qu’elle est."

    assert not_in_step(chief) == {}
    assert question("iban", "de").answer == before
    assert StringTranslation.objects.filter(last_translated_by=chief.account).count() == 1


def test_a_new_sentence_cannot_be_kept(chief):
    rewrite("iban", "<p>Un QR-IBAN", "<p>Attention, danger.</p><p>Un QR-IBAN")
    assert subject(chief, IBAN).keep_url == ""
    assert post(chief, "keep", question("iban").translation_key) == "Un passage est nouveau\u00a0: il faut le traduire."


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
    assert "1 passage n’est pas encore traduit" in post(chief, "publish", page.translation_key)
    chief.post(missing.translate_url)
    translate(("Le matin.", "Am Morgen."))
    assert "dans les deux langues" in post(chief, "publish", page.translation_key)
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
    edit = f"/admin/snippets/faq/faqentry/edit/{question('iban', 'de').pk}/"
    response = chief.post(edit, {"action": "publish"}, follow=True)
    assert "Rien n’est publié" in " ".join(map(str, response.context["messages"]))
    assert question("iban", "de").answer == before


def test_who_opens_a_late_translation_gets_both_sides(german_editor):
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    edit = f"/admin/snippets/faq/faqentry/edit/{question('iban', 'de').pk}/"
    assert "js-translation-editor" in german_editor.get(edit).content.decode()
    assert work_of(question("iban").translation_key).translation is not None


def test_a_german_editor_translates_and_does_not_publish(german_editor):
    key = write("twint", TWINT).translation_key
    line = subject(german_editor, TWINT)
    assert (line.sides["fr"].edit_url, line.publish_url) == ("", "")
    german_editor.post(line.translate_url)
    translate((TWINT, "TWINT?"), ("Oui.", "Ja."))
    assert subject(german_editor, TWINT).publish_url == ""
    assert german_editor.post(f"{DESK}{key}/publish/").status_code == 302
    assert not question("twint", "de").live


def test_the_desk_says_what_waits_for_the_chief_editor(chief, german_editor):
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN", publish=False)
    entry = question("iban")
    entry.get_workflow().start(entry, german_editor.account)

    assert subject(chief, IBAN).sides["fr"].note == "Chez la rédaction en chef."


def test_a_french_editor_sees_the_state_and_does_not_translate():
    french = in_group("Rédaction française")
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN")
    line = subject(french, IBAN)
    assert (line.states["de"], line.translate_url, line.keep_url) == ("behind", "", "")
    french.post(f"{DESK}{question('iban').translation_key}/keep/")
    assert subject(french, IBAN).states["de"] == "behind"


def test_what_is_under_lock_is_not_published(chief):
    key = write("twint", TWINT).translation_key
    chief.post(subject(chief, TWINT).translate_url)
    translate((TWINT, "TWINT?"), ("Oui.", "Ja."))
    FaqEntry.objects.filter(pk=question("twint", "de").pk).update(locked=True)
    assert "est verrouillée." in post(chief, "publish", key)
    assert not question("twint", "de").live


def test_what_does_not_exist_is_not_found(chief):
    assert chief.post(f"{DESK}00000000-0000-4000-8000-000000000000/publish/").status_code == 404
