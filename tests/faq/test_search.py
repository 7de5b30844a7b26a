"""Search: whatever way a word is typed, the right answer first, and nothing that is not public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from faq import search_index
from faq.models import FaqEntry, MissedSearch, PromotedAnswer
from faq.search import cut_around, mark_words, search
from faq.search_index import words_of
from guichet.models import Beneficiary
from tests.claims import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture(autouse=True)
def _fresh_index():
    search_index.read_index.cache_clear()


def titles(query: str, language: str = "fr") -> list[str]:
    return [hit.document.title.replace("\xa0", " ") for hit in search(query, language)]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("code", "fr", "Je n’ai pas reçu de code par SMS"),
        ("CODE SMS", "de", "Ich habe keinen Code per SMS erhalten"),
        ("numero decision", "fr", "Où se trouve le numéro de décision ?"),
        ("décision", "fr", "Où se trouve le numéro de décision ?"),
        ("Verfügungsnummer", "de", "Wo finde ich die Verfügungsnummer?"),
        ("verfugungsnumer", "de", "Wo finde ich die Verfügungsnummer?"),
        ("mot de pase oublie", "fr", "J’ai oublié mon mot de passe"),
        ("comment changer mon iban", "fr", "Quel IBAN puis-je indiquer ?"),
        ("hörgerat", "de", "Hörgeräteversorgung"),
        ("refusee", "fr", "Ma demande est refusée. Que faire ?"),
        ("photographier", "fr", "Puis-je photographier mes documents ?"),
        ("telefonnummern", "de", "Ich habe eine neue Telefonnummer"),
        ("heic", "fr", "Mon document n’est pas accepté"),
        ("remboursement", "fr", "Quand suis-je remboursé ?"),
        ("Rückerstattung", "de", "Wann erhalte ich das Geld?"),
        ("délai", "fr", "Jusqu’à quand puis-je envoyer une facture ?"),
        ("Fristen", "de", "Bis wann kann ich eine Rechnung senden?"),
        ("changer d’adresse", "fr", "J’ai déménagé"),
        ("Konto löschen", "de", "Ich möchte den Schalter nicht mehr nutzen"),
        ("Öffnungszeiten", "de", "Kontakt"),
    ],
)
def test_the_right_answer_comes_first(query, language, first):
    assert titles(query, language)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "xyzzy", "?!", "\x00"])
def test_what_means_nothing_finds_nothing(query):
    assert search(query, "fr") == []


def test_each_language_finds_its_own_pages():
    assert {hit.document.url[:4] for hit in search("code", "fr")} == {"/fr/"}
    assert {hit.document.url[:4] for hit in search("code", "de")} == {"/de/"}


def test_guide_and_help_pages_are_found_by_what_they_say():
    assert any(hit.document.url.startswith("/fr/guide/") for hit in search("brouillon formulaire", "fr"))
    assert titles("préposé cantonal")[0] == "Protection des données"


def test_what_is_unpublished_or_restricted_is_not_found():
    contact, privacy = (Page.objects.get(slug=slug) for slug in ("contact", "protection-des-donnees"))
    contact.unpublish()
    PageViewRestriction.objects.create(page=privacy, restriction_type=PageViewRestriction.LOGIN)
    search_index.read_index.cache_clear()

    assert not {hit.document.url for hit in search("avenue gare préposé", "fr")} & {contact.url, privacy.url}


def test_a_page_published_since_is_found_at_once():
    assert search("zorglub", "fr") == []
    page = Page.objects.get(slug="contact").specific
    page.intro = "Zorglub vous répond."
    page.save_revision().publish()

    assert titles("zorglub") == ["Contact"]


def test_nothing_of_the_citizens_is_in_the_index():
    make_person(last_name="Zufferey-Quenouille")

    assert Beneficiary.objects.exists()
    assert search("quenouille", "fr") == []
    urls = {document.url for language in ("fr", "de") for document in search_index.index_of(language).documents}
    assert not [url for url in urls if "/guichet/" in url or "/admin/" in url]


def test_the_office_s_answer_stands_first_for_its_words():
    PromotedAnswer.objects.create(
        page=Page.objects.get(slug="contact"), words_fr="gare, parler à quelqu’un", words_de=""
    )

    assert search("gare", "fr")[0].document.title == "Contact"
    assert search("gare", "fr")[0].is_promoted
    assert titles("parler a quelqu’un")[0] == "Contact"
    assert not any(hit.is_promoted for hit in search("parler", "fr"))


def test_a_promoted_french_question_is_shown_in_german():
    entry = FaqEntry.objects.get(anchor="photo", locale__language_code="fr")
    PromotedAnswer.objects.create(entry=entry, words_fr="", words_de="knipsen")

    assert titles("knipsen", "de") == ["Darf ich meine Dokumente fotografieren?"]


def test_a_search_costs_few_queries_and_none_more_for_many_hits():
    search("code", "fr")
    with CaptureQueriesContext(connection) as queries:
        search("demande formulaire documents", "fr")
    assert len(queries) == 3


def test_an_answer_says_where_it_stands(client):
    html = client.get("/de/search/", {"q": "kilometer"}).content.decode()

    assert '<span class="hits__where">Häufige Fragen</span>' in html
    assert '<span class="hits__where">Anleitung, Der Schalter, Rechnung einreichen</span>' in html


def test_words_are_compared_without_accents_capitals_and_marks():
    assert words_of("L’Été à Zürich: STRASSE, Straße, cœur") == [
        "l", "ete", "a", "zurich", "strasse", "strasse", "coeur",
    ]  # fmt: skip


def test_an_excerpt_begins_shortly_before_the_word_and_marks_it_safely():
    text = "un deux trois quatre cinq six sept huit <b>Décision</b> dix"

    assert cut_around(text, frozenset({"decision"})).startswith("… trois quatre")
    assert mark_words("huit <b>Décision</b>", frozenset({"decision"})) == (
        "huit &lt;b&gt;<mark>Décision</mark>&lt;/b&gt;"
    )


# --- The page --------------------------------------------------------------------------


def test_the_page_answers_without_javascript(client):
    html = client.get("/de/search/", {"q": "zugangscode"}).content.decode()

    assert '<a class="hits__link" href="/de/faq/#code-sms">' in html
    assert 'value="zugangscode"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_one_may_search_where_one_looks_in_vain(client):
    for address in ("/fr/guide/", "/de/anleitung/", "/fr/faq/", "/de/nichts/"):
        assert f'role="search" action="{address[:3]}/search/"' in client.get(address).content.decode(), address


def test_what_was_typed_is_shown_as_text(client):
    html = client.get("/fr/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html


def test_what_finds_nothing_is_counted_by_its_words(client):
    client.get("/fr/search/", {"q": "Xyzzy"})
    client.get("/fr/search/", {"q": " xyzzy !"})
    client.get("/fr/search/", {"q": "xyzz", "live": "1"})
    client.head("/fr/search/", {"q": "xyzzy"})

    assert list(MissedSearch.objects.values_list("language", "words", "count")) == [("fr", "xyzzy", 2)]


@pytest.mark.parametrize(
    "query", ["xyzzy 756.9217.0769.85", "xyzzy@qqq.zz", "xy 123 456", "xy", "XYZ CH93 0076 2011 6238 5295 7"]
)
def test_what_may_be_personal_is_not_kept(client, query):
    client.get("/fr/search/", {"q": query})

    assert not MissedSearch.objects.exists()


def test_a_very_long_search_is_cut(client):
    response = client.get("/fr/search/", {"q": "qzx" * 500})

    assert response.status_code == 200
    assert len(MissedSearch.objects.get().words) <= 60
