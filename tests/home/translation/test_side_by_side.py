"""wagtail-localize's page of a translation: in the editor's language, and closed to editors of the other."""

import html
import json
import re

import pytest
from django.utils import translation
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.translation.acts import open_both
from home.translation.pairs import work_of
from home.translation.side_by_side import date_comment

from .conftest import in_group, question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_faq")]
TODAY = re.compile(r"am \d\d\.\d\d\.\d{4}$")


@pytest.fixture
def side_by_side(chief) -> Translation:
    open_both(work_of(question("iban").translation_key), user=chief.account)
    return Translation.objects.get()


def props(client) -> dict:
    page = client.get(f"/admin/snippets/faq/faqentry/edit/{question('iban', 'de').pk}/").content.decode()
    return json.loads(html.unescape(re.search(r'data-props="([^"]+)"', page)[1]))


def address(of: Translation, rest: str) -> str:
    return f"/admin/localize/translate/{of.pk}/{rest}"


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_date_is_swiss(language):
    with translation.override(language):
        assert date_comment("Traduit manuellement le 3 May 2026") == "Traduit manuellement le 03.05.2026"
        assert date_comment(None) == ""


def test_languages_and_dates_are_said_as_the_editor_says_them(side_by_side, german_editor, chief):
    german, french = props(german_editor), props(chief)

    assert (german["sourceLocale"]["displayName"], german["locale"]["displayName"]) == ("Französisch", "Deutsch")
    assert (french["sourceLocale"]["displayName"], french["locale"]["displayName"]) == ("français", "allemand")
    assert TODAY.search(german["initialStringTranslations"][0]["comment"])


def test_a_sentence_just_saved_is_dated_alike(side_by_side, german_editor):
    segment = StringSegment.objects.exclude(context__path="slug").first()
    rest = f"strings/{segment.pk}/edit/"
    body = '--x\r\nContent-Disposition: form-data; name="value"\r\n\r\nGanz neu\r\n--x--\r\n'
    answer = german_editor.put(address(side_by_side, rest), body, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, answer.json()["data"]) == (200, "Ganz neu")
    assert TODAY.search(answer.json()["comment"])


def test_an_editor_of_the_original_changes_nothing_of_the_translation(side_by_side, chief):
    french = in_group("Rédaction française")
    segment = StringSegment.objects.exclude(context__path="slug").first()
    before = list(StringTranslation.objects.order_by("pk").values("pk", "data"))
    sentence = address(side_by_side, f"strings/{segment.pk}/edit/")

    assert french.put(sentence, "x", content_type="text/plain").status_code == 302
    assert french.delete(sentence).status_code == 302
    assert french.post(address(side_by_side, "disable/")).status_code == 302
    assert french.get(address(side_by_side, "pofile/download/")).status_code == 302
    assert list(StringTranslation.objects.order_by("pk").values("pk", "data")) == before
    assert Translation.objects.get().enabled
    assert chief.get(address(side_by_side, "pofile/download/")).status_code == 200
