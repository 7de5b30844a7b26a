"""Pages and questions on the desk: one changed sentence is behind, and nothing else."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from faq.models import FaqCategory, FaqEntry
from home.loading import find_page
from home.models import Notice
from home.translation.pairs import pair
from home.translation.strings import canonical
from home.translation.works import read_works
from tests.home.translation.conftest import (
    not_in_step,
    question,
    rewrite,
    save,
    subject,
    subjects,
    translate,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

IBAN = "Quel IBAN puis-je indiquer\u00a0?"


def test_the_pages_a_portal_comes_with_are_in_step(chief):
    assert not_in_step(chief) == {}
    assert {each.kind for each in subjects(chief)} == {
        "home.homepage", "home.contentpage", "home.guideindexpage", "home.guidepage", "faq.faqpage", "faq.faqentry",
        "faq.faqcategory",
    }  # fmt: skip


def test_one_french_sentence_turns_exactly_its_german_question_behind(chief):
    rewrite("iban", "Un QR-IBAN n’est pas accepté", "Un QR-IBAN est refusé")

    assert not_in_step(chief) == {IBAN: {"fr": "in-step", "de": "behind"}}
    [change] = subject(chief, IBAN).changes
    assert [words for words in change.words() if words[0]] == [("del", "n’est pas accepté"), ("ins", "est refusé")]
    assert subject(chief, IBAN).where == "Inscription et compte"


@pytest.mark.usefixtures("short_faq")
def test_a_second_look_finds_the_same(chief):
    rewrite("iban", "Un QR-IBAN n’est pas accepté", "Un QR-IBAN est refusé")
    assert not_in_step(chief) == not_in_step(chief)
    rewrite("photo", question("photo").question, "Photos\u00a0?")
    assert {title: states["de"] for title, states in not_in_step(chief).items()} == {
        IBAN: "behind", "Photos\u00a0?": "behind",
    }  # fmt: skip


def test_a_sentence_of_a_chapter_is_noticed_too(chief):
    page = find_page("guide-introduction", language="fr").specific
    page.intro = "Tout autrement."
    save(page)
    assert not_in_step(chief) == {page.title: {"fr": "in-step", "de": "behind"}}


def test_what_the_editor_rewrites_by_itself_is_no_change(chief):
    for entry in FaqEntry.objects.filter(locale__language_code="fr", anchor__in=("iban", "photo")):
        entry.answer = entry.answer.replace("\n", " ").replace("<p>", '<p data-block-key="abcde">')
        save(entry)
    assert not_in_step(chief) == {}


@pytest.mark.usefixtures("short_faq")
def test_a_new_question_is_missing_until_it_is_translated(chief):
    write("twint", "TWINT\u00a0?")
    assert not_in_step(chief) == {"TWINT\u00a0?": {"fr": "in-step", "de": "missing"}}
    chief.post(subject(chief, "TWINT\u00a0?").translate_url)
    assert not_in_step(chief) == {"TWINT\u00a0?": {"fr": "in-step", "de": "missing"}}
    translate(("TWINT\u00a0?", "TWINT?"))
    assert subject(chief, "TWINT\u00a0?").sides["de"].note == "Encore 1 passage sur 2."
    translate(("Oui.", "Ja."))
    assert not_in_step(chief) == {"TWINT\u00a0?": {"fr": "in-step", "de": "draft"}}


def test_a_draft_counts_for_the_question_it_changes(chief):
    rewrite("iban", "Un QR-IBAN", "Aucun QR-IBAN", publish=False)
    write("twint", "TWINT\u00a0?", publish=False)
    assert not_in_step(chief) == {
        IBAN: {"fr": "draft", "de": "in-step"},
        "TWINT\u00a0?": {"fr": "draft", "de": "missing"},
    }


@pytest.mark.usefixtures("short_faq")
def test_a_question_taken_out_in_french_is_told(chief):
    question("iban").unpublish()
    assert not_in_step(chief) == {IBAN: {"fr": "draft", "de": "in-step"}}
    question("iban").delete()
    german = question("iban", "de").question
    assert not_in_step(chief) == {german: {"fr": "missing", "de": "in-step"}}


@pytest.mark.usefixtures("short_faq")
def test_a_paragraph_less_waits_to_be_published(chief):
    answer = question("iban").answer
    rewrite("iban", answer[answer.rindex("<p>") :], "")
    assert not_in_step(chief) == {IBAN: {"fr": "in-step", "de": "draft"}}


@pytest.mark.usefixtures("short_faq")
def test_a_translation_that_says_more_is_left_alone(chief):
    german = find_page("contact", language="de").specific
    german.body.append(("text", "<p>Nur auf Deutsch.</p>"))
    save(german)
    french = find_page("contact", language="fr").specific
    french.intro = "Tout autrement."
    save(french)
    assert subject(chief, "Contact").states["de"] == "behind"
    assert not Translation.objects.filter(source__object_id=german.translation_key).exists()


@pytest.mark.usefixtures("short_faq")
def test_a_question_of_one_language_is_missing_in_the_other(chief):
    german = question("iban", "de")
    FaqEntry.objects.create(locale=german.locale, category=german.category, question="Nur deutsch?", answer="Ja.")
    assert not_in_step(chief) == {"Nur deutsch?": {"fr": "missing", "de": "in-step"}}


def test_a_category_follows_its_name(chief):
    not_in_step(chief)
    category = FaqCategory.objects.filter(locale__language_code="fr")[0]
    category.name = "Autrement"
    category.save()
    assert not_in_step(chief) == {"Autrement": {"fr": "in-step", "de": "behind"}}


def test_notices_count_until_they_are_over(chief):
    french = Locale.objects.get(language_code="fr")
    now = timezone.now()
    for title, until in (("Dimanche", now + timedelta(days=1)), ("Hier", now - timedelta(hours=1))):
        Notice.objects.create(locale=french, title=title, shown_from=now - timedelta(days=2), shown_until=until)
    assert not_in_step(chief) == {"Dimanche": {"fr": "in-step", "de": "missing"}}


def test_a_question_taken_up_is_published_as_it_was():
    german = question("photo", "de")
    pair(next(work for work in read_works() if work.key == german.translation_key))
    before = list(FaqEntry.objects.filter(pk=german.pk).values("question", "answer", "anchor", "category", "chapter"))
    Translation.objects.get().save_target(publish=False)
    assert (
        list(FaqEntry.objects.filter(pk=german.pk).values("question", "answer", "anchor", "category", "chapter"))
        == before
    )


@pytest.mark.parametrize("key", ["faq", "guide-sign-in", "home", "accessibility"])
def test_a_pair_taken_up_is_published_as_it_was(key):
    german = find_page(key, language="de").specific
    work = next(work for work in read_works() if work.key == german.translation_key)
    before = texts_of(german)
    pair(work)
    Translation.objects.get(source__object_id=work.key).save_target(publish=False)
    assert texts_of(Page.objects.get(pk=german.pk).specific) == before


def without_empty(value):
    """A block writes out what nobody filled in; the files leave it out."""
    if isinstance(value, dict):
        return {key: without_empty(part) for key, part in value.items() if part not in ("", None, [])}
    return [without_empty(part) for part in value] if isinstance(value, list) else value


def texts_of(page: Page) -> list[str]:
    """What a page says, links included; one to a page leads to its translation by itself."""
    said = [page.title, page.slug]
    if hasattr(page, "body"):
        said.append(json.dumps(without_empty(page.body.get_prep_value()), ensure_ascii=False).replace('\\"', '"'))
    return [re.sub(r'<a [^>]*linktype="page"[^>]*>', "<a>", canonical(text)) for text in said]
