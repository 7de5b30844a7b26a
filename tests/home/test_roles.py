"""Editors: pages, pictures and translations, and nothing of the claims."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from home.roles import create_editor_group
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
    assert second.page_permissions.count() == 3
    assert second.collection_permissions.count() == 3
    assert list(Group.objects.filter(name__in=["Editors", "Moderators"])) == []


def test_an_editor_has_no_right_on_people_and_claims(editor):
    apps = {right.split(".")[0] for right in editor.get_all_permissions()}

    assert apps <= {"wagtailadmin", "wagtailcore", "wagtailimages", "wagtail_localize", "faq"}


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

    assert {"explorer", "images", "snippets"} <= names
    assert not names & {"documents", "help", "settings", "claims"}
