"""The guide as PDF: made by the worker once for each wording, and never while somebody waits."""

import io
import re
from itertools import pairwise

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from home.loading import find_page
from home.paper import Paper
from home.tasks import make_paper
from tests.invoicing.pdf_rules import broken_rules, kind, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def paper_of(key: str, language: str = "fr") -> Paper:
    return Paper(find_page(key, language=language).specific)


def test_the_first_who_asks_is_told_to_wait_and_the_worker_is_asked_once(client):
    paper = paper_of("guide-travel")
    address = f"/fr/guide/{paper.page.translation_key}.pdf"
    answers = [client.get(address) for _person in range(3)]

    assert {answer.status_code for answer in answers} == {202}
    assert 'http-equiv="refresh"' in answers[0].content.decode()
    assert DBTaskResult.objects.filter(task_path="home.tasks.make_paper").count() == 1
    default_storage.save(paper.name, io.BytesIO(b"%PDF-"))
    ready = client.get(address)
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert b"".join(ready.streaming_content) == b"%PDF-"


@pytest.mark.parametrize(("key", "language"), [("guide-send", "de"), ("guide", "fr")])
def test_the_pdf_keeps_the_rules_of_accessible_ones_and_has_bookmarks(key, language):
    paper = paper_of(key, language)
    make_paper.call(paper.page.pk)

    with default_storage.open(paper.name) as file:
        data = file.read()
    assert broken_rules(data, language=language) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [element for element in walk(pdf.Root.StructTreeRoot) if kind(element) == "Figure"]
        assert len(figures) == paper.html().count("<img")
        assert all(str(figure.Alt) for figure in figures)
        with pdf.open_outline() as outline:
            assert paper.page.title in outline.root[0].title


def test_a_chapter_has_every_picture_on_paper_and_the_whole_guide_those_that_are_open():
    chapter, whole = paper_of("guide-account").html(), paper_of("guide").html()

    assert 'alt="La page «\u00a0Changer le mot de passe\u00a0»' in chapter
    assert 'alt="La page «\u00a0Changer le mot de passe\u00a0»' not in whole
    assert chapter.count("<figure") > chapter.count("<details") == 0


def test_a_new_wording_is_a_new_paper():
    paper = paper_of("guide-travel")
    before = paper.name
    paper.page.title = "Voyages"
    paper.page.save_revision().publish()

    assert paper_of("guide-travel").name != before
    assert paper_of("guide").name != before


@pytest.mark.parametrize("language", ["fr", "de"])
def test_on_paper_headings_go_down_one_by_one_and_links_lead_to_the_portal(language, settings):
    html = paper_of("guide", language).html()
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert 'href="/' not in html
    assert set(re.findall(r'src="(\w+):', html)) <= {"asset"}


def test_nobody_gets_a_paper_of_what_is_no_chapter_or_off_line(client):
    for key in ("contact", "guide-travel"):
        find_page("guide-travel", language="fr").specific.unpublish()
        assert client.get(f"/fr/guide/{find_page(key, language='fr').translation_key}.pdf").status_code == 404
