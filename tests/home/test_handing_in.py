"""A translation on its way: a German editor translates and hands in, a chief editor publishes."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from faq.models import FaqEntry
from home.models import ContentPage, HomePage, Notice
from home.notices import forget_notices, notices_at
from home.roles import CHIEF_EDITORS, LANGUAGE_EDITORS, create_editor_groups
from home.translation.acts import open_both
from home.translation.pairs import work_of
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_as(public_pages, signed_in_client):
    """`open_as("Rédaction allemande")`: a client of somebody of that group."""
    create_editor_groups()

    def open_one(group: str):
        account = AccountFactory(staff=True)
        account.groups.add(Group.objects.get(name=group))
        return signed_in_client(account)

    return open_one


@pytest.fixture
def translation(public_pages, settings) -> Translation:
    """A new French page whose translation was just begun."""
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
    home = HomePage.objects.get(locale__language_code="fr")
    page = ContentPage(title="Vacances", intro="Nous fermons.", body=[("heading", {"level": "h2", "text": "Quand"})])
    page.locale = home.locale
    home.add_child(instance=page)
    page.save_revision().publish()
    translate_object(page, [Locale.objects.get(language_code="de")])
    return Translation.objects.get()


def translate(translation: Translation, words: dict[str, str]) -> None:
    for segment in translation.source.stringsegment_set.filter(string__data__in=words):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale,
            data=words[segment.string.data],
        )  # fmt: skip


def target(translation: Translation) -> Page:
    return Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)


@pytest.fixture
def notice(public_pages) -> Translation:
    """A French notice that readers see, whose translation was just begun."""
    now = timezone.now()
    days = {"shown_from": now - timedelta(hours=1), "shown_until": now + timedelta(hours=1)}
    locale = Locale.objects.get(language_code="fr")
    french = Notice.objects.create(title="Panne", text="Le guichet revient à midi.", locale=locale, **days)
    french.save_revision().publish()
    translate_object(french, [Locale.objects.get(language_code="de")])
    return Translation.objects.get()


def german_notice() -> Notice:
    return Notice.objects.get(locale__language_code="de")


def shown(language: str = "de") -> list[str]:
    forget_notices()
    return [notice.title for notice in notices_at("everywhere", language=language)]


def address(translation: Translation) -> str:
    return f"/admin/localize/translate/{translation.pk}/hand-in/"


WORDS = {"Vacances": "Ferien", "Nous fermons.": "Wir schliessen.", "Quand": "Wann"}


def test_a_german_editor_hands_in_and_a_chief_editor_publishes(open_as, translation):
    translate(translation, WORDS)
    writer, chief, page = open_as(LANGUAGE_EDITORS["de"]), open_as(CHIEF_EDITORS), target(translation)
    edit = f"/admin/pages/{page.pk}/edit/"
    assert "Remettre à la rédaction en chef" in writer.get(edit).content.decode()
    assert "Remettre à la rédaction en chef" not in chief.get(edit).content.decode()

    assert "remise à la rédaction en chef" in writer.post(address(translation), follow=True).content.decode()

    page = target(translation)
    assert (page.live, page.workflow_in_progress, page.draft_title) == (False, True, "Ferien")
    task = page.current_workflow_task_state
    chief.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {})
    page = target(translation)
    assert (page.live, page.title, page.slug) == (True, "Ferien", "ferien")
    assert page.specific.intro == "Wir schliessen."


def test_readers_see_what_is_handed_in_once_it_is_approved(open_as, translation, client):
    translate(translation, WORDS)
    writer, chief = open_as(LANGUAGE_EDITORS["de"]), open_as(CHIEF_EDITORS)
    translation.save_target(publish=False)
    target(translation).specific.get_latest_revision().publish()
    StringTranslation.objects.filter(data="Wir schliessen.").update(data="Wir machen Ferien.")

    writer.post(address(translation))

    page = target(translation)
    assert (page.live, page.specific.intro, page.has_unpublished_changes) == (True, "Wir schliessen.", True)
    assert "Wir machen Ferien." not in client.get(page.url).content.decode()
    assert page.get_latest_revision_as_object().intro == "Wir machen Ferien."
    task = page.current_workflow_task_state
    chief.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {})
    assert "Wir machen Ferien." in client.get(target(translation).url).content.decode()


def test_an_answer_waits_by_itself(open_as, public_pages):
    """Of two questions changed at once, each is handed in and approved without the other."""
    german, other = FaqEntry.objects.filter(locale__language_code="de")[:2]
    writer, chief = open_as(LANGUAGE_EDITORS["de"]), AccountFactory(staff=True)
    chief.groups.add(Group.objects.get(name=CHIEF_EDITORS))
    for entry in (german, other):
        open_both(work_of(entry.translation_key), user=chief)
        StringTranslation.objects.filter(data=entry.question).update(data=f"Ganz neu: {entry.anchor}?")
    translation = Translation.objects.get(source__object_id=german.translation_key)

    assert "remise à la rédaction en chef" in writer.post(address(translation), follow=True).content.decode()

    for entry in (german, other):
        question = entry.question
        entry.refresh_from_db()
        assert (entry.question, entry.live) == (question, True)
    assert (german.workflow_in_progress, other.workflow_in_progress) == (True, False)
    german.get_latest_revision().publish()
    german.refresh_from_db()
    assert german.question == f"Ganz neu: {german.anchor}?"


def test_what_is_half_translated_is_not_handed_in(open_as, translation):
    translate(translation, {"Vacances": "Ferien"})

    html = open_as(LANGUAGE_EDITORS["de"]).post(address(translation), follow=True).content.decode()

    assert "Il reste 2 phrases à traduire." in html
    assert not target(translation).workflow_in_progress


def test_handing_in_again_replaces_what_waits(open_as, translation):
    translate(translation, WORDS)
    writer = open_as(LANGUAGE_EDITORS["de"])
    writer.post(address(translation))
    StringTranslation.objects.filter(data="Ferien").update(data="Betriebsferien")

    writer.post(address(translation))

    page = target(translation)
    assert page.current_workflow_task_state.revision.as_object().title == "Betriebsferien"
    assert page.workflow_states.filter(status="in_progress").count() == 1


def test_nobody_else_hands_it_in(open_as, translation):
    translate(translation, WORDS)

    open_as(LANGUAGE_EDITORS["fr"]).post(address(translation))

    assert not target(translation).workflow_in_progress


# --- Notices ----------------------------------------------------------------------------

GERMAN_NOTICE = {"Panne": "Störung", "Le guichet revient à midi.": "Der Schalter ist am Mittag zurück."}


def test_a_notice_waits_for_the_chief_editor_too(open_as, public_pages):
    writer, chief = open_as(LANGUAGE_EDITORS["fr"]), open_as(CHIEF_EDITORS)
    days = {"shown_from": "2026-01-01 08:00", "shown_until": "2036-01-01 08:00"}
    written = {"title": "Fermé lundi", "text": "", "level": "info", "place": "everywhere", **days}

    asked = writer.post("/admin/snippets/home/notice/add/?locale=fr", written | {"action-publish": "1"})
    notice = Notice.objects.get()
    assert (asked.status_code, notice.live) == (302, False)  # there is no publishing for who may not
    writer.post(f"/admin/snippets/home/notice/edit/{notice.pk}/", written | {"action-submit": "1"})

    task = Notice.objects.get().current_workflow_task_state
    assert task.task.name == "Relecture · Freigabe"
    action = f"/admin/snippets/home/notice/workflow/action/{notice.pk}/approve/{task.pk}/"
    assert writer.post(action, {}).status_code == 302
    assert shown("fr") == []
    assert "Fermé lundi" in chief.get("/admin/").content.decode()
    chief.post(action, {})
    assert shown("fr") == ["Fermé lundi"]


def test_the_translation_of_a_notice_is_handed_in(open_as, notice):
    writer, chief = open_as(LANGUAGE_EDITORS["de"]), open_as(CHIEF_EDITORS)
    edit = f"/admin/snippets/home/notice/edit/{german_notice().pk}/"
    assert "Remettre à la rédaction en chef" in writer.get(edit).content.decode()
    assert "Remettre à la rédaction en chef" not in chief.get(edit).content.decode()
    assert "Il reste 2 phrases" in writer.post(address(notice), follow=True).content.decode()

    translate(notice, GERMAN_NOTICE)
    writer.post(address(notice))
    task = german_notice().current_workflow_task_state
    assert (german_notice().live, shown()) == (False, ["Panne"])
    beside = " ".join(BeautifulSoup(writer.get(edit).content, "html.parser").stripped_strings)
    assert "Chez la rédaction en chef" in beside
    assert not {"now", "Publié"} & set(beside.split())
    chief.post(f"/admin/snippets/home/notice/workflow/action/{german_notice().pk}/approve/{task.pk}/", {})

    assert shown() == ["Störung"]


def test_readers_see_a_changed_notice_once_it_is_approved(open_as, notice):
    translate(notice, GERMAN_NOTICE)
    notice.save_target(publish=False)
    german_notice().get_latest_revision().publish()
    StringTranslation.objects.filter(data="Störung").update(data="Unterbruch")

    open_as(LANGUAGE_EDITORS["de"]).post(address(notice))

    assert shown() == ["Störung"]
    assert german_notice().workflow_in_progress
    german_notice().get_latest_revision().publish()
    assert shown() == ["Unterbruch"]


def test_nobody_else_hands_a_notice_in(open_as, notice):
    translate(notice, GERMAN_NOTICE)

    open_as(LANGUAGE_EDITORS["fr"]).post(address(notice))

    assert not german_notice().workflow_in_progress
