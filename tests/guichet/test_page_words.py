"""Given the office's wording of a page, when somebody opens it, then it says that, escaped and in his language."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template import Context
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from guichet.models import OfficeText
from guichet.office_words import texts
from guichet.page_words import CACHE_KEY, FRESH, forget_page_words, page_words
from invoicing.models import Claim
from tests.claims import make_claim
from tests.factories import AccountFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(key for key, text in texts().items() if text.is_page)


def reword(key: str, passage: str, french: str, german: str = "") -> None:
    OfficeText.objects.create(text=key, passage=passage, wording_fr=french, wording_de=german)
    forget_page_words()


@pytest.fixture
def client(account, signed_in_client):
    return signed_in_client(account)


def test_every_piece_has_its_text_and_every_text_its_piece():
    assert {path.stem for path in (TEMPLATES / "words").iterdir()} == set(PAGES)


@pytest.mark.parametrize("key", PAGES)
def test_every_passage_stands_in_its_piece(key):
    piece = (TEMPLATES / "words" / f"{key}.html").read_text(encoding="utf-8")
    assert re.findall(r'office_words "([\w-]+)"', piece) == [key]
    assert set(re.findall(r"words\.(\w+)", piece)) == set(texts()[key].passages)


def test_every_piece_stands_in_a_page():
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    states = {key for key in PAGES if key.startswith("state-")}
    assert set(re.findall(r'include "words/([\w-]+)\.html"', pages)) == set(PAGES) - states
    assert 'piece="words/state-"|add:claim.state' in pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "key", "passage"),
    [
        ("guichet:register", "register-page", "intro"),
        ("guichet:register-done", "register-done-page", "text"),
        ("guichet:sign-in", "sign-in-page", "intro"),
        ("guichet:forgotten-password", "forgotten-password-page", "intro"),
        ("guichet:forgotten-password-done", "forgotten-password-done-page", "text"),
    ],
)
def test_a_public_page_says_what_the_office_words_in_both_languages(address, key, passage):
    reword(key, passage, "Bonjour à tous.", "Guten Tag alle.")
    for language, said in (("fr", "Bonjour à tous."), ("de", "Guten Tag alle.")):
        with translation.override(language):
            assert said in Client().get(reverse(address)).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_the_desk_greets_with_the_name_and_escapes_all_of_it(client, account):
    account.first_name = "<b>{telephone}"
    account.save()
    reword("desk-page", "intro", "<i>Bonjour</i> {prenom}.\n\nLe guichet est là.")
    page = client.get(reverse("invoicing:desk")).content.decode()
    assert "<p>&lt;i&gt;Bonjour&lt;/i&gt; &lt;b&gt;{telephone}.</p>" in page
    assert "<p>Le guichet est là.</p>" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn"])
def test_a_state_is_explained_as_the_office_words_it(signed_in_client, state):
    claim = make_claim()
    closed = None if state == "submitted" else timezone.now()
    Claim.objects.filter(pk=claim.pk).update(state=state, closed_at=closed)
    reword(f"state-{state}-page", "text", "Voilà pour {reference}.", "So weit mit {reference}.")
    client = signed_in_client(claim.owner)
    for language, said in (("fr", f"Voilà pour {claim.reference}."), ("de", f"So weit mit {claim.reference}.")):
        with translation.override(language):
            assert said in client.get(reverse("invoicing:claim", args=[claim.reference])).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_each_line_of_what_comes_next_is_a_step(signed_in_client):
    claim = make_claim()
    reword("sent-page", "steps", "Nous lisons.\n\nNous répondons.")
    page = signed_in_client(claim.owner).get(reverse("invoicing:claim-sent", args=[claim.reference])).content.decode()
    assert "<ol><li>Nous lisons.</li><li>Nous répondons.</li></ol>" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_only_the_first_page_in_half_a_minute_asks_for_the_office_s_words(client):
    asked = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("invoicing:desk"))
        asked.append(len([query for query in queries if "guichet_officetext" in query["sql"]]))
    assert asked == [1, 0]


@pytest.mark.django_db
def test_what_is_reworded_elsewhere_shows_within_half_a_minute(monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, value, seconds: kept.append((key, seconds)))
    page_words("sign-in-page", Context())
    assert kept == [(CACHE_KEY, 30)]
    assert FRESH == 30


@pytest.mark.django_db
def test_a_kept_wording_that_no_longer_fits_its_page_is_not_shown():
    shipped = texts()["code-sent-page"].shipped["fr"]["text"]
    reword("code-sent-page", "text", "Le SMS est parti vers {maison}.")
    assert page_words("code-sent-page", Context({"masked_number": "42"}))["text"] == shipped.format(numero="42")


@pytest.mark.django_db
def test_who_is_spoken_to_is_the_person_signed_in_or_whom_the_page_names(rf):
    request = rf.get("/")
    request.user = AccountFactory(email="jeanne@example.ch")
    other = AccountFactory(email="paul@example.ch")
    spoken = [page_words("email-unverified-page", Context({"request": request, **more}))["text"]
              for more in ({}, {"account": other})]  # fmt: skip
    assert ["jeanne@example.ch" in spoken[0], "paul@example.ch" in spoken[1]] == [True, True]
