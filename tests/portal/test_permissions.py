"""Every address of the portal, asked for by every kind of person. The expected answers stand in matrix.py."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from wagtail.models import Page

from guichet.models import Account, Event, Message
from home.roles import create_editor_group
from invoicing import workflow
from invoicing.calendar_days import today
from invoicing.models import Absence, CatalogueEntry, Claim, Draft, FormSheet, ListEntry, Rate, ReadyReply
from invoicing.roles import create_manager_group, make_clerk, make_reviewer, make_second_reviewer
from invoicing.uploads import add_attachment
from tests.claims import make_draft, make_person
from tests.conftest import sign_in
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory, DecisionNumberFactory
from tests.guichet.steps import give_password
from tests.invoicing.hostile_files import pdf, upload
from tests.portal.matrix import EVERY_STAFF, FAMILIES, FOREIGN, PEOPLE, ROWS, SIGNED_OUT, STAFF, WAGTAIL, Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@dataclass
class World:
    """What the owner has, as it stands in addresses."""

    account: Account
    child: int
    number: int
    bank_account: int
    draft: str
    claim: str
    document: str
    absence: int
    sheet: int
    entry: int
    rate: int
    aid: int
    reply: int
    catalogue: str = "aids"
    code: str = "travel-km"
    list: str = "ticket-type"
    version: int = 1
    first_page: int = 1
    kind: str = "plain"
    letter: str = "claim-accepted"
    tongue: str = "fr"
    act: str = "accept"
    outcome: str = "refused"
    csv: str = "csv"
    nothing: str = "x" * 22
    no_folder: str = "nothing/"
    nowhere: int = 999
    no_page: str = "00000000-0000-4000-8000-000000000000"

    def address(self, row: Row) -> str:
        route = "" if row.route.startswith("^") else row.route
        path = re.sub(r"<\w+:(\w+)>", lambda found: str(getattr(self, row.ids[found[1]])), route)
        without_language = path.startswith(("admin/", "dev/")) or path in ("robots.txt", "sitemap.xml")
        return f"/{path}" if without_language else f"/fr/{path}"


@pytest.fixture
def world() -> World:
    owner = make_person(last_name="Zufferey")
    child = BeneficiaryFactory(owner=owner, child=True)
    sent = make_draft(owner=owner)
    document = add_attachment(sent, upload(pdf()))
    claim = workflow.send(sent, actor=owner)
    return World(
        account=owner,
        child=child.pk,
        number=DecisionNumberFactory(beneficiary=child).pk,
        bank_account=BankAccountFactory(owner=owner, is_preferred=False).pk,
        draft=str(make_draft(owner=owner).pk),
        claim=claim.reference,
        document=str(document.pk),
        sheet=FormSheet.objects.get(kind="plain").pk,
        aid=CatalogueEntry.objects.first().pk,
        reply=ReadyReply.objects.first().pk,
        rate=Rate.objects.get(code="lodging-night").pk,
        entry=ListEntry.objects.filter(list="ticket-type").first().pk,
        absence=Absence.objects.create(person=make_staff("reviewer"), start=today(), end=today()).pk,
    )


def make_staff(role: str) -> Account:
    account = AccountFactory(staff=True, is_superuser=role == "administrator", with_device=True)
    if role == "reviewer":
        make_reviewer(account)
    if role == "second reviewer":
        make_second_reviewer(account)
    if role == "clerk":
        make_clerk(account)
    if role == "manager":
        account.groups.add(create_manager_group())
    if role == "editor":
        account.groups.add(create_editor_group())
    return account


def account_of(person: str, world: World) -> Account:
    if person in (*SIGNED_OUT, "owner"):
        return world.account
    if person == "representative":
        account = AccountFactory(representative=True, with_device=True)
        BeneficiaryFactory(owner=account, child=True)
        return account
    return make_person() if person == "other citizen" else make_staff(person)


def client_of(person: str, world: World, **options) -> Client:
    client = Client(**options)
    account = account_of(person, world)
    if person == "password only":
        give_password(client, account)
    elif person == "session without code":
        client.force_login(account)
    elif person != "anonymous":
        sign_in(client, account)
    return client


def routes(resolver=None, prefix: str = "") -> list[str]:
    """Every route of the resolver, without the language."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("fr/")
        found += routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]
    return found


OURS = ("admin/claims/", "admin/figures/", "admin/office/", "admin/translations/")


def routes_of_wagtail() -> list[str]:
    """What stands after admin/, of every screen there that is not ours."""
    screens = {route for route in routes() if route.startswith("admin/") and not route.startswith(OURS)}
    return sorted(route.removeprefix("admin/") for route in screens)


def family_of(route: str) -> str | None:
    if not route:
        return ""
    return max((one for one in FAMILIES if one and route.startswith(one)), key=len, default=None)


def example_of(route: str) -> str:
    """An address of that route, of what does not exist."""
    path = route.replace("^.*/$", "nothing/")
    path = re.sub(r"\(\?P<pk>[^)]*\)|<(int:\w+|str:pk)>", "999999", path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", "live", path)
    return re.sub(r"<(\w+:)?\w+>", "x", path).translate(str.maketrans("", "", "^$\\"))


def state_of_everything() -> tuple:
    return (
        sorted(Claim.objects.values_list("reference", "state", "version_number", "assigned_to")),
        Absence.objects.count(),
        sorted(str(pk) for pk in Draft.objects.values_list("pk", flat=True)),
        sorted(Account.objects.values_list("pk", "email", "password", "phone", "is_staff", "is_superuser")),
        Message.objects.count(),
        Event.objects.exclude(action__endswith=".read").count(),
    )


def differences(got: dict, wanted: dict) -> dict:
    """address → (status, status in the matrix)"""
    return {path: (got[path], wanted[path]) for path in wanted if got[path] != wanted[path]}


def test_every_address_of_ours_has_its_row():
    ours = [route for route in routes() if not route.startswith("admin/") or route.startswith(OURS)]
    assert sorted(set(ours)) == sorted(row.route for row in ROWS)


def test_every_other_address_of_the_admin_is_of_a_known_family():
    assert [route for route in routes_of_wagtail() if family_of(route) is None] == []
    assert family_of("exports/all/") is None


@pytest.mark.usefixtures("public_pages")
@pytest.mark.filterwarnings("ignore:Pagination may yield:django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize("person", PEOPLE)
def test_every_screen_of_wagtail_is_closed_to_whom_it_does_not_concern(person, world):
    client = client_of(person, world)
    client.raise_request_exception = False
    before = state_of_everything()
    got = {route: client.get(f"/admin/{example_of(route)}").status_code for route in routes_of_wagtail()}
    assert {route: status for route, status in got.items() if status not in allowed_at_wagtail(person, route)} == {}
    assert state_of_everything() == before


def allowed_at_wagtail(person: str, route: str) -> tuple[int, ...]:
    """Nothing there exists; whoever may look for it hears so, whoever may not is turned away."""
    if person not in ("editor", "administrator"):
        slash = () if route.endswith("/") or not route else (301,)  # Django tries it with a slash before giving up
        return (expected_of_wagtail(person, route), *slash)
    if route == "failwhale/":
        return (500,)
    found = (200,) if person == "administrator" or FAMILIES[family_of(route)] else ()
    return (*found, 302, 404, 405)


@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_opens_what_is_theirs_and_nothing_else(person, world):
    """Our addresses, then Wagtail's screens: these are for those who work there."""
    client = client_of(person, world)
    before = state_of_everything()
    got = {row.route: client.get(world.address(row)).status_code for row in ROWS}
    assert differences(got, {row.route: row.expected(person) for row in ROWS}) == {}
    values = {"page": Page.objects.get(depth=2, locale__language_code="fr").pk, "owner": world.account.pk}
    got = {path: client.get("/admin/" + path.format(**values)).status_code for path in (*EVERY_STAFF, *WAGTAIL)}
    assert differences(got, {path: expected_of_wagtail(person, path) for path in got}) == {}
    assert state_of_everything() == before


@pytest.mark.parametrize("person", SIGNED_OUT)
def test_who_owes_the_code_is_led_to_sign_in_and_back(person, world):
    client = client_of(person, world)
    for row in ROWS:
        response = client.get(world.address(row))
        if response.status_code == 302 and row.owner != 302:
            assert response["Location"].startswith("/fr/guichet/sign-in/?next="), row.route
            assert response.content == b"", row.route


def expected_of_wagtail(person: str, path: str) -> int:
    if person in SIGNED_OUT:
        return 302
    if person not in STAFF:
        return 404
    if path in EVERY_STAFF:
        return EVERY_STAFF[path]
    return 404 if person not in ("editor", "administrator") else WAGTAIL[path][person == "administrator"]


@pytest.mark.parametrize("person", [*SIGNED_OUT, *FOREIGN])
def test_nobody_changes_by_post_what_is_another_s(person, world):
    client = client_of(person, world)
    before = state_of_everything()
    for row in ROWS:
        closed = (302, 404) if row.route.startswith("admin/") else (302, 404, 405) if row.ids else ()
        if row.expected(person) in closed:
            status = client.post(world.address(row), {"version": 1, "confirmed": "1"}).status_code
            assert status in ((302, 405, 404) if person in SIGNED_OUT else (404, 405)), row.route
    assert state_of_everything() == before


def test_without_its_token_no_post_is_read(world):
    client = client_of("owner", world, enforce_csrf_checks=True)
    staff = {
        "admin/claims": client_of("reviewer", world, enforce_csrf_checks=True),
        "admin/office": client_of("clerk", world, enforce_csrf_checks=True),
        "admin/transl": client_of("clerk", world, enforce_csrf_checks=True),
        "admin/figure": client_of("administrator", world, enforce_csrf_checks=True),
    }
    before = state_of_everything()
    for row in ROWS:
        visitor = staff.get(row.route[:12], client)
        assert visitor.post(world.address(row), {"version": 1, "confirmed": "1"}).status_code == 403, row.route
        plain = visitor.post(world.address(row), "confirmed=1", content_type="text/plain")
        assert plain.status_code == 403, row.route
    assert state_of_everything() == before


def test_a_token_of_another_session_opens_nothing(world):
    foreign = client_of("other citizen", world)
    foreign.get("/fr/guichet/account/details/")
    client = client_of("owner", world, enforce_csrf_checks=True)
    response = client.post(
        "/fr/guichet/sign-out/", {"csrfmiddlewaretoken": foreign.cookies[settings.CSRF_COOKIE_NAME].value}
    )
    assert response.status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_other_methods_than_those_of_forms_are_refused(method, world):
    client = client_of("owner", world)
    staff = {"admin/claims": client_of("reviewer", world), "admin/office": client_of("clerk", world)}
    before = state_of_everything()
    for row in ROWS:
        is_list = row.route in ("admin/claims/", "admin/claims/results/")  # Wagtail's views answer OPTIONS
        ours = row.route.startswith(("guichet/", "admin/claims/", "admin/office/", "dev/"))
        if ours and not (is_list and method == "options"):
            visitor = staff.get(row.route[:12], client)
            assert getattr(visitor, method)(world.address(row)).status_code == 405, row.route
    assert state_of_everything() == before


def test_a_method_in_a_header_is_not_obeyed(world):
    client = client_of("owner", world)
    response = client.get("/fr/guichet/sign-out/", headers={"X-HTTP-Method-Override": "POST"})
    assert response.status_code == 405


def test_wagtails_own_form_of_pages_signs_nobody_in(world):
    client = Client()
    client.post("/fr/_util/login/", {"username": world.account.email, "password": "une phrase que personne ne devine"})
    assert "_auth_user_id" not in client.session
