"""What an address of the list means: filters, defaults, order, the claims before and after; views, columns, export."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from guichet.models import Event
from invoicing.assignment import assign
from invoicing.calendar_days import today
from invoicing.models import Absence, Claim, OfficeSettings, ReviewerChoices
from invoicing.review.export import as_csv, as_xlsx
from invoicing.review.standard_views import COUNTED, views_of
from invoicing.review.worklist import Office, Worklist, address_of_list
from invoicing.roles import make_reviewer, make_second_reviewer
from tests.claims import change_claim, make_claim, make_person
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/claims/"
FEW, MANY = 10, 1_000_000  # as counted


@pytest.fixture
def colleague(office_data):
    account = AccountFactory(staff=True, first_name="Paul", last_name="Rey")
    make_reviewer(account)
    return account


@pytest.fixture
def claims(office_data) -> list[Claim]:
    """Five open ones, the oldest of 40 days; each is made what a test needs by `change`."""
    owner = make_person(first_name="Jane", last_name="Doe")
    claims = [make_claim(owner=owner) for _n in range(5)]
    Claim.objects.update(finding_count=0, has_duplicate=False)
    for number, claim in enumerate(claims):
        change_claim(claim, submitted_at=timezone.now() - timedelta(days=40 - 10 * number), total=100 + number)
    return claims


def numbers(query: str, reviewer, claims: list[Claim]) -> list[int]:
    """Which of `claims` the address shows, in its order: the same, however they are looked for."""
    worklist = Worklist(query, Office(reviewer))
    places = {claim.pk: number for number, claim in enumerate(claims)}
    ways = [worklist.in_order(worklist.claims), *(worklist.to_show(count=count, until=50) for count in (FEW, MANY))]
    shown, *others = ([places[claim.pk] for claim in way] for way in ways)
    assert others == [shown, shown]
    assert worklist.to_count.count() == len(shown)
    return shown


# --- What waits, and filters ----------------------------------------------------------


def test_what_waits_is_mine_or_nobodys_and_undecided_the_oldest_first(claims, reviewer, colleague):
    assign(claims[1], to=colleague, actor=reviewer)
    assign(claims[2], to=reviewer, actor=reviewer)
    change_claim(claims[3], state="returned")
    assert numbers("", reviewer, claims) == [0, 2, 4]
    assert numbers("", colleague, claims) == [0, 1, 4]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", [0, 1, 2, 3, 4]),
        ("state=returned", [3]),
        ("state=to-confirm", [2]),
        ("state=accepted", [4]),
        ("state=every", [4, 3, 2, 1, 0]),
        ("language=de", [1]),
        ("assigned=me", [0]),
        ("assigned=nobody", [2, 3, 4]),
        ("assigned=waiting", [0, 2, 3, 4]),
        ("assigned={colleague}", [1]),
        ("assigned=absent", [1]),
        ("assigned=absent&state=every", [1]),
        ("assigned=absent&state=accepted", []),
        ("age=late", [0]),
        ("age=late-soon", [1]),
        ("age=7", [0, 1, 2, 3]),
        ("amount_from=102", [2, 3, 4]),
        ("amount_from=101&amount_to=102", [1, 2]),
        ("state=every&amount_from=101&amount_to=102", [2, 1]),
        ("state=every&amount_from=102&ordering=-total", [4, 3, 2]),
        ("state=every&findings=duplicate", [3]),
        ("state=every&assigned=me", [0]),
        ("state=every&ordering=search_name", [0, 1, 2, 3, 4]),
        ("findings=some", [2, 3]),
        ("findings=none", [0, 1, 4]),
        ("findings=duplicate", [3]),
        ("corrected=yes", [2]),
        ("corrected=no&amount_to=103", [0, 1, 3]),
        ("period_from=2026-06-04&period_to=2026-06-04", [0, 1, 2, 3, 4]),
        ("period_from=2026-06-05&state=every", []),
        ("kind=travel", []),
        ("ordering=-total", [4, 3, 2, 1, 0]),
        ("state=nonsense", []),
        ("assigned=999999", []),
        ("amount_from=abc", []),
    ],
)
def test_each_filter_shows_what_it_says(claims, reviewer, colleague, query, found):
    assign(claims[0], to=reviewer, actor=reviewer)
    assign(claims[1], to=colleague, actor=reviewer)
    Absence.objects.create(person=colleague, start=today(), end=today())
    change_claim(claims[1], language="de")
    change_claim(claims[2], finding_count=1, version_number=2, waits_for_second=True)
    change_claim(claims[3], finding_count=1, has_duplicate=True)
    if "state=returned" in query or "state=accepted" in query:
        change_claim(claims[3], state="returned")
        change_claim(claims[4], state="accepted", closed_at=timezone.now())
    if query.startswith("ordering"):
        query = f"state=open&{query}"
    assert numbers(query.format(colleague=colleague.pk), reviewer, claims) == found


def test_a_decision_number_is_found_in_any_spelling(claims, reviewer):
    change_claim(claims[3], decision_number="32320250000077")
    assert numbers("q=323 2025 0000077", reviewer, claims) == [3]
    assert numbers("q=32320250000077&state=open", reviewer, claims) == [3]


def test_late_is_what_the_office_says(claims, reviewer, office):
    assert "en retard" in office.get(LIST).content.decode()
    OfficeSettings(late_soon_after=50, late_after=60).save()
    assert numbers("age=late", reviewer, claims) == []
    assert "retard</span>" not in office.get(LIST).content.decode()


def test_a_corrected_claim_comes_back_marked_and_an_absence_is_said(claims, reviewer, colleague, office):
    change_claim(claims[0], version_number=2)
    assign(claims[1], to=colleague, actor=reviewer)
    assert "corrigée</span>" in office.get(LIST).content.decode()
    assert "remplaçant cherché" not in office.get(f"{LIST}?state=open").content.decode().split("<tbody>")[1]
    Absence.objects.create(person=colleague, start=today(), end=today())
    assert "remplaçant cherché" in office.get(f"{LIST}?state=open").content.decode().split("<tbody>")[1]


@pytest.mark.parametrize("key", sorted(COUNTED))
def test_the_usual_views_count_what_their_address_shows(claims, reviewer, colleague, key):
    assign(claims[0], to=reviewer, actor=reviewer)
    assign(claims[1], to=colleague, actor=reviewer)
    Absence.objects.create(person=colleague, start=today(), end=today())
    change_claim(claims[2], version_number=2, waits_for_second=True)
    change_claim(claims[4], state="returned")
    OfficeSettings(second_reviewer_above=100).save()
    make_second_reviewer(reviewer)
    view = next(view for view in views_of(Office(reviewer), "") if view.key == key)
    assert set(view.claims) == set(view.worklist.claims) != set()


def test_who_may_confirm_sees_what_is_to_be_confirmed(claims, reviewer, office):
    change_claim(claims[0], waits_for_second=True)
    assert "À confirmer" not in [view.name for view in views_of(Office(reviewer), "")]
    make_second_reviewer(reviewer)
    OfficeSettings(second_reviewer_above=100).save()
    content = office.get(LIST).content.decode()
    assert f'<a href="{LIST}?state=to-confirm">À confirmer <span class="worklist-count">1</span></a>' in content
    assert '<span class="review-mark">à confirmer</span>' in content


@pytest.fixture
def former(claims, reviewer, colleague):
    """Somebody who held the first claim and no longer reviews."""
    assign(claims[0], to=colleague, actor=reviewer)
    colleague.groups.clear()
    return colleague


def test_what_somebody_held_who_left_is_not_forgotten(claims, reviewer, office, former):
    assert numbers("", reviewer, claims) == [1, 2, 3, 4]
    assert numbers("assigned=absent", reviewer, claims) == [0]
    row = office.get(f"{LIST}?assigned=absent").content.decode().split("<tbody>")[1]
    assert "Paul Rey <" in row
    assert "remplaçant cherché" in row
    page = office.get(f"{LIST}{claims[0].reference}/").content.decode()
    assert "Attribuée à Paul Rey" in page
    assert "n’examine plus de demandes, remplaçant cherché" in page
    change_claim(claims[0], state="accepted", closed_at=timezone.now())
    assert numbers("assigned=absent&state=every", reviewer, claims) == []


def test_a_saved_view_of_a_colleague_who_left_says_so_and_can_be_removed(claims, reviewer, office, former):
    query = f"assigned={former.pk}"
    ReviewerChoices.objects.create(reviewer=reviewer, views=[{"name": "Paul", "query": query}])
    response = office.get(f"{LIST}?{query}")
    assert next(view.count_text for view in response.context["views"] if view.name == "Paul") == "0"
    assert "Supprimer cette vue" in response.content.decode()
    assert "n’existe plus" in response.content.decode()


# --- Before and after -----------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "ordering=-submitted_at", "state=open&ordering=total", "q=doe jane"])
def test_next_and_previous_walk_the_list_as_it_is_shown(claims, reviewer, query):
    worklist = Worklist(query, Office(reviewer))
    shown = list(worklist.in_order(worklist.claims))
    assert [worklist.neighbour(claim) for claim in shown] == [*shown[1:], None]
    assert [worklist.neighbour(claim, backwards=True) for claim in shown] == [None, *shown[:-1]]


@pytest.mark.parametrize("query", ["q=doe", "q=Jane+Doe&state=every", "q=doe&ordering=submitted_at", "q=do&state=open"])
def test_next_and_previous_of_a_name_that_many_bear_are_met_on_the_way(claims, reviewer, query, monkeypatch):
    make_claim(owner=make_person(last_name="Rey"))
    monkeypatch.setattr("invoicing.review.search.FREQUENT", 2)
    test_next_and_previous_walk_the_list_as_it_is_shown(claims, reviewer, query)


def test_next_is_found_from_a_claim_that_has_left_the_list(claims, reviewer, office):
    change_claim(claims[1], state="accepted", closed_at=timezone.now())
    claims[1].refresh_from_db()
    assert Worklist("", Office(reviewer)).neighbour(claims[1]) == claims[2]


def test_deciding_leads_to_the_next_of_the_list(claims, office):
    page = office.get(f"{LIST}{claims[1].reference}/?list=ordering%3D-submitted_at").content.decode()
    assert f"{LIST}{claims[0].reference}/?list=ordering=-submitted_at" in page.replace("&amp;", "&")
    posted = {"version": 1, "state": "submitted", "message": "", "list": "ordering=-submitted_at"}
    response = office.post(f"{LIST}{claims[1].reference}/decide/accept/", posted | {"next": "1"})
    assert response["Location"] == f"{LIST}{claims[0].reference}/?list=ordering=-submitted_at"
    response = office.post(f"{LIST}{claims[0].reference}/decide/accept/", posted | {"next": "1"})
    assert response["Location"] == f"{LIST}?ordering=-submitted_at"


# --- Views and columns ------------------------------------------------------------------


def test_a_view_is_saved_counted_opened_and_removed(claims, office, reviewer):
    change_claim(claims[2], language="de")
    office.post(f"{LIST}views/", {"list": "language=de&p=3&kind=", "name": "Allemand"})
    assert ReviewerChoices.objects.get(reviewer=reviewer).views == [{"name": "Allemand", "query": "language=de"}]
    views = {view.name: view for view in office.get(f"{LIST}?language=de").context["views"]}
    assert (views["Allemand"].count_text, views["Allemand"].is_current) == ("1", True)
    assert views["Ce qui m’attend"].count_text == "5"
    office.post(f"{LIST}views/", {"list": "language=de", "name": "Allemand", "remove": "1"})
    assert ReviewerChoices.objects.get(reviewer=reviewer).views == []


def test_views_are_a_dozen_at_most_and_have_a_name(office, reviewer):
    for number in range(14):
        office.post(f"{LIST}views/", {"list": "", "name": f"Vue {number}"})
    office.post(f"{LIST}views/", {"list": "", "name": "  "})
    assert [view["name"] for view in ReviewerChoices.objects.get().views] == [f"Vue {n}" for n in range(12)]


def test_twelve_saved_views_cost_no_query_more(claims, office, reviewer, django_assert_num_queries):
    office.get(LIST)
    with django_assert_num_queries(8):
        office.get(LIST)
    views = [{"name": f"Vue {n}", "query": f"age={7 if n % 2 else 14}&language=fr"} for n in range(12)]
    ReviewerChoices.objects.create(reviewer=reviewer, views=views)
    with django_assert_num_queries(8):
        office.get(LIST)


def test_an_empty_list_says_so_in_words(office, german_office):
    assert office.get(f"{LIST}?kind=travel").context["count_label"] == "aucune demande"  # « 0 demandes » is no French
    assert german_office.get(f"{LIST}?kind=travel").context["count_label"] == "kein Antrag"


def test_each_reviewer_has_his_columns(claims, office, reviewer):
    office.post(f"{LIST}columns/", {"column": ["amount", "received", "nonsense"], "list": "language=fr"})
    assert list(office.get(LIST).context["table"].columns) == ["reference", "received", "amount"]
    office.post(f"{LIST}columns/", {"usual": "1"})
    assert len(office.get(LIST).context["table"].columns) == 8


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("p=2&state=open&kind=", "state=open"),
        ("q=Z%C3%BCrcher", "q=Z%C3%BCrcher"),
        ("//evil.ch", ""),
        ("next=//evil.ch&language=de", "language=de"),
        ("x=" + "y" * 5_000 + "&language=de", "language=de"),
        ("language=fr&state=open&language=de", "state=open&language=de"),
        ("q=" + "y" * 5_000 + "&language=de", "q=" + "y" * 200 + "&language=de"),
    ],
)
def test_an_address_that_travels_stays_a_query_of_the_list(given, kept):
    assert address_of_list(Worklist(given, None).query) == kept


def test_an_address_says_the_same_in_any_order(claims, office, reviewer):
    ReviewerChoices.objects.create(reviewer=reviewer, views=[{"name": "Vue", "query": "language=fr&state=open"}])
    for query, name in (("state=submitted&assigned=me", "À moi"), ("state=open&language=fr", "Vue")):
        assert [view.name for view in office.get(f"{LIST}?{query}").context["views"] if view.is_current] == [name]


# --- Export -----------------------------------------------------------------------------


def exported(office, query: str, kind: str) -> list[list[str]]:
    response = office.post(f"{LIST}export/", {"list": query, "format": kind})
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    rows = load_workbook(BytesIO(content)).active.iter_rows()
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_exactly_what_is_filtered(claims, office, kind):
    rows = exported(office, "amount_from=103&ordering=-total", kind)
    assert [row[0] for row in rows] == ["Référence", claims[4].reference, claims[3].reference]
    assert rows[1][4] in ("104.00", "104")
    event = Event.objects.filter(action="claims.exported").get()
    assert (event.object_key, event.detail["filters"]) == (kind, ["amount"])


def test_days_and_amounts_of_a_spreadsheet_can_be_read_as_it_opens(claims, office):
    """A day in a column of the usual width shows as ########."""
    office.post(f"{LIST}columns/", {"column": ["received", "amount"]})
    response = office.post(f"{LIST}export/", {"list": "state=open", "format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [cell.number_format for cell in sheet[2]] == ["General", "dd.mm.yyyy", "#,##0.00"]
    assert sheet.column_dimensions["B"].width > len("00.00.0000")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_name_becomes_a_formula(office, office_data, kind):
    claim = make_claim(owner=make_person(last_name="=HYPERLINK(1)"))
    response = office.post(f"{LIST}export/", {"list": "", "format": kind})
    content = b"".join(response.streaming_content)
    if kind == "csv":
        assert '"\'=HYPERLINK(1) Jeanne"' in content.decode("utf-8-sig")
    else:
        cell = load_workbook(BytesIO(content)).active["C2"]
        assert (cell.value, cell.data_type) == ("=HYPERLINK(1) Jeanne", "s")
    assert claim.reference


def test_an_export_needs_a_known_format(office):
    assert office.post(f"{LIST}export/", {"format": "exe"}).status_code == 404


def as_shown(names: list[str], kind: str) -> list[str]:
    """What a spreadsheet gets of each of these, in one column."""
    rows = [[name] for name in names]
    if kind == "csv":
        content = b"".join(as_csv(iter(rows), "x.csv").streaming_content).decode("utf-8-sig")
        return [row[0] for row in csv.reader(StringIO(content, newline=""), delimiter=";")]
    cells = load_workbook(BytesIO(b"".join(as_xlsx(iter(rows), "x.xlsx").streaming_content))).active["A"]
    assert {cell.data_type for cell in cells} == {"s"}
    return [cell.value for cell in cells]


FORMULAS = [
    "=1+1", "+1", "-1", "−1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "＝1",
    "＋1", "－1", "＠A1", "﹢1",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_whatever_could_become_a_formula_stays_a_text(text):
    assert as_shown([text], "csv") == [f"'{text}"]
    assert as_shown([text], "xlsx")[0].strip() == text.strip()


def test_names_as_people_have_them_are_exported_as_they_are():
    names = ["O’Neill", "Zen Ruffinen", "In-Albon", 'dit "Jo"', "a;b", ""]
    assert as_shown(names, "csv") == names


def test_signs_no_spreadsheet_may_hold_stop_no_export():
    assert as_shown(["Jean\x0bne"], "xlsx") == ["Jeanne"]


def test_a_part_is_never_exported_as_the_whole(claims, office, monkeypatch):
    monkeypatch.setattr("invoicing.review.export.MOST_EXPORTED", 4)
    response = office.post(f"{LIST}export/", {"list": "state=open", "format": "csv"}, follow=True)
    assert "Plus de 4 demandes\u00a0: restreignez la liste par un filtre." in response.content.decode()
    assert not Event.objects.filter(action="claims.exported").exists()
    assert len(exported(office, "amount_from=103", "csv")) == 3
