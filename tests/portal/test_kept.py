"""Pieces of public pages that are made once: as fresh as what is published, and never what is only being written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq.models import FaqEntry, FaqPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(public_pages) -> FaqPage:
    return FaqPage.objects.get(locale__language_code="fr")


def test_what_is_published_shows_at_once(page, client):
    client.get(page.url)

    entry = page.entries.first()
    entry.question = "Une question toute neuve ?"
    entry.save_revision().publish()

    assert client.get(page.url).content.decode().count("<summary>Une question toute neuve ?</summary>") == 1
    entry.unpublish()
    assert "Une question toute neuve ?" not in client.get(page.url).content.decode()


def test_a_second_visit_reads_no_question(page, client):
    client.get(page.url)

    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)

    assert [query for query in queries if FaqEntry._meta.db_table in query["sql"]] == []


def test_each_language_keeps_its_own(page, client):
    french, german = (client.get(f"/{language}/faq/").content.decode() for language in ("fr", "de"))

    assert french.count(">Oui</button>") == german.count(">Ja</button>") > 1
    assert client.get("/fr/faq/").content.decode().count(">Oui</button>") == french.count(">Oui</button>")


def test_a_preview_is_neither_kept_nor_taken_from_what_is_kept(page, client):
    client.get(page.url)
    page.intro = "Ce qui n’est pas encore publié"

    preview = page.make_preview_request(preview_mode="").render().content.decode()

    assert preview.count("Ce qui n’est pas encore publié") == 1
    assert client.get(page.url).content.decode().count("Ce qui n’est pas encore publié") == 0
