"""The guide: numbered as the office's is, read in order, each chapter with what stands around it."""

import re

import pytest
from wagtail.models import Page

from home.chapters import around, number_chapters
from home.loading import find_page
from home.models import GuideIndexPage, GuidePage
from home.models.guide import GUIDE_DEPTH
from home.screens import BY_KEY, SCREENS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

OFFICE_ORDER = {  # the numbers of the office's guide
    "1": "guide-introduction", "2": "guide-register", "3": "guide-sign-in", "4": "guide-desk", "4.1": "guide-account",
    "4.2": "guide-send", "4.2.1": "guide-aids", "4.2.2": "guide-helplessness", "4.2.3": "guide-hearing",
    "4.2.4": "guide-assistance", "4.2.5": "guide-travel", "4.2.6": "guide-plain", "4.3": "guide-follow",
    "5": "guide-questions",
}  # fmt: skip


def guide(language: str) -> GuideIndexPage:
    return find_page("guide", language=language).specific


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_chapters_have_the_numbers_of_the_office_s_guide(language):
    numbers = {chapter.number: chapter.page.pk for chapter in guide(language).chapters}

    assert numbers == {number: find_page(key, language=language).pk for number, key in OFFICE_ORDER.items()}


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("guide-account", ["4.1.1", "4.1.2", "4.1.3", "4.1.4"]),
        ("guide-follow", ["4.3.1", "4.3.2", "4.3.3", "4.3.4"]),
        ("guide-register", ["2.1", "2.2"]),
        ("guide-travel", ["", ""]),  # four levels are one too many
        ("guide-send", [""] * 6),  # its numbers belong to the chapters below
    ],
)
def test_sections_carry_the_number_on(rf, key, numbers):
    context = find_page(key, language="de").specific.get_context(rf.get("/"))

    assert [heading.number for heading in context["headings"]] == numbers


def test_a_chapter_knows_its_neighbours_and_those_above(rf):
    pages = [chapter.page for chapter in guide("fr").chapters]
    contexts = [page.get_context(rf.get("/")) for page in pages]
    before = [context["previous"] and context["previous"].page.pk for context in contexts]
    after = [context["next"] and context["next"].page.pk for context in contexts]
    keys = [page.pk for page in pages]

    assert before == [None, *keys[:-1]]
    assert after == [*keys[1:], None]
    travel = contexts[keys.index(find_page("guide-travel", language="fr").pk)]
    assert [chapter.number for chapter in travel["above"]] == ["4", "4.2"]


def test_a_chapter_whose_parent_is_off_line_is_left_out_and_the_numbers_close_up():
    find_page("guide-send", language="fr").specific.unpublish()
    numbers = [chapter.number for chapter in guide("fr").chapters]

    assert numbers == ["1", "2", "3", "4", "4.1", "4.2", "5"]


def test_a_chapter_without_place_yet_has_no_neighbours():
    chapters = number_chapters(GuidePage.objects.filter(locale__language_code="fr"), root_depth=GUIDE_DEPTH)

    assert around(chapters, GuidePage(title="Neu")) == (None, None, None)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_page_shows_number_contents_and_the_way_on(client, language):
    html = client.get(find_page("guide-travel", language=language).url).content.decode()

    assert re.search(r'<h1[^>]*><span class="numbered">4\.2\.5</span>', html)
    assert re.findall(r'aria-current="page"><span class="numbered">([\d.]+)<', html) == ["4.2.5"]
    assert re.findall(r'rel="(prev|next)"', html) == ["prev", "next"]
    assert html.count('class="on-this-page__list"') == 1


# --- Pictures --------------------------------------------------------------------------


def screens_of(language: str) -> list[str]:
    pages = GuidePage.objects.filter(locale__language_code=language).order_by("path")
    return [block.value["screen"] for page in pages for block in page.body if block.block_type == "screen"]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_guide_shows_every_screen_once_in_each_language(language):
    shown = screens_of(language)

    assert sorted(shown) == sorted(BY_KEY)
    assert len(BY_KEY) == len(SCREENS)


def test_a_picture_that_was_not_taken_yet_leaves_no_hole(client, monkeypatch):
    monkeypatch.setattr("home.templatetags.home.size_of", lambda path: None)
    html = client.get(find_page("guide-travel", language="fr").url).content.decode()

    assert "<figure" not in html


def test_pictures_on_demand_are_there_without_script(client):
    page = find_page("guide-account", language="fr").specific
    html = client.get(page.url).content.decode()
    folds = re.findall(r'<details class="screen-fold">\s*<summary[^>]*>(.*?)</summary>\s*<figure[^>]*>\s*<img', html)

    assert folds[0] == "Voir l’écran «\u00a0Changer l’adresse email\u00a0»"
    assert len(folds) == html.count("<figure") - 1
    assert html.count("<img") == html.count('loading="lazy"')


def test_a_whole_guide_costs_no_more_queries_than_a_short_one(client, django_assert_max_num_queries):
    address = Page.objects.get(slug="frais-de-voyage").url
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
