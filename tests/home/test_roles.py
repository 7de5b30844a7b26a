"""Editors: pages, pictures and translations, and nothing of the claims."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Workflow
from wagtail_localize.models import Translation, TranslationSource

from faq.models import FaqCategory
from home.roles import CHIEF_EDITORS, LANGUAGE_EDITORS, WORKFLOW, create_editor_group, create_editor_groups
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(public_pages):
    account = AccountFactory(staff=True, with_device=True)
    account.groups.add(create_editor_group())
    return account


def test_creating_the_group_twice_makes_one_group_with_the_same_rights():
    first = create_editor_group()
    rights = set(first.permissions.all())
    second = create_editor_group()

    assert (second, set(second.permissions.all())) == (first, rights)
    assert second.page_permissions.count() == 5
    assert second.collection_permissions.count() == 3
    assert list(Group.objects.filter(name__in=["Editors", "Moderators"])) == []


def test_an_editor_has_no_right_on_people_and_claims(editor):
    apps = {right.split(".")[0] for right in editor.get_all_permissions()}

    assert apps <= {"wagtailadmin", "wagtailcore", "wagtailimages", "wagtail_localize", "faq", "home"}


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/images/", "/admin/snippets/faq/faqcategory/"])
def test_an_editor_opens_the_pages_of_the_cms(editor, signed_in_client, address):
    assert signed_in_client(editor).get(address).status_code == 200


def test_every_page_opens_in_the_editor(editor, signed_in_client):
    client = signed_in_client(editor)

    for page in Page.objects.filter(depth__gt=1):
        assert (page.slug, client.get(f"/admin/pages/{page.pk}/edit/").status_code) == (page.slug, 200)


def test_an_editor_edits_and_publishes_any_page(editor, public_pages):
    for page in Page.objects.filter(depth=2):
        tester = page.permissions_for_user(editor)
        assert (tester.can_edit(), tester.can_publish()) == (True, True)


@pytest.mark.parametrize(
    "address",
    ["/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/locales/", "/admin/redirects/", "/admin/documents/"],
)
def test_an_editor_opens_nothing_of_accounts_and_settings(editor, signed_in_client, address):
    assert signed_in_client(editor).get(address).status_code in (302, 403, 404)


def test_the_menu_shows_an_editor_what_there_is_to_edit(editor, signed_in_client):
    html = signed_in_client(editor).get("/admin/").content.decode()
    names = set(re.findall(r'"name": "([a-z-]+)"', html))

    assert {"explorer", "images"} <= names
    assert not names & {"documents", "help", "settings", "claims", "snippets"}
    assert {"home/notice", "faq/faqcategory"} <= set(re.findall(r'"/admin/snippets/(\w+/\w+)/"', html))


# --- One language, and the workflow ---------------------------------------------------


@pytest.fixture
def language_editor(public_pages):
    """`language_editor("de")`: who writes that language's pages."""
    create_editor_groups()

    def make(language: str):
        account = AccountFactory(staff=True, with_device=True, language=language)
        account.groups.add(Group.objects.get(name=LANGUAGE_EDITORS[language]))
        return account

    return make


@pytest.mark.parametrize(("language", "other"), [("fr", "de"), ("de", "fr")])
def test_an_editor_of_one_language_edits_its_pages_and_publishes_none(language_editor, language, other):
    editor = language_editor(language)
    rights = {
        code: [
            (tester.can_edit(), tester.can_publish())
            for page in Page.objects.filter(depth__gt=1, locale__language_code=code)
            for tester in [page.permissions_for_user(editor)]
        ]
        for code in (language, other)
    }

    assert set(rights[language]) == {(True, False)}
    assert set(rights[other]) == {(False, False)}
    assert not editor.has_perm("wagtail_localize.submit_translation")
    assert not editor.has_perm("home.publish_notice")


def test_what_an_editor_hands_in_is_published_by_a_chief_editor(language_editor, signed_in_client):
    writer, chief = signed_in_client(language_editor("fr")), AccountFactory(staff=True, with_device=True)
    chief.groups.add(Group.objects.get(name=CHIEF_EDITORS))
    page = Page.objects.get(slug="contact").specific
    page.title = "Nous joindre"
    page.save_revision()

    assert page.get_workflow() == Workflow.objects.get(name=WORKFLOW)
    page.get_workflow().start(page, language_editor("fr"))
    address = f"/admin/pages/workflow/action/{page.pk}/approve/{page.current_workflow_task_state.pk}/"
    writer.post(address, {})
    page.refresh_from_db()
    assert page.title == "Contact"
    signed_in_client(chief).post(address, {})
    page.refresh_from_db()
    assert page.title == "Nous joindre"


def test_the_workflow_that_an_administrator_changed_stays(public_pages):
    create_editor_groups()
    Workflow.objects.filter(name=WORKFLOW).update(active=False)

    create_editor_groups()

    assert list(Workflow.objects.filter(name=WORKFLOW).values_list("active", flat=True)) == [False]


# --- To each language its editors ------------------------------------------------------


def make_category(language: str) -> FaqCategory:
    return FaqCategory.objects.create(name="Divers", locale=Locale.objects.get(language_code=language))


@pytest.mark.parametrize(("language", "other"), [("fr", "de"), ("de", "fr")])
def test_an_editor_of_one_language_changes_its_categories_alone(language_editor, signed_in_client, language, other):
    client = signed_in_client(language_editor(language))
    own, foreign = make_category(language), make_category(other)

    answers = [client.get(f"/admin/snippets/faq/faqcategory/edit/{one.pk}/").status_code for one in (own, foreign)]

    assert answers == [200, 302]
    client.post(f"/admin/snippets/faq/faqcategory/edit/{foreign.pk}/", {"name": "Autre", "sort_order": 0})
    foreign.refresh_from_db()
    assert foreign.name == "Divers"


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("address", ["faq/faqentry/", "faq/faqentry/?locale=fr", "faq/faqcategory/", "home/notice/"])
def test_a_list_holds_what_one_may_change(language_editor, signed_in_client, language, address):
    listed = signed_in_client(language_editor(language)).get(f"/admin/snippets/{address}").context["object_list"]

    assert {each.locale.language_code for each in listed} <= {language}
    assert bool(listed) is address.endswith(("entry/", "category/", language))


def test_a_german_editor_begins_a_notice_in_german_and_none_in_french(language_editor, signed_in_client):
    client = signed_in_client(language_editor("de"))
    address = "/admin/snippets/home/notice/add/"

    assert client.get(address).headers["Location"] == f"{address}?locale=de"
    assert client.get(f"{address}?locale=de").status_code == 200
    assert client.get(f"{address}?locale=fr").headers["Location"] == "/admin/"


def test_a_chief_editor_writes_both(editor, signed_in_client):
    client = signed_in_client(editor)

    for language in ("fr", "de"):
        category = make_category(language)
        assert client.get(f"/admin/snippets/faq/faqcategory/edit/{category.pk}/").status_code == 200
        assert client.get(f"/admin/snippets/home/notice/add/?locale={language}").status_code == 200


def test_a_translation_becomes_a_copy_again_only_for_who_may_publish(language_editor, editor, signed_in_client):
    page = Page.objects.get(slug="kontakt")
    TranslationSource.get_or_create_from_instance(Page.objects.get(slug="contact").specific)
    Translation.objects.create(source=TranslationSource.objects.get(), target_locale=page.locale)
    address = f"/admin/localize/page/{page.pk}/convert_to_alias/"

    assert signed_in_client(language_editor("de")).post(address).headers["Location"] == "/admin/"
    page.refresh_from_db()
    assert (page.title, page.alias_of) == ("Kontakt", None)
    assert signed_in_client(editor).get(address).status_code == 200
