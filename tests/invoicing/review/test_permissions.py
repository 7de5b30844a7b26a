"""Who learns of claims in the admin: reviewers. And what reviewers learn of the rest: nothing."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.users.models import UserProfile

from guichet.models import Event
from invoicing.models import Claim
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def claim():
    return make_claim(owner=make_person(last_name="Zufferey"))


def addresses(claim) -> list[str]:
    reference = claim.reference
    document = "00000000-0000-4000-8000-000000000000"
    return [
        "/admin/claims/",
        "/admin/claims/results/",
        f"/admin/claims/{reference}/",
        f"/admin/claims/{reference}/pdf/1/",
        f"/admin/claims/{reference}/documents/{document}/",
        *(f"/admin/claims/{reference}/decide/{key}/" for key in ("accept", "return", "refuse")),
    ]


@pytest.fixture
def administrator(db):
    return AccountFactory(staff=True, is_superuser=True, with_device=True)


@pytest.fixture
def bare_staff(db):
    """Into the admin, and nothing else."""
    account = AccountFactory(staff=True, with_device=True)
    account.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return account


@pytest.mark.parametrize("who", ["editor", "bare_staff"])
def test_for_the_others_of_the_staff_claims_do_not_exist(request, who, signed_in_client, claim):
    client = signed_in_client(request.getfixturevalue(who))
    for address in addresses(claim):
        for method in (client.get, client.post):
            response = method(address, {"version": 1, "state": "submitted", "confirmed": "1"})
            assert response.status_code == 404, address
            assert claim.reference not in response.content.decode().replace(address, "")
    assert Claim.objects.get().state == "submitted"
    assert not Event.objects.filter(action="claim.read").exists()


def test_citizens_even_the_owner_have_no_way_in(signed_in_client, claim):
    client = signed_in_client(claim.owner)
    for address in addresses(claim):
        assert client.get(address).status_code in (302, 404), address
        assert client.post(address, {"confirmed": "1"}).status_code in (302, 404), address
    assert Claim.objects.get().state == "submitted"


def test_without_signing_in_or_without_the_code_there_is_no_way_in(client, reviewer, claim):
    password_only = Client()
    password_only.force_login(reviewer)
    for address in addresses(claim):
        for visitor in (client, password_only):
            assert visitor.get(address).status_code in (302, 401, 404), address
            assert visitor.post(address, {"confirmed": "1"}).status_code in (302, 401, 404), address
    assert not Event.objects.filter(action="claim.read").exists()


def test_administrators_review_too(signed_in_client, administrator, claim):
    client = signed_in_client(administrator)
    assert client.get("/admin/claims/").status_code == 200
    assert client.get(f"/admin/claims/{claim.reference}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["new/", "add/", "edit/1/", "delete/1/", "copy/1/", "history/1/", "usage/1/", "inspect/1/", "?export=csv"],
)
def test_nothing_of_wagtails_own_ways_to_change_or_export_is_there(office, claim, address):
    response = office.get(f"/admin/claims/{address}")
    assert response.status_code == 404 or response["Content-Type"].startswith("text/html")
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_claims_are_not_in_wagtails_bulk_actions_or_choosers(office, claim):
    assert office.get(f"/admin/bulk/invoicing/claim/delete/?id={claim.pk}").status_code in (302, 404)
    assert Claim.objects.filter(pk=claim.pk).exists()


def menu_of(client) -> str:
    return client.get("/admin/").content.decode()


def test_reviewers_see_how_many_wait_and_nothing_of_the_cms(office, claim):
    content = menu_of(office)
    assert "<strong>1</strong> Ce qui m’attend" in content
    for address in ("pages/", "images/", "documents/", "reports/", "workflows/", "snippets/"):
        assert f'href="/admin/{address}' not in content
        assert f'"/admin/{address}"' not in content.split("wagtail-config")[0]


def test_a_quiet_day_is_told(office):
    assert "<strong>0</strong> Ce qui m’attend" in menu_of(office)


def test_editors_see_no_count_no_menu_no_reference(editor, signed_in_client, claim, public_pages):
    client = signed_in_client(editor)
    for address in ("/admin/", "/admin/pages/", "/admin/reports/site-history/", "/admin/pages/search/?q=Zufferey",
                    f"/admin/pages/search/?q={claim.reference}", "/admin/account/"):  # fmt: skip
        response = client.get(address)
        content = (
            response.content.decode().replace(f"q={claim.reference}", "").replace(f'value="{claim.reference}"', "")
        )
        assert "/admin/claims/" not in content, address
        assert "Fournier" not in content, address
        assert "Demandes" not in content, address


def test_administrators_see_both(administrator, signed_in_client, claim, public_pages):
    content = menu_of(signed_in_client(administrator))
    assert "/admin/claims/" in content
    assert "/admin/pages/" in content


def test_claims_are_neither_searched_nor_indexed_by_wagtail(claim):
    assert not ReferenceIndex.is_indexed(Claim)
    assert not hasattr(Claim, "search_fields")
    assert not ReferenceIndex.objects.filter(base_content_type__app_label__in=["invoicing", "guichet"]).exists()


def test_the_right_to_review_can_be_given_in_the_admin(administrator, signed_in_client):
    content = signed_in_client(administrator).get("/admin/groups/new/").content.decode()
    assert "Traiter les demandes" in content
    assert "Can delete demande" not in content


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_admin_speaks_a_new_reviewers_language(language):
    account = AccountFactory(staff=True, language=language)
    make_reviewer(account)
    make_reviewer(account)
    assert UserProfile.objects.get(user=account).preferred_language == language
    assert account.groups.count() == 1


def test_a_language_chosen_in_the_admin_stays():
    account = AccountFactory(staff=True, language="fr")
    make_reviewer(account)
    UserProfile.objects.filter(user=account).update(preferred_language="de")
    make_reviewer(AccountFactory._meta.model.objects.get(pk=account.pk))
    assert UserProfile.objects.get(user=account).preferred_language == "de"


def test_the_command_makes_the_group_once(capsys):
    call_command("load_roles")
    call_command("load_roles")
    assert capsys.readouterr().out.count("Revue") == 2


@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_explore_root", "wagtailadmin_pages:search", "wagtailadmin_reports:locked_pages",
     "wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages", "wagtailadmin_reports:workflow",
     "wagtailadmin_reports:workflow_tasks", "wagtailadmin_workflows:index", "wagtailadmin_collections:index",
     "wagtailusers_users:index", "wagtailusers_groups:index", "wagtailimages:index", "wagtaildocs:index",
     "wagtailredirects:index", "wagtailsites:index", "wagtailsnippets:index", "wagtailadmin_choose_page"],
)  # fmt: skip
def test_reviewers_open_no_screen_of_the_cms(office, public_pages, name):
    assert office.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_javascript_catalog"])
def test_reviewers_keep_what_the_admin_itself_needs(office, name):
    assert office.get(reverse(name)).status_code == 200
