"""Questions and answers: both languages, one address per question, one query whatever their number."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from faq.models import FaqCategory, FaqEntry, FaqPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(public_pages) -> FaqPage:
    return FaqPage.objects.get(locale__language_code="fr")


def add_entry(page: FaqPage, **fields) -> FaqEntry:
    category = FaqCategory.objects.filter(locale=page.locale).first()
    values = {"category": category, "question": "Q ?", "answer": "<p>R</p>", "anchor": "q", "sort_order": 90}
    return FaqEntry.objects.create(page=page, locale=page.locale, **(values | fields))


def cost(client, url: str) -> int:
    """Queries of a visit for which nothing was kept."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_guide_s_three_questions_have_the_same_address_in_each_language(public_pages, client, language):
    html = client.get(f"/{language}/faq/").content.decode()

    for anchor in ("mot-de-passe", "code-sms", "tentatives"):
        assert f'<details class="details question" id="{anchor}">' in html


def test_both_languages_have_the_same_questions_under_the_same_addresses_and_chapters(public_pages):
    french, german = (
        {
            (entry.translation_key, entry.anchor, entry.category.translation_key, entry.chapter.translation_key)
            if entry.chapter
            else (entry.translation_key, entry.anchor, entry.category.translation_key)
            for entry in FaqEntry.objects.filter(locale__language_code=language).select_related("category", "chapter")
        }
        for language in ("fr", "de")
    )

    assert french == german
    assert len(french) >= 23
    assert len({key for key, *_rest in french}) == len({anchor for _key, anchor, *_rest in french}) == len(french)


def test_the_message_of_the_lock_out_is_the_guide_s(public_pages, client):
    html = client.get("/fr/faq/").content.decode()

    assert "Trop de tentatives de connexion, veuillez réessayer d’ici quelques minutes" in html


def test_two_hundred_questions_with_links_and_chapters_cost_what_three_do(page, client):
    contact, guide = (Page.objects.get(slug=slug) for slug in ("contact", "guide"))
    link = f'<p><a linktype="page" id="{contact.pk}">Contact</a></p>'
    FaqEntry.objects.filter(page=page).delete()
    for number in range(3):
        add_entry(page, anchor=f"q-{number}", answer=link, chapter=guide)
    three = cost(client, page.url)
    for number in range(3, 200):
        add_entry(page, anchor=f"q-{number}", answer=link, chapter=guide)

    assert cost(client, page.url) == three
    html = client.get(page.url).content.decode()
    assert html.count('<a href="/fr/contact/">Contact</a></p>') == 200


def test_entries_stand_under_their_categories_in_the_office_s_order(page):
    first = FaqCategory.objects.create(name="Compte", sort_order=1, locale=page.locale)
    add_entry(page, anchor="later", category=first, sort_order=9)
    add_entry(page, anchor="sooner", category=first, sort_order=8)

    sections = [(str(category), [entry.anchor for entry in entries]) for category, entries in page.sections()]

    assert sections[0] == ("Compte", ["sooner", "later"])
    assert sections[1][0] == "Connexion"
    assert sections[1][1][:3] == ["mot-de-passe", "code-sms", "tentatives"]


def test_a_question_leads_to_its_chapter_in_the_language_of_the_page(public_pages, client):
    html = client.get("/de/faq/").content.decode()
    entry = html[html.index('id="code-sms"') :]

    assert 'Mehr dazu: <a href="/de/anleitung/' in entry[: entry.index("</details>")]


def test_search_engines_get_the_same_questions_and_answers(public_pages, client):
    html = client.get("/fr/faq/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json" nonce="[^"]*">(.*?)</script>', html)[1])

    assert (data["@type"], data["inLanguage"]) == ("FAQPage", "fr")
    assert [entry["name"] for entry in data["mainEntity"]][:2] == [
        "J’ai oublié mon mot de passe",
        "Je n’ai pas reçu de code par SMS",
    ]
    assert len(data["mainEntity"]) == html.count("<details class=")
    assert "<ol>" in data["mainEntity"][0]["acceptedAnswer"]["text"]


def test_no_question_breaks_out_of_the_structured_data(page, client):
    add_entry(page, question="</script><script>alert(1)</script>")

    assert "<script>alert" not in client.get(page.url).content.decode()


def test_two_questions_of_a_page_never_share_an_address(page):
    with pytest.raises(IntegrityError):
        add_entry(page, anchor="code-sms")


def test_a_category_in_use_cannot_be_deleted(page):
    with pytest.raises(IntegrityError):
        FaqCategory.objects.filter(locale=page.locale).first().delete()


def test_an_anchor_is_a_plain_word(page):
    entry = FaqEntry(page=page, locale=page.locale, anchor="code sms !")

    with pytest.raises(ValidationError) as raised:
        entry.clean_fields()

    assert "anchor" in raised.value.message_dict


def test_an_answer_s_link_says_where_it_leads(page):
    entry = page.entries.first()
    entry.full_clean()
    entry.answer = '<p>Le guide est <a href="/fr/guide/">ici</a>.</p>'

    with pytest.raises(ValidationError) as raised:
        entry.full_clean()

    assert raised.value.message_dict == {
        "answer": ["Dites où mène le lien\u00a0: «\u00a0ici\u00a0» ne se comprend pas tout seul."]
    }


def test_an_entry_is_called_by_its_question(page):
    assert str(page.entries.first()) == "J’ai oublié mon mot de passe"
