"""Questions and answers: both languages, one address per question, one query whatever their number."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from faq.models import FaqCategory, FaqEntry, FaqPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(public_pages) -> FaqPage:
    return FaqPage.objects.get(locale__language_code="fr")


def add_entry(page: FaqPage, **fields) -> FaqEntry:
    category = FaqCategory.objects.filter(locale=page.locale).first()
    values = {"category": category, "question": "Q ?", "answer": "<p>R</p>", "anchor": "q", "sort_order": 9}
    return FaqEntry.objects.create(page=page, locale=page.locale, **(values | fields))


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_three_questions_have_the_same_address_in_each_language(public_pages, client, language):
    html = client.get(f"/{language}/faq/").content.decode()

    for anchor in ("mot-de-passe", "code-sms", "tentatives"):
        assert f'<details class="details question" id="{anchor}">' in html


def test_the_message_of_the_lock_out_is_the_guide_s(public_pages, client):
    html = client.get("/fr/faq/").content.decode()

    assert "Trop de tentatives de connexion, veuillez réessayer d’ici quelques minutes" in html


def test_more_questions_cost_no_more_queries(page, client):
    client.get(page.url)
    with CaptureQueriesContext(connection) as few:
        client.get(page.url)
    for number in range(30):
        add_entry(page, anchor=f"q-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(page.url)

    assert len(many) == len(few)


def test_entries_stand_under_their_categories_in_the_office_s_order(page):
    first = FaqCategory.objects.create(name="Compte", sort_order=1, locale=page.locale)
    add_entry(page, anchor="later", category=first, sort_order=9)
    add_entry(page, anchor="sooner", category=first, sort_order=8)

    sections = [(str(category), [entry.anchor for entry in entries]) for category, entries in page.sections()]

    assert sections == [
        ("Compte", ["sooner", "later"]),
        ("Connexion", ["mot-de-passe", "code-sms", "tentatives"]),
    ]


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


def test_an_entry_is_called_by_its_question(page):
    assert str(page.entries.first()) == "J’ai oublié mon mot de passe"
