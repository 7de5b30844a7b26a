"""Given nights of a child in several places, when they are priced and checked, then LAI 42bis and 42ter hold."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.models import Beneficiary
from invoicing.calendar_days import birthday, month_later
from invoicing.kinds.helplessness.amounts import API_RATES, RATE_CODES, SSI_RATES, price_stay
from invoicing.kinds.helplessness.documents import ask_for_documents
from invoicing.models import Rate
from invoicing.rates import MissingRate, RateBook
from invoicing.reading import check_draft
from invoicing.workflow import send
from tests.claims import as_posted, head_for, make_claim, make_draft, make_person, nights, quarter
from tests.conftest import sign_in

HOME = {"api": "full", "ssi": True}
HOSPITAL = HOME | {"attested": True}
OWN_COST = {"api": "quarter", "ssi": True, "proof": True, "home": True}
PAID_HOME = {"home": True}

# --- Amounts --------------------------------------------------------------------------

# domain 2.2: CHF a night, API mild, moderate, severe; SSI 4, 6, 8 hours; a quarter of the API in a home at its own cost
LAW = {
    2021: ("15.95", "39.85", "63.75", "31.85", "55.75", "79.65", "4.00", "9.95", "15.95"),
    2023: ("16.35", "40.85", "65.35", "32.65", "57.15", "81.65", "4.10", "10.20", "16.35"),
    2025: ("16.80", "42.00", "67.20", "33.60", "58.80", "84.00", "4.20", "10.50", "16.80"),
}
CODES = (*API_RATES["full"].values(), *SSI_RATES.values(), *API_RATES["quarter"].values())
BOOK = RateBook(
    Rate(code=code, valid_from=date(year, 1, 1), amount=Decimal(amount), source="LAI art. 42ter")
    for year, amounts in LAW.items()
    for code, amount in zip(CODES, amounts, strict=True)
)
SINCE = {2021: 2021, 2022: 2021, 2023: 2023, 2024: 2023, 2025: 2025, 2026: 2025}


def row(
    start: date, end: date, *, gives: dict = HOME, api: str = "moderate", ssi: str = "none", key: str = "n1"
) -> dict:
    return {"id": key, "start": start, "end": end, "gives": gives, "api": api, "ssi": ssi, "nights": (end - start).days}


def amounts_of(lines) -> list[str]:
    return [str(line.amount) for line in lines]


@pytest.mark.parametrize("year", SINCE)
@pytest.mark.parametrize(("place", "degrees"), [(HOME, range(3)), (OWN_COST, range(6, 9))])
def test_a_night_is_worth_its_degree_of_api(year, place, degrees):
    for degree, position in zip(API_RATES["full"], degrees, strict=True):
        for first in (date(year, 1, 1), date(year, 12, 31)):
            lines = price_stay(row(first, first + timedelta(days=1), gives=place, api=degree), BOOK)
            assert amounts_of(lines) == [LAW[SINCE[year]][position]]


@pytest.mark.parametrize("year", SINCE)
def test_the_supplement_is_a_line_of_its_own(year):
    for position, hours in enumerate(SSI_RATES, start=3):
        for gives, api in ((HOME, LAW[SINCE[year]][1]), (OWN_COST, LAW[SINCE[year]][7])):
            lines = price_stay(row(date(year, 6, 1), date(year, 6, 2), gives=gives, ssi=hours), BOOK)
            assert amounts_of(lines) == [api, LAW[SINCE[year]][position]]
            assert [line.code for line in lines] == ["helplessness-api", "helplessness-ssi"]


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_what_the_portal_ships_are_the_figures_of_the_law():
    shipped = (
        Rate.objects.filter(code__in=RATE_CODES).order_by("valid_from").values_list("code", "valid_from", "amount")
    )
    law = [
        (code, date(year, 1, 1), Decimal(amount))
        for year, amounts in LAW.items()
        for code, amount in zip(CODES, amounts, strict=True)
    ]
    assert sorted(shipped) == sorted(law)
    assert not Rate.objects.filter(code__in=RATE_CODES, source="").exists()


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (date(2024, 12, 30), date(2025, 1, 3), [(2, "40.85", "81.70"), (2, "42.00", "84.00")]),
        (date(2024, 12, 30), date(2025, 1, 1), [(2, "40.85", "81.70")]),
        (date(2025, 1, 1), date(2025, 1, 3), [(2, "42.00", "84.00")]),
        (date(2022, 12, 31), date(2023, 1, 2), [(1, "39.85", "39.85"), (1, "40.85", "40.85")]),
        (date(2023, 12, 31), date(2024, 1, 2), [(2, "40.85", "81.70")]),
        (date(2022, 12, 1), date(2025, 2, 1),
         [(31, "39.85", "1235.35"), (731, "40.85", "29861.35"), (31, "42.00", "1302.00")]),
    ],
)  # fmt: skip
def test_nights_on_both_sides_of_a_first_of_january_make_a_line_per_rate(start, end, parts):
    lines = price_stay(row(start, end), BOOK)
    assert [(line.quantity, str(line.rate), str(line.amount)) for line in lines] == parts
    assert (lines[0].start, lines[-1].end) == (start, end - timedelta(days=1))


def test_a_home_paid_by_others_is_worth_nothing_and_says_so():
    (line,) = price_stay(row(date(2026, 7, 1), date(2026, 7, 11), gives=PAID_HOME, ssi="8h"), BOOK)
    assert (line.quantity, line.amount, line.label) == (10, Decimal("0.00"), "Séjour sans API ni SSI")


def test_no_api_in_rehabilitation_but_for_social_contacts_without_supplement():
    lines = price_stay(row(date(2026, 7, 1), date(2026, 7, 3), gives={"api": "full"}, api="mild", ssi="4h"), BOOK)
    assert amounts_of(lines) == ["33.60"]


def test_no_rate_before_the_first_one():
    with pytest.raises(MissingRate):
        price_stay(row(date(2020, 12, 31), date(2021, 1, 2)), BOOK)


days = st.dates(date(2021, 1, 1), date(2026, 12, 31))
places = st.sampled_from([HOME, HOSPITAL, OWN_COST, PAID_HOME, {"api": "full"}])
rows = st.builds(
    lambda start, length, gives, api, ssi: row(start, start + timedelta(days=length), gives=gives, api=api, ssi=ssi),
    days, st.integers(1, 800), places, st.sampled_from(list(API_RATES["full"])), st.sampled_from(["none", *SSI_RATES]),
)  # fmt: skip


@given(rows)
def test_every_night_is_counted_once_per_benefit_at_a_rate_of_its_day(stay):
    lines = price_stay(stay, BOOK)
    assert repr(lines) == repr(price_stay(stay, BOOK))
    for code in {line.code for line in lines}:
        own = [line for line in lines if line.code == code]
        assert sum(line.quantity for line in own) == stay["nights"] == (stay["end"] - stay["start"]).days
        assert own[0].start == stay["start"]
        assert own[-1].end == stay["end"] - timedelta(days=1)
        for before, after in pairwise(own):
            assert after.start == before.end + timedelta(days=1)
    for line in lines:
        if stay["gives"].get("api"):
            assert line.rate in {Decimal(a) for a in LAW[SINCE[line.start.year]]}
            assert line.rate > 0
        assert line.amount == line.quantity * line.rate


# --- Documents --------------------------------------------------------------------------


def asked(*stays) -> list[str]:
    return [document.key for document in ask_for_documents({"stays": list(stays)})]


@pytest.mark.parametrize(
    ("end", "keys"),
    [
        (date(2026, 8, 1), []),  # July and not a day more
        (date(2026, 8, 2), ["hospital-n1-1", "hospital-n1-2"]),
        (date(2026, 8, 30), ["hospital-n1-1", "hospital-n1-2"]),
        (date(2026, 8, 31), ["hospital-n1-1", "hospital-n1-2", "hospital-n1-3"]),
    ],
)
def test_beyond_a_month_in_hospital_each_30_days_are_attested(end, keys):
    assert asked(row(date(2026, 7, 1), end, gives=HOSPITAL)) == keys


def test_a_hospital_stay_in_two_entries_is_one_stay():
    one = row(date(2026, 7, 1), date(2026, 7, 20), gives=HOSPITAL)
    two = row(date(2026, 7, 20), date(2026, 8, 5), gives=HOSPITAL, key="n2")
    assert asked(two, one) == ["hospital-n1-1", "hospital-n1-2"]
    assert asked(one, two | {"start": date(2026, 7, 21)}) == []


def test_attestations_say_which_days_they_are_about():
    first, last = ask_for_documents({"stays": [row(date(2026, 7, 1), date(2026, 8, 5), gives=HOSPITAL)]})
    assert first.label == "Attestation de l’hôpital sur la présence d’un parent, du 01.07.2026 au 31.07.2026"
    assert last.label == "Attestation de l’hôpital sur la présence d’un parent, du 31.07.2026 au 05.08.2026"


def test_a_home_at_its_own_cost_is_proved():
    assert asked(row(date(2026, 7, 1), date(2026, 7, 3), gives=OWN_COST)) == ["payment-n1"]
    assert (
        asked(row(date(2026, 7, 1), date(2026, 7, 3)), row(date(2026, 7, 3), date(2026, 9, 3), gives=PAID_HOME)) == []
    )


# --- Days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2008, 9, 30), date(2026, 9, 30)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_day_one_comes_of_age(born, day):
    assert birthday(born, 18) == day


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 7, 1), date(2026, 8, 1)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day, later):
    assert month_later(day) == later


# --- Checks -------------------------------------------------------------------------------


def check(*stays, owner=None, **period):
    answers = {"period": quarter(**period), "stays": list(stays)}
    return check_draft(make_draft("helplessness", owner=owner, answers=answers))


def errors(entry):
    return [error["path"] for error in entry.errors]


def messages(entry):
    return [error["message"] for error in entry.errors]


def warnings(entry):
    return [(finding.path, finding.code) for finding in entry.warnings]


IN_HOME = {"place": "home-own-cost"}


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestChecks:
    def test_the_usual_quarter_is_whole_and_surprises_nobody(self):
        entry = check(nights())
        assert (errors(entry), warnings(entry)) == ([], [])
        assert [(line.quantity, str(line.amount)) for line in entry.lines] == [(92, "3864.00"), (92, "3091.20")]
        assert entry.total == Decimal("6955.20")

    @pytest.mark.parametrize(
        ("fields", "paths"),
        [
            ({"end": "01.07.2026"}, ["stays.n1.end"]),
            ({"end": "30.06.2026"}, ["stays.n1.end"]),
            ({"start": "30.06.2026"}, ["stays.n1.start"]),
            ({"end": "02.10.2026"}, ["stays.n1.end"]),
            ({"place": ""}, ["stays.n1.place"]),
            ({"place": "moon"}, ["stays.n1.place"]),
            ({"api": ""}, ["stays.n1.api", "stays.n1.ssi"]),
            ({"api": "", "ssi": "none"}, ["stays.n1.api"]),
            ({"ssi": ""}, ["stays.n1.ssi"]),
        ],
    )
    def test_what_an_entry_cannot_be(self, fields, paths):
        assert errors(check(nights(**fields))) == paths

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"start": ""}, "period.start"),
            ({"end": ""}, "period.end"),
            ({"end": "30.06.2026"}, "period.end"),
        ],
    )
    def test_what_a_period_cannot_be(self, fields, path):
        assert errors(check(nights(), **fields)) == [path]

    def test_an_empty_form_asks_for_the_period_and_a_stay(self):
        entry = check({"id": "n1"}, start="", end="")
        assert errors(entry) == [
            "period.start", "period.end", *(f"stays.n1.{name}" for name in ("start", "end", "place", "api", "ssi")),
        ]  # fmt: skip

    def test_a_stay_may_begin_on_the_day_another_one_ends_and_not_before(self):
        before = nights(end="10.08.2026")
        assert errors(check(before, nights("n2", start="10.08.2026"))) == []
        entry = check(before, nights("n2", start="09.08.2026"))
        assert errors(entry) == ["stays.n2.start"]
        assert messages(entry) == [
            "Ces nuits recoupent l’entrée du 01.07.2026 au 10.08.2026\u00a0: changez les dates de l’une des deux."
        ]

    def test_an_entry_inside_another_one_is_found_in_any_order(self):
        inside = nights("n2", start="05.07.2026", end="06.07.2026"), nights("n3", start="20.07.2026", end="22.07.2026")
        assert errors(check(*inside, nights())) == ["stays.n2.start", "stays.n3.start"]

    @pytest.mark.parametrize(
        ("born", "paths"),
        [
            ("2008-10-01", []),
            ("2008-09-30", ["period.end"]),
            ("2008-07-02", ["period.end"]),
            ("2008-07-01", ["head.beneficiary"]),
        ],
    )
    def test_the_child_is_under_age_on_the_last_day(self, born, paths):
        owner = make_person()
        child = head_for(owner, "helplessness")["beneficiary"]
        Beneficiary.objects.filter(pk=child).update(birth_date=born)
        entry = check(nights(), owner=owner)
        assert errors(entry) == paths
        eve = (date.fromisoformat(born) - timedelta(days=1)).strftime("%d.%m.2026")
        said = {"period.end": f"Terminez la période le {eve} au plus tard", "head.beneficiary": "celui des mineurs"}
        assert all(said[path] in message for path, message in zip(paths, messages(entry), strict=True))

    def test_nights_that_are_all_paid_by_others_are_no_claim(self):
        assert errors(check(nights(place="home-paid"))) == ["stays.n1.place"]
        assert errors(check(nights(place="rehabilitation", api="", ssi=""))) == ["stays.n1.place"]

    def test_some_nights_paid_by_others_are_told_and_not_paid(self):
        elsewhere = nights("n2", start="21.09.2026", place="home-paid", api="", ssi="")
        entry = check(nights(end="21.09.2026"), elsewhere)
        assert errors(entry) == []
        assert warnings(entry) == [("stays.n2.place", "unpaid_place")]
        assert [str(line.amount) for line in entry.lines] == ["3444.00", "2755.20", "0.00"]

    @pytest.mark.parametrize(
        ("stays", "found"),
        [
            ([nights(start="02.07.2026")], [("stays.n1.start", "gap")]),
            ([nights(end="30.09.2026")], [("stays.n1.end", "gap")]),
            ([nights(end="10.08.2026"), nights("n2", start="11.08.2026")], [("stays.n2.start", "gap")]),
            ([nights(end="10.08.2026"), nights("n2", start="10.08.2026")], []),
        ],
    )
    def test_nights_without_entry_are_told(self, stays, found):
        assert warnings(check(*stays)) == found

    def test_a_gap_says_which_nights(self):
        (one,) = check(nights(end="30.09.2026")).warnings
        (two,) = check(nights(end="29.09.2026")).warnings
        assert one.message == (
            "La nuit du 30.09.2026 au 01.10.2026 n’est dans aucune entrée. Vérifiez qu’elle n’est pas oubliée."
        )
        assert two.message.startswith("Les nuits du 29.09.2026 au 01.10.2026 ne sont dans aucune entrée.")

    @pytest.mark.parametrize(
        ("start", "end", "codes"),
        [
            ("01.04.2026", "30.06.2026", []),
            ("01.04.2026", "01.07.2026", ["long_period"]),
            ("15.05.2026", "14.07.2026", ["crosses_quarter"]),
            ("15.12.2025", "14.02.2026", ["crosses_year"]),
            ("31.12.2025", "30.03.2026", ["crosses_year"]),
            ("01.10.2025", "31.12.2025", []),
        ],
    )
    def test_a_period_is_a_quarter(self, start, end, codes):
        last = date(*reversed([int(part) for part in end.split(".")])) + timedelta(days=1)
        entry = check(nights(start=start, end=f"{last:%d.%m.%Y}"), start=start, end=end)
        assert errors(entry) == []
        assert warnings(entry) == [("period.end", code) for code in codes]

    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            ({}, []),
            ({"api": "severe"}, [("stays.n2.api", "api_changes")]),
            ({"ssi": "8h"}, [("stays.n2.ssi", "ssi_changes")]),
            ({"place": "rehabilitation-contacts", "api": "moderate", "ssi": ""}, []),
        ],
    )
    def test_degrees_that_change_are_told(self, fields, found):
        assert warnings(check(nights(end="25.09.2026"), nights("n2", start="25.09.2026", **fields))) == found

    @pytest.mark.parametrize(
        ("end", "found"), [("16.08.2026", []), ("17.08.2026", [("stays.n2.place", "life_in_a_home")])]
    )
    def test_more_than_fifteen_nights_of_a_month_in_a_home_are_told(self, end, found):
        stays = nights(end="01.08.2026"), nights("n2", start="01.08.2026", end=end, **IN_HOME), nights("n3", start=end)
        assert warnings(check(*stays)) == found

    def test_the_month_is_told_by_its_name(self):
        stays = nights(end="01.08.2026"), nights("n2", start="01.08.2026", **IN_HOME)
        warnings = check(*stays).warnings
        messages = [finding.message for finding in warnings]
        assert [message.split("\u00a0:")[0] for message in messages] == [
            "Plus de 15 nuits dans un home en août 2026", "Plus de 15 nuits dans un home en septembre 2026",
        ]  # fmt: skip
        with override("de"):
            assert "in einem Heim im September 2026" in warnings[1].message

    def test_nights_in_a_home_are_counted_by_calendar_month(self):
        over_the_end = nights("n2", start="17.07.2026", end="16.08.2026", place="home-paid")
        entry = check(nights(end="17.07.2026"), over_the_end, nights("n3", start="16.08.2026"))
        assert warnings(entry) == [("stays.n2.place", "unpaid_place")]

    @pytest.mark.parametrize(
        ("start", "found"), [("01.07.2026", [("stays.n2.start", "hospital_before")]), ("02.07.2026", [])]
    )
    def test_a_hospital_stay_that_may_have_begun_before_is_told(self, start, found):
        hospital = nights("n2", start=start, end="05.07.2026", place="hospital")
        stays = [nights(end=start)] if start != "01.07.2026" else []
        assert warnings(check(*stays, hospital, nights("n3", start="05.07.2026"))) == found

    def test_asked_documents_stop_until_they_are_there(self):
        entry = check(nights(place="hospital"))
        assert errors(entry) == [f"documents.hospital-n1-{number}" for number in (1, 2, 3, 4)]
        assert errors(check(nights(**IN_HOME))) == ["documents.payment-n1"]

    def test_a_day_without_rate_is_refused(self):
        entry = check(nights(start="01.12.2020", end="01.01.2021"), start="01.12.2020", end="31.12.2020")
        assert messages(entry)[0].startswith("Aucun tarif n’est enregistré pour le 01.12.2020.")


# --- Other claims of the same child ---------------------------------------------------------


@pytest.fixture
def separated_parents(office_data):
    """Two accounts with the same child; the mother has claimed 1 July to 10 August."""
    mother, father = make_person(), make_person()
    for owner in (mother, father):
        head_for(owner, "helplessness")
    number = mother.beneficiaries.get(is_owner=False).avs_number
    father.beneficiaries.filter(is_owner=False).update(avs_number=number)
    claim = make_claim("helplessness", owner=mother, answers={"period": quarter(), "stays": [nights(end="10.08.2026")]})
    return claim, father


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "api", "codes"),
    [
        ("10.08.2026", "moderate", []),
        ("09.08.2026", "moderate", ["overlap"]),
        ("09.08.2026", "severe", ["overlap"]),
    ],
)
def test_a_night_claimed_twice_is_found_across_accounts(separated_parents, start, api, codes):
    claim, father = separated_parents
    entry = check(nights(start=start, api=api), owner=father)
    found = [finding for finding in entry.warnings if finding.code != "gap"]
    assert [finding.code for finding in found] == codes
    for finding in found:
        assert finding.claims == (claim.reference,)
        assert claim.reference not in finding.message
        assert "Fournier" not in finding.message


@pytest.mark.django_db
def test_the_other_parent_says_the_child_was_elsewhere(separated_parents):
    _claim, father = separated_parents
    away = nights(end="05.07.2026", place="home-paid", api="", ssi="")
    entry = check(away, nights("n2", start="10.08.2026"), owner=father)
    assert ("stays.n1.end", "overlap") in warnings(entry)


@pytest.mark.django_db
def test_the_same_nights_at_the_same_amount_look_sent_twice(separated_parents):
    _claim, father = separated_parents
    entry = check(nights(end="10.08.2026"), owner=father)
    assert "duplicate" in [code for _path, code in warnings(entry)]


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_degrees_taken_over_into_a_home_paid_by_others_are_neither_shown_nor_sent(client):
    stays = [nights(end="10.08.2026"), nights("n2", start="10.08.2026", end="20.08.2026", place="home-paid")]
    draft = make_draft("helplessness", answers={"period": quarter(), "stays": stays})
    assert {"api", "ssi"} < draft.answers["stays"][1].keys()

    shown = sign_in(client, draft.owner).get(f"/fr/guichet/drafts/{draft.pk}/confirm/").content.decode()
    counted = [shown.count(label) // 2 for label in ("Degré API", "Degré SSI", "Lieu de séjour")]  # and in their link
    assert counted == [1, 1, 2]

    claim = send(draft, actor=draft.owner)
    first, second = claim.versions.get().answers["stays"]
    assert {"api", "ssi"} < first.keys()
    assert second.keys() & {"api", "ssi"} == set()


# --- The page -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestPage:
    def test_nights_and_amounts_are_painted_while_one_types(self, client):
        draft = make_draft("helplessness", answers={"period": quarter(), "stays": [nights()]})
        sign_in(client, draft.owner)
        typed = draft.answers | {"stays": [nights(end="10.08.2026"), nights("n2", start="10.08.2026", end="")]}
        page = client.post(f"/fr/guichet/drafts/{draft.pk}/", as_posted(typed), headers={"HX-Request": "true"})
        painted = page.content.decode()
        assert "40 nuits saisies sur 92" in painted
        assert "API moyenne\u00a0: 40 nuits × 42.00 CHF" in painted.replace(" : ", "\u00a0: ")
        assert "1’680.00 CHF" in painted

    def test_a_night_entered_twice_counts_once(self, client):
        twice = [nights(end="10.08.2026"), nights("n2", start="09.08.2026", end="20.09.2026")]
        draft = make_draft("helplessness", answers={"period": quarter(), "stays": twice})
        page = sign_in(client, draft.owner).get(f"/fr/guichet/drafts/{draft.pk}/").content.decode()
        assert "81 nuits saisies sur 92" in page

    def test_a_new_entry_begins_where_the_last_one_ends(self, client):
        draft = make_draft("helplessness", answers={"period": quarter(), "stays": [nights(end="10.08.2026")]})
        typed = as_posted(draft.answers, action="add-row:stays")
        sign_in(client, draft.owner).post(f"/fr/guichet/drafts/{draft.pk}/", typed)
        draft.refresh_from_db()
        _first, second = draft.answers["stays"]
        assert {name: value for name, value in second.items() if name != "id"} == {
            "start": "10.08.2026", "api": "moderate", "ssi": "4h",
        }  # fmt: skip

    def test_an_entry_without_end_is_followed_by_a_blank_one(self, client):
        draft = make_draft("helplessness", answers={"period": quarter(), "stays": [nights(end="")]})
        sign_in(client, draft.owner).post(
            f"/fr/guichet/drafts/{draft.pk}/", as_posted(draft.answers, action="add-row:stays")
        )
        draft.refresh_from_db()
        assert set(draft.answers["stays"][1]) == {"id"}

    def test_a_checklist_asks_for_what_a_stay_needs(self, client):
        draft = make_draft("helplessness", answers={"period": quarter(), "stays": [nights(place="home-own-cost")]})
        page = sign_in(client, draft.owner).get(f"/fr/guichet/drafts/{draft.pk}/").content.decode()
        assert 'name="documents-for-payment-n1"' in page
        assert "Preuve de paiement du home, du 01.07.2026 au 01.10.2026" in page

    def test_the_confirmation_names_each_amount(self, client):
        elsewhere = nights("n2", start="21.09.2026", place="home-paid", api="", ssi="")
        answers = {"period": quarter(), "stays": [nights(end="21.09.2026"), elsewhere]}
        draft = make_draft("helplessness", answers=answers)
        page = sign_in(client, draft.owner).get(f"/fr/guichet/drafts/{draft.pk}/confirm/").content.decode()
        for words in (
            "API moyenne : 82 nuits × 42.00 CHF",
            "SSI, 4 heures ou plus : 82 nuits × 33.60 CHF",
            "Séjour sans API ni SSI : 10 nuits × 0.00 CHF",
        ):
            assert words in page

    def test_degrees_are_shown_where_the_place_gives_a_right_to_them(self, client):
        draft = make_draft("helplessness")
        page = sign_in(client, draft.owner).get(f"/fr/guichet/drafts/{draft.pk}/").content.decode()
        assert 'data-shown-when="stays-n1-place=home|hospital|home-own-cost|rehabilitation-contacts"' in page
        assert 'data-shown-when="stays-n1-place=home|hospital|home-own-cost"' in page


# --- Whole forms ----------------------------------------------------------------------------

cuts = st.lists(st.integers(0, 92), min_size=2, max_size=8)
place_keys = st.sampled_from(["home", "hospital", "home-paid", "home-own-cost", "rehabilitation"])


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=cuts, data=st.data())
def test_a_form_without_errors_has_no_more_nights_than_its_period_has_days(cuts, data):
    first = date(2026, 7, 1)
    stays = [
        nights(
            f"n{number}", start=f"{first + timedelta(days=cut):%d.%m.%Y}",
            end=f"{first + timedelta(days=other):%d.%m.%Y}", place=data.draw(place_keys),
        )
        for number, (cut, other) in enumerate(pairwise(cuts))
    ]  # fmt: skip
    entry = check(*stays)
    assert entry.total == sum(line.amount for line in entry.lines)
    if not [path for path in errors(entry) if not path.startswith("documents")]:
        counted = sum(line.quantity for line in entry.lines if line.code == "helplessness-api")
        assert counted == sum(stay["nights"] for stay in entry.answers["stays"]) <= 92
