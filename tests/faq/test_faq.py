"""Questions and answers: both languages, one address per question, one query whatever their number."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision

from faq.models import FaqCategory, FaqEntry, FaqPage
from home.roles import LANGUAGE_EDITORS, create_editor_group, create_editor_groups
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(public_pages) -> FaqPage:
    return FaqPage.objects.get(locale__language_code="fr")


@pytest.fixture
def chief(public_pages, signed_in_client) -> Client:
    account = AccountFactory(staff=True, with_device=True)
    account.groups.add(create_editor_group())
    return signed_in_client(account)


def add_entry(page: FaqPage, **fields) -> FaqEntry:
    category = FaqCategory.objects.filter(locale=page.locale).first()
    values = {"category": category, "question": "Q ?", "answer": "<p>R</p>", "anchor": "q", "sort_order": 90}
    return FaqEntry.objects.create(locale=page.locale, **(values | fields))


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
    page.entries.delete()
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


def test_a_question_written_without_an_address_gets_one(page):
    like = page.entries.first()
    values = {"locale": page.locale, "category": like.category, "question": "Où envoyer ma facture ?", "answer": "Ici."}
    made = [FaqEntry(**values) for _time in range(2)]
    for entry in made:
        entry.full_clean()
        entry.save()

    assert [entry.anchor for entry in made] == ["ou-envoyer-ma-facture", "ou-envoyer-ma-facture-2"]
    assert made[0].url == "/fr/faq/#ou-envoyer-ma-facture"
    assert [entry.anchor for entry in page.entries][-2:] == [entry.anchor for entry in made]  # the newest stand last


def test_a_draft_is_nobody_else_s_to_read(page, client):
    entry = add_entry(page, question="Pas encore ?", live=False)
    published = page.entries.first()
    published.question = "Changée ?"
    published.save_revision()

    html = client.get(page.url).content.decode()
    assert "Pas encore ?" not in html
    assert "Changée ?" not in html
    assert "J’ai oublié mon mot de passe" in html
    entry.save_revision().publish()
    assert "Pas encore ?" in client.get(page.url).content.decode()


def test_a_question_comes_and_goes_at_the_minute_that_was_set(page, client, time_machine):
    time_machine.move_to("2026-11-25T10:00:00+01:00", tick=False)
    entry = add_entry(page, question="En décembre ?", live=False)
    entry.go_live_at, entry.expire_at = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    entry.save_revision().publish()

    shown = []
    for minutes in (30, 31, 60):
        time_machine.shift(timedelta(minutes=minutes))
        call_command("publish_scheduled")
        cache.clear()
        shown.append("En décembre ?" in client.get(page.url).content.decode())
    assert shown == [False, True, False]


def test_a_question_is_seen_opened_before_it_is_published(page, signed_in_client):
    entry = page.entries.get(anchor="code-sms")
    entry.question = "Où reste le code ?"

    html = entry.make_preview_request(preview_mode="").render().content.decode()

    assert "<summary>Où reste le code ?</summary>" in html
    assert 'Pour en savoir plus\u00a0: <a href="/fr/guide/' in html


def test_a_category_in_use_cannot_be_deleted(page):
    with pytest.raises(IntegrityError):
        FaqCategory.objects.filter(locale=page.locale).first().delete()


def test_an_anchor_is_a_plain_word(page):
    entry = FaqEntry(locale=page.locale, anchor="code sms !")

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


# --- Their order ----------------------------------------------------------------------


def anchors(language: str) -> list[str]:
    return list(FaqEntry.objects.filter(locale__language_code=language).values_list("anchor", flat=True))


def test_the_chief_editor_puts_questions_in_order_for_both_languages(page, chief, client):
    moved = page.entries.get(anchor="code-sms")
    moved.question = "Un brouillon"
    draft = moved.save_revision()
    listed = chief.get("/admin/snippets/faq/faqentry/?ordering=sort_order")
    assert "/admin/snippets/faq/faqentry/reorder/999999/" in listed.content.decode()
    assert [entry.pk for entry in listed.context["object_list"]] == [entry.pk for entry in page.entries]

    answer = chief.post(f"/admin/snippets/faq/faqentry/reorder/{moved.pk}/?position=0")

    assert answer.status_code == 200
    assert anchors("fr")[:2] == anchors("de")[:2] == ["code-sms", "mot-de-passe"]
    Revision.objects.get(pk=draft.pk).publish()
    assert anchors("fr")[0] == "code-sms"
    html = client.get("/de/faq/").content.decode()
    assert html.index('id="code-sms"') < html.index('id="mot-de-passe"')


def test_an_editor_of_one_language_does_not_order_both(page, signed_in_client):
    create_editor_groups()
    writer = AccountFactory(staff=True, with_device=True)
    writer.groups.add(Group.objects.get(name=LANGUAGE_EDITORS["fr"]))
    client, before = signed_in_client(writer), anchors("fr")

    assert "reorder" not in client.get("/admin/snippets/faq/faqentry/?ordering=sort_order").content.decode()
    client.post(f"/admin/snippets/faq/faqentry/reorder/{page.entries.last().pk}/?position=0")

    assert anchors("fr") == before
