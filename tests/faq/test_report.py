"""The editors' report: what did not help comes first, each with the page to mend."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from faq.models import FaqEntry, MissedSearch, Vote
from faq.report import vote_rows
from home.roles import create_editor_group
from invoicing.roles import make_reviewer
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

ADDRESS = "/admin/reports/answers/"


@pytest.fixture
def editor():
    account = AccountFactory(staff=True, with_device=True)
    account.groups.add(create_editor_group())
    return account


def cast(entry: FaqEntry, *, yes: int = 0, no: int = 0, word: str = "") -> None:
    for number in range(yes + no):
        Vote.objects.create(page=entry.page, entry=entry, is_helpful=number < yes, word=word)


def test_what_helped_least_comes_first_with_its_words_and_its_page():
    photo, iban = (FaqEntry.objects.get(anchor=anchor, locale__language_code="de") for anchor in ("photo", "iban"))
    contact = Page.objects.get(slug="contact")
    cast(photo, yes=3, no=1)
    cast(iban, no=2, word="Wo genau?")
    Vote.objects.create(page=contact, is_helpful=True)

    rows = [(row.title, row.language, row.yes, row.no, row.share, row.words) for row in vote_rows()]

    assert rows == [
        ("Welche IBAN kann ich angeben?", "de", 0, 2, 0, ["Wo genau?"] * 2),
        ("Darf ich meine Dokumente fotografieren?", "de", 3, 1, 75, []),
        ("Contact", "fr", 1, 0, 100, []),
    ]
    assert vote_rows()[2].edit_url == f"/admin/pages/{contact.pk}/edit/"


def test_an_editor_reads_both_lists(editor, signed_in_client):
    cast(FaqEntry.objects.get(anchor="photo", locale__language_code="fr"), no=1, word="<b>flou</b>")
    MissedSearch.objects.create(language="fr", words="taxi", count=7)
    questions = Page.objects.get(slug="faq", locale__language_code="fr")

    html = signed_in_client(editor).get(ADDRESS).content.decode()

    assert "&lt;b&gt;flou&lt;/b&gt;" in html
    assert re.search(rf'href="/admin/pages/{questions.pk}/edit/">Écrire une réponse à «\u00a0taxi\u00a0»', html)


def test_an_empty_report_says_so(editor, signed_in_client):
    html = signed_in_client(editor).get(ADDRESS).content.decode()

    assert "Personne n’a encore donné son avis." in html
    assert "Tout ce qui a été cherché a été trouvé." in html


def test_the_report_is_in_the_menu_of_editors_and_not_of_reviewers(editor, signed_in_client):
    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)

    assert ADDRESS in signed_in_client(editor).get("/admin/").content.decode()
    assert signed_in_client(reviewer).get(ADDRESS).status_code == 404
    assert ADDRESS not in signed_in_client(reviewer).get("/admin/").content.decode()


def test_many_answers_cost_no_query_more():
    entries = list(FaqEntry.objects.select_related("page"))
    cast(entries[0], no=1)
    with CaptureQueriesContext(connection) as one:
        vote_rows()
    for entry in entries:
        cast(entry, no=1, word="x")
    with CaptureQueriesContext(connection) as all_of_them:
        vote_rows()

    assert len(all_of_them) == len(one)
