"""Every address of Wagtail's own admin, generated from its URL patterns: closed to all who do not edit pages.

A screen of a family nobody has judged fails here. What editors and administrators open: matrix.py.
"""

import re

import pytest
from django.http import HttpResponse

from tests.claims import make_person
from tests.portal.matrix import EVERY_STAFF, WAGTAIL
from tests.portal.test_permissions import make_staff, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

OURS = ("admin/claims/", "admin/figures/", "admin/office/", "admin/translations/")
VALUES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
# Small helpers of the editors' screens, and pages that only say that something went wrong
HELPERS = {
    "block-preview", "choose-anchor-link", "choose-email-link", "choose-external-link", "choose-phone-link",
    "dismissibles", "editing-sessions", "embeds", "failwhale", "tag-autocomplete", "test404", "^.*",
}  # fmt: skip
ADMINISTRATORS = ("collections", "groups", "locales", "redirects", "sites", "users", "workflows")
CHOOSERS = "/task_chooser/"  # names of tasks, which editors hand their pages in to
FOR_ALL_STAFF = {path.split("/")[0] for path in EVERY_STAFF} | {"dismissibles"}


@pytest.fixture(autouse=True)
def _bare_errors(monkeypatch):
    """Seven hundred pages that say "not found" are not drawn one by one."""
    monkeypatch.setattr("portal.errors.error_page", lambda request, status, **about: HttpResponse(status=status))


def screens() -> list[str]:
    return sorted({route for route in routes() if route.startswith("admin/") and not route.startswith(OURS)})


def family(route: str) -> str:
    return route.split("/")[1]


def address(route: str) -> str:
    """`route` with something in place of each value; patterns by regular expression lose their signs."""
    path = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES[found[1] or "str"], path)
    return "/" + path.replace("\\.", ".").translate(str.maketrans("", "", "^$\\*"))


def test_every_screen_is_of_a_family_the_matrix_knows():
    known = {path.split("/")[0] for path in (*EVERY_STAFF, *WAGTAIL)} | HELPERS
    assert {family(route) for route in screens()} - known == set()


@pytest.mark.parametrize("person", ["anonymous", "citizen", "reviewer", "second reviewer", "clerk", "manager"])
def test_no_screen_of_wagtail_is_open_to_who_edits_no_page(person, client, signed_in_client):
    if person != "anonymous":
        client = signed_in_client(make_person() if person == "citizen" else make_staff(person))
    is_staff = person not in ("anonymous", "citizen")
    closed = [route for route in screens() if not (is_staff and family(route) in FOR_ALL_STAFF)]
    got = {route: client.get(address(route)).status_code for route in closed}
    wanted = (302,) if person == "anonymous" else (404, 301)  # 301: an address that first gets its slash
    assert {route: status for route, status in got.items() if status not in wanted} == {}


def test_editors_open_nothing_of_what_administrators_keep(signed_in_client):
    client = signed_in_client(make_staff("editor"))
    kept = [route for route in screens() if family(route) in ADMINISTRATORS and CHOOSERS not in route]
    assert len(kept) > len(ADMINISTRATORS)
    assert [route for route in kept if client.get(address(route)).status_code == 200] == []
