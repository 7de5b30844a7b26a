"""Was this helpful: one vote per session and answer, no token needed but our own page, nothing personal kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from faq.models import FaqEntry, MissedSearch, Vote
from faq.voices import without_personal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def entry() -> FaqEntry:
    return FaqEntry.objects.get(anchor="photo", locale__language_code="fr")


def vote(client: Client, target: str, **headers: str):
    return client.post("/fr/feedback/", {"vote": target}, headers=headers or FROM_HERE, follow=True)


def test_a_vote_is_counted_and_thanked_for(client, entry):
    response = vote(client, f"entry-{entry.pk}-no")

    assert response.redirect_chain == [("/fr/feedback/thanks/", 302)]
    assert "Merci de nous le dire" in response.content.decode()
    assert f'href="{entry.url}"' in response.content.decode()
    assert [(cast.entry, cast.page.slug, cast.is_helpful) for cast in Vote.objects.all()] == [(entry, "faq", False)]


def test_a_page_is_voted_on_as_well(client):
    page = Page.objects.get(slug="kontakt")
    vote(client, f"page-{page.pk}-yes")

    assert [(cast.page, cast.entry, cast.is_helpful) for cast in Vote.objects.all()] == [(page, None, True)]


def test_a_second_vote_of_a_session_replaces_the_first(client, entry):
    vote(client, f"entry-{entry.pk}-no")
    vote(client, f"entry-{entry.pk}-yes")
    vote(Client(), f"entry-{entry.pk}-yes")

    assert list(Vote.objects.values_list("is_helpful", flat=True)) == [True, True]


def test_a_word_is_added_without_what_is_personal(client, entry):
    vote(client, f"entry-{entry.pk}-no")
    response = client.post("/fr/feedback/thanks/", {"word": " Mon AVS 756.9217.0769.85, moi@example.ch, manque " * 20})

    word = Vote.objects.get().word
    assert response.status_code == 200
    assert len(word) == 300
    assert word.startswith("Mon AVS … … manque")
    assert "9217" not in word


def test_the_word_needs_the_token_of_its_page(entry):
    client = Client(enforce_csrf_checks=True)
    vote(client, f"entry-{entry.pk}-no")

    assert client.post("/fr/feedback/thanks/", {"word": "x"}).status_code == 403
    assert Vote.objects.get().word == ""


@pytest.mark.parametrize(
    "target", ["", "page-0-yes", "entry-999999-yes", "entry-1", "page-1-yes", "claim-1-yes", "entry-1-maybe"]
)
def test_what_is_no_answer_of_ours_is_not_found(client, target):
    assert vote(client, target).status_code == 404
    assert not Vote.objects.exists()


def test_votes_from_one_address_are_limited(client, entry):
    statuses = [vote(client, f"entry-{entry.pk}-yes").status_code for _vote in range(61)]

    assert statuses == [200] * 60 + [429]


def test_thanks_without_a_vote_lead_home(client):
    assert client.get("/de/feedback/thanks/").headers["Location"] == "/de/"


def test_answers_and_help_pages_ask_whether_they_helped(client, entry):
    contact = Page.objects.get(slug="contact")

    assert f'name="vote" value="entry-{entry.pk}-yes"' in client.get("/fr/faq/").content.decode()
    assert f'name="vote" value="page-{contact.pk}-no"' in client.get("/fr/contact/").content.decode()


def test_public_pages_with_votes_set_no_cookie(client):
    for address in ("/fr/faq/", "/fr/contact/", "/fr/search/?q=code", "/fr/help/code/"):
        assert list(client.get(address).cookies) == [], address


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Le tarif de 2026 manque", "Le tarif de 2026 manque"),
        ("CH93 0076 2011 6238 5295 7 ne passe pas", "… ne passe pas"),
        ("appelez 079 123 45 67", "appelez …"),
        ("écrivez à a@b.ch !", "écrivez à … !"),
    ],
)
def test_numbers_of_somebody_and_addresses_are_left_out(text, kept):
    assert without_personal(text) == kept


def test_what_was_kept_long_enough_goes(entry):
    def age(model, days: int, **fields) -> None:
        row = model.objects.create(**fields)
        field = "created_at" if model is Vote else "last_at"
        model.objects.filter(pk=row.pk).update(**{field: timezone.now() - timedelta(days=days)})

    for days in (729, 731):
        age(Vote, days, page=entry.page, entry=entry, is_helpful=True)
    for words, count, days in (("once", 1, 31), ("fresh", 1, 29), ("often", 2, 364), ("old", 9, 366)):
        age(MissedSearch, days, language="fr", words=words, count=count)

    call_command("prune_voices", verbosity=0)

    assert Vote.objects.count() == 1
    assert sorted(MissedSearch.objects.values_list("words", flat=True)) == ["fresh", "often"]
