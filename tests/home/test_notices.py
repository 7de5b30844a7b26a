"""Notices: at the right place, in the right days, in the reader's language or with a word that it is the other one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale

from home.models import Notice
from home.notices import forget_notices, notice_places, notices_at
from home.viewsets import NoticeForm, NoticeViewSet
from invoicing.kinds.registry import KINDS
from tests.claims import make_draft, make_person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def make_notice(title: str = "Le guichet s’arrête dimanche", language: str = "fr", **values) -> Notice:
    now = timezone.now()
    days = {"shown_from": now - HOUR, "shown_until": now + HOUR}
    return Notice.objects.create(title=title, locale=Locale.objects.get(language_code=language), **(days | values))


def titles(place: str = "everywhere", language: str = "fr") -> list[str]:
    forget_notices()
    return [notice.title for notice in notices_at(place, language=language)]


def test_a_notice_stands_from_its_beginning_to_its_end():
    now = timezone.now()
    make_notice("hier", shown_from=now - 2 * HOUR, shown_until=now - HOUR)
    make_notice("demain", shown_from=now + HOUR, shown_until=now + 2 * HOUR)
    make_notice("brouillon", live=False)
    make_notice("maintenant")

    assert titles() == ["maintenant"]


def test_a_notice_stands_where_it_was_put_and_warnings_come_first():
    make_notice("partout")
    make_notice("attention", level="warning")
    make_notice("guichet", place="desk")

    assert titles() == ["attention", "partout"]
    assert titles("desk") == ["guichet"]
    assert titles("travel") == []


def test_a_translation_takes_the_place_of_the_other_language():
    french = make_notice("Panne")
    assert titles(language="de") == ["Panne"]
    make_notice("Störung", language="de", translation_key=french.translation_key)

    assert titles(language="de") == ["Störung"]
    assert titles(language="fr") == ["Panne"]


def test_a_notice_that_is_not_translated_names_its_language(public_pages, client):
    make_notice()
    html = client.get("/de/kontakt/").content.decode()

    assert 'office-notice" lang="fr"' in html
    assert 'office-notice">' in client.get("/fr/contact/").content.decode()


@pytest.mark.usefixtures("office_data")
def test_a_notice_of_a_form_stands_above_that_form_and_no_other(signed_in_client):
    make_notice("Nouveau tarif", place="travel")
    owner = make_person()
    client = signed_in_client(owner)
    pages = {
        kind: client.get(f"/fr/guichet/drafts/{make_draft(kind, owner=owner).pk}/") for kind in ("travel", "plain")
    }

    assert {kind: "Nouveau tarif" in page.content.decode() for kind, page in pages.items()} == {
        "travel": True, "plain": False,
    }  # fmt: skip
    assert "Nouveau tarif" not in client.get("/fr/guichet/").content.decode()


def test_notices_are_read_once_for_many_pages():
    make_notice()
    notices_at("everywhere", language="fr")
    with CaptureQueriesContext(connection) as queries:
        for place in ("everywhere", "desk", "travel"):
            notices_at(place, language="de")
    assert len(queries) == 0


def test_the_end_comes_after_the_beginning():
    now = timezone.now()
    with pytest.raises(ValidationError):
        Notice(title="x", shown_from=now, shown_until=now, locale=Locale.objects.first()).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_notice(shown_from=now, shown_until=now - HOUR)


@pytest.mark.usefixtures("office_data")
def test_editors_choose_among_the_places_there_are():
    form = NoticeViewSet.edit_handler.bind_to_model(Notice).get_form_class()()

    assert isinstance(form, NoticeForm)
    assert form.fields["place"].choices == notice_places()
    assert [key for key, _label in notice_places()] == ["everywhere", "desk", *KINDS]


@pytest.mark.usefixtures("office_data")
@pytest.mark.parametrize("language", ["fr", "de"])
def test_dates_are_typed_and_shown_as_in_switzerland(language):
    form_class = NoticeViewSet.edit_handler.bind_to_model(Notice).get_form_class()
    days = {"shown_from": "28.11.2026 08:00", "shown_until": "2026-12-24 12:00"}
    with translation.override(language):
        form = form_class({"title": "x", "level": "info", "place": "everywhere", **days}, for_user=None)
        assert form.errors == {}
        notice = Notice(shown_from=form.cleaned_data["shown_from"])
        assert 'value="28.11.2026 08:00"' in str(form_class(instance=notice, for_user=None)["shown_from"])
