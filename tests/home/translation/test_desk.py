"""The page itself: filters in the address, counts, its price, who gets it; how many wait, on the admin's home."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from faq.models import FaqCategory
from home.translation.subjects import Change
from invoicing.roles import make_clerk, make_reviewer
from tests.factories import AccountFactory
from tests.home.translation.conftest import DESK, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def add_categories(count: int, language: str = "fr") -> None:
    locale = Locale.objects.get(language_code=language)
    for number in range(count):
        FaqCategory.objects.create(name=f"Neue {number}" if language == "de" else f"Nouvelle {number}", locale=locale)


def counts(client, **asked) -> dict[str, int]:
    return {state["key"]: state["count"] for state in client.get(DESK, asked).context["states"]}


def test_what_is_urgent_comes_first_and_is_counted(chief):
    all_of_them = len(subjects(chief))
    add_categories(2)
    add_categories(1, "de")
    assert [subject.urgency for subject in subjects(chief)][:4] == [1, 1, 1, 3]
    assert counts(chief) == {"behind": 0, "missing": 3, "draft": 0, "in-step": all_of_them}


def test_filters_stand_in_the_address(chief):
    add_categories(2)
    add_categories(1, "de")
    asked = {"state": "missing", "kind": "faq.faqcategory", "language": "de"}
    assert [each.title for each in subjects(chief, **asked)] == ["Nouvelle 0", "Nouvelle 1"]
    assert [each.title for each in subjects(chief, **asked | {"language": "fr"})] == ["Neue 0"]
    assert [each.title for each in subjects(chief, q="nouvelle 1")] == ["Nouvelle 1"]
    assert counts(chief, kind="faq.faqcategory")["missing"] == 3
    assert len(subjects(chief, state="nothing", kind="nothing", language="it")) == len(subjects(chief))


def test_a_long_list_has_pages_that_keep_the_filters(chief):
    add_categories(51)
    page = chief.get(DESK, {"state": "missing"}).content.decode()
    assert "?state=missing&amp;page=2" in page
    assert len(chief.get(DESK, {"state": "missing", "page": 2}).context["page_obj"].object_list) == 1


@pytest.mark.parametrize("who", ["chief", "administrator"])
def test_the_price_does_not_depend_on_how_much_there_is(who, chief, signed_in_client):
    if who == "administrator":
        chief = signed_in_client(AccountFactory(staff=True, with_device=True, is_superuser=True))
    add_categories(3)
    prices = []
    for more in (0, 60):
        add_categories(more)
        chief.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            chief.get(DESK)
        prices.append(len(queries))
    assert prices[0] == prices[1]
    assert prices[1] <= {"chief": 18, "administrator": 23}[who]  # one for each kind of text


def test_who_keeps_nothing_in_two_languages_has_no_desk(signed_in_client):
    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)
    client = signed_in_client(reviewer)
    assert client.get(DESK).status_code == 404
    assert DESK not in client.get("/admin/").content.decode()


def test_a_clerk_sees_the_offices_texts_alone_and_an_editor_the_pages_alone(chief, signed_in_client):
    clerk = AccountFactory(staff=True, with_device=True)
    make_clerk(clerk)
    theirs = {subject.kind for subject in subjects(signed_in_client(clerk))}
    texts = {"page", "mail", "sms", "letter"}
    assert theirs == texts | {"formsheet", "listentry", "catalogueentry", "readyreply", "ratecode"}
    assert not theirs & {subject.kind for subject in subjects(chief)}


def test_the_admins_home_says_how_many_wait(chief):
    assert "Les deux langues disent la même chose." in chief.get("/admin/").content.decode()
    add_categories(2)
    home = chief.get("/admin/").content.decode()
    assert f'<a href="{DESK}?state=missing"><strong>2</strong> manque</a>' in home


def test_the_desk_speaks_german(german_editor):
    add_categories(1)
    page = german_editor.get(DESK).content.decode()
    assert "Übersetzungen" in page
    assert "fehlt" in page


def test_a_change_is_told_word_by_word():
    change = Change("fr", was="Envoyez <b>deux</b> pages.", now="Envoyez <b>trois</b> pages\u00a0!")
    assert change.words() == [("", "Envoyez"), ("del", "deux pages."), ("ins", "trois pages !")]


def test_each_reads_the_titles_of_the_own_language_and_finds_by_either(chief, german_editor):
    asked = {"q": "Kontakt", "kind": "home.contentpage"}

    assert [each.title for each in subjects(chief, **asked)] == ["Contact"]
    assert [each.title for each in subjects(german_editor, **asked)] == ["Kontakt"]
    assert [each.title for each in subjects(german_editor, **asked | {"q": "contact"})] == ["Kontakt"]
