"""The first start: pages in both languages, and nothing of an editor's work lost at the next one."""

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Collection, Locale, Page, PageLogEntry, Site

from faq.models import FaqEntry
from home.content_files import key_of, read_content_files
from home.loading import find_page, link_pages, load_content
from home.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


def test_the_first_start_makes_a_page_of_every_file(public_pages):
    assert {(page.slug, page.live) for page in Page.objects.filter(depth=2)} == {
        ("accueil", True),
        ("startseite", True),
    }
    assert Page.objects.filter(depth__gt=1, live=True).count() == len(read_content_files())
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="fr")


def test_every_french_page_has_its_german_one(public_pages):
    keys = {
        language: set(Page.objects.filter(depth__gt=1, locale__language_code=language).values_list("translation_key"))
        for language in ("fr", "de")
    }
    assert keys["fr"] == keys["de"]


def test_the_tree_is_sound_after_loading(public_pages):
    assert Page.find_problems() == ([], [], [], [], [])


def test_loading_twice_changes_nothing(public_pages):
    before = list(Page.objects.order_by("pk").values())

    assert load_content() == 0
    assert list(Page.objects.order_by("pk").values()) == before


def test_what_an_editor_wrote_survives_the_next_start(public_pages):
    page = ContentPage.objects.get(slug="contact")
    page.title, page.slug = "Nous joindre", "nous-joindre"
    page.save_revision().publish()

    load_content()

    assert find_page("contact", language="fr").title == "Nous joindre"
    assert not Page.objects.filter(slug="contact").exists()


def test_a_page_that_an_editor_deleted_stays_away_until_it_is_wanted_again(public_pages):
    Page.objects.get(slug="kontakt").delete()

    assert load_content() == 0
    assert load_content(again=True) == 1
    assert "027 324 96 11" in ContentPage.objects.get(slug="kontakt").body.render_as_block()


def test_a_new_page_finds_its_way_around_those_that_were_deleted(public_pages):
    """Of a new version: one links to a page that is gone, one stood below it."""
    Page.objects.get(slug="kontakt").delete()
    Page.objects.get(translation_key=key_of("guide"), locale__language_code="de").delete()
    for key in ("legal", "guide-travel"):
        Page.objects.filter(translation_key=key_of(key), locale__language_code="de").delete()
    PageLogEntry.objects.filter(data__content_file__in=["legal.de", "guide-travel.de"]).delete()

    assert load_content() == 1
    assert find_page("legal", language="de").live


def test_the_home_page_always_comes_back(public_pages):
    Page.objects.filter(translation_key=key_of("home")).delete()

    assert load_content() == 2
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="fr")


def test_the_first_wording_of_a_page_can_be_come_back_to(public_pages):
    page = find_page("contact", language="fr")
    acts = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", "revision")

    assert list(acts) == [
        ("wagtail.create", None),
        ("wagtail.edit", page.latest_revision_id),
        ("wagtail.publish", page.latest_revision_id),
    ]


@pytest.fixture
def emptied_site(db) -> None:
    Page.objects.all().delete()
    Site.objects.all().delete()
    Collection.objects.all().delete()
    PageLogEntry.objects.all().delete()


def test_an_emptied_database_gets_its_site_again(emptied_site):
    call_command("load_content")

    assert Page.find_problems() == ([], [], [], [], [])
    assert Site.objects.get().root_page.slug == "accueil"


def test_links_between_pages_follow_the_page(public_pages):
    home = HomePage.objects.get(locale__language_code="de")
    guide = find_page("guide", language="de")

    assert f'<a linktype="page" id="{guide.pk}">' in str(home.body.get_prep_value())
    with translation.override("de"):
        assert f'href="{guide.url}"' in home.body.render_as_block()


def test_a_link_to_no_page_stops_the_loading(public_pages):
    with pytest.raises(LookupError, match="nowhere"):
        link_pages(['<a href="page:nowhere">x</a>'], language="fr")


def test_blocks_and_entries_keep_one_id_in_both_languages(public_pages):
    french, german = (find_page("guide-register", language=language).specific for language in ("fr", "de"))

    assert [block.id for block in french.body] == [block.id for block in german.body]
    assert FaqEntry.objects.get(anchor="code-sms", locale__language_code="de").locale == Locale.objects.get(
        language_code="de"
    )
    assert FaqEntry.objects.filter(anchor="code-sms").values("translation_key").distinct().count() == 1


def test_the_command_tells_how_many_pages_it_made(emptied_site, capsys):
    call_command("load_content")

    assert capsys.readouterr().out == f"{len(read_content_files())} pages created.\n"
