"""Given trips and days of absence, when they are priced and checked, then RAI art. 90 and the guide's rules hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.kinds.travel.amounts import price_stay, price_trip
from invoicing.kinds.travel.kind import TRAVEL
from invoicing.models import Rate
from invoicing.rates import MissingRate, RateBook
from invoicing.reading import check_draft
from tests.claims import car_trip, make_draft, stay, train_trip


def book(*rates):
    return RateBook([Rate(code=code, valid_from=day, amount=Decimal(amount)) for code, day, amount in rates])


LAW = book(
    ("travel-km", date(2021, 1, 1), "0.45"),
    ("meal-5-8h", date(1992, 1, 1), "11.50"),
    ("meal-over-8h", date(1992, 1, 1), "19.00"),
    ("lodging-night", date(1992, 1, 1), "37.50"),
)
TRIP = {"id": "a", "start": date(2026, 8, 10), "end": date(2026, 8, 10), "departure": "Sion", "arrival": "Berne"}


@pytest.mark.parametrize(
    ("kilometres", "amount"), [("112", "50.40"), ("1", "0.45"), ("0.1", "0.05"), ("33.3", "15.00"), ("7.5", "3.40")]
)
def test_a_car_trip_is_paid_by_the_kilometre(kilometres, amount):
    (line,) = price_trip({**TRIP, "means": "car", "kilometres": Decimal(kilometres)}, LAW)
    assert (line.amount, line.rate, line.unit) == (Decimal(amount), Decimal("0.45"), "km")


def test_a_ticket_is_paid_as_it_cost():
    (line,) = price_trip({**TRIP, "means": "public", "price": Decimal("86.00")}, LAW)
    assert (line.amount, line.quantity) == (Decimal("86.00"), 1)


@pytest.mark.parametrize(("category", "amount"), [("5_8", "34.50"), ("8", "57.00"), ("lodging", "112.50")])
def test_three_days_are_paid_at_the_flat_rate_of_the_law(category, amount):
    days = [date(2026, 8, 10), date(2026, 8, 11), date(2026, 8, 12)]
    (line,) = price_stay({f"days_{category}": days}, LAW)
    assert (line.amount, line.start, line.end) == (Decimal(amount), days[0], days[-1])


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
@pytest.mark.parametrize("year", range(2021, 2027))
@pytest.mark.parametrize("day", [(1, 1), (12, 31)])
def test_what_the_portal_ships_are_the_figures_of_the_law(year, day):
    """CRFV annex 3, RAI 90 al. 4: unchanged since 1992 for meals and nights."""
    shipped = RateBook.load(TRAVEL.rate_codes)
    when = date(year, *day)
    trip = TRIP | {"start": when, "end": when, "means": "car", "kilometres": Decimal(100)}
    stays = price_stay({"days_5_8": [when], "days_8": [when], "days_lodging": [when]}, shipped)
    amounts = [str(line.amount) for line in [*price_trip(trip, shipped), *stays]]
    assert amounts == ["45.00", "11.50", "19.00", "37.50"]


def test_days_on_both_sides_of_a_new_rate_make_two_lines():
    rates = book(("meal-5-8h", date(1992, 1, 1), "11.50"), ("meal-5-8h", date(2026, 9, 1), "12.00"))
    lines = price_stay({"days_5_8": [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)]}, rates)
    assert [(line.quantity, line.rate, line.amount) for line in lines] == [
        (1, Decimal("11.50"), Decimal("11.50")),
        (2, Decimal("12.00"), Decimal("24.00")),
    ]


def test_no_rate_before_the_first_one():
    with pytest.raises(MissingRate):
        price_trip({**TRIP, "start": date(2020, 12, 31), "means": "car", "kilometres": Decimal(1)}, LAW)


@given(st.decimals(min_value="0.1", max_value=1000, places=1), st.decimals(min_value="0.1", max_value=1000, places=1))
def test_further_never_costs_less(one, other):
    near, far = sorted([one, other])
    priced = [price_trip({**TRIP, "means": "car", "kilometres": km}, LAW)[0].amount for km in (near, far)]
    assert priced[0] <= priced[1]


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 10, 31))))
def test_days_add_up_to_their_number_times_the_rate(days):
    lines = price_stay({"days_8": sorted(days)}, LAW)
    assert sum((line.amount for line in lines), Decimal(0)) == 19 * len(days)


PASS = train_trip("a", ticket_type="pass", end="31.08.2026")
NEXT_PASS = train_trip("b", ticket_type="pass", start="20.08.2026", end="20.09.2026")


# --- checks ---------------------------------------------------------------------


def check(**answers):
    return check_draft(make_draft("travel", answers={"trips": [], "stay": {}} | answers))


def errors(entry):
    return [error["path"] for error in entry.errors]


def warnings(entry):
    return {finding.code for finding in entry.warnings}


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestChecks:
    def test_the_usual_month_is_whole(self):
        assert errors(check(trips=[car_trip(), train_trip()], stay=stay())) == []

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"end": "09.08.2026"}, "trips.t1.end"),
            ({"arrival": "sion"}, "trips.t1.arrival"),
            ({"kilometres": "0"}, "trips.t1.kilometres"),
            ({"kilometres": "1001"}, "trips.t1.kilometres"),
            ({"means": ""}, "trips.t1.means"),
            ({"means": "public", "ticket_type": "single"}, "trips.t1.price"),
            ({"reason": "holiday"}, "trips.t1.reason"),
        ],
    )
    def test_what_a_trip_cannot_be(self, fields, path):
        assert errors(check(trips=[car_trip(**fields)])) == [path]

    @pytest.mark.parametrize(
        ("trips", "code"),
        [
            ([car_trip(kilometres="401")], "far"),
            ([car_trip()], "car"),
            ([train_trip("a"), train_trip("b")], "trip_twice"),
            ([train_trip(), {"id": "c", "companion_of": "t2", "price": "43"}], "companion"),
            ([PASS, train_trip("b", ticket_type="single")], "ticket_beside_pass"),
            ([train_trip(price="4")], "local"),
            ([PASS, NEXT_PASS], "two_passes"),
        ],
    )  # fmt: skip
    def test_what_surprises_in_trips_only_warns(self, trips, code):
        entry = check(trips=trips)
        assert errors(entry) == []
        assert code in warnings(entry)

    @pytest.mark.parametrize(
        ("trips", "code"),
        [
            ([car_trip(kilometres="400")], "far"),
            ([train_trip()], "car"),
            ([train_trip("a"), train_trip("b", start="12.08.2026", end="12.08.2026")], "trip_twice"),
            ([train_trip("a"), train_trip("b", arrival="Thoune")], "trip_twice"),
            ([train_trip()], "companion"),
            ([PASS, train_trip("b", start="01.09.2026", end="01.09.2026")], "ticket_beside_pass"),
            ([train_trip(price="10")], "local"),
            ([PASS, NEXT_PASS | {"start": "01.09.2026"}], "two_passes"),
        ],
    )
    def test_what_just_does_not_surprise(self, trips, code):
        assert code not in warnings(check(trips=trips))

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"count_8": "1", "days_8": ["2026-08-10"]}, "two_meal_rates"),
            ({"days_5_8": ["2026-08-10", "2026-08-11", "2026-09-01"]}, "outside_period"),
        ],
    )
    def test_days_that_cannot_be_are_told_by_their_rule(self, fields, code):
        assert code in {finding.code for finding in check(stay=stay(**fields)).findings}

    @pytest.mark.parametrize(
        "fields",
        [
            {"count_8": "1", "days_8": ["2026-08-13"]},
            {"days_5_8": ["2026-08-01", "2026-08-11", "2026-08-31"]},
        ],
    )
    def test_days_that_just_may_be(self, fields):
        assert errors(check(stay=stay(**fields))) == []

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"count_5_8": "2"}, "stay.days_5_8"),
            ({"count_8": "1", "days_8": ["2026-08-10"]}, "stay.days_8"),
            ({"days_5_8": ["2026-08-10", "2026-08-11", "2026-09-01"]}, "stay.days_5_8"),
            ({"period_end": ""}, "stay.period_end"),
            ({"period_end": "01.07.2026"}, "stay.period_end"),
            ({"period_start": "01.01.2020"}, "stay.period_end"),
            ({"period_end": "31.07.x"}, "stay.period_end"),
        ],
    )
    def test_what_days_of_absence_cannot_be(self, fields, path):
        assert path in errors(check(stay=stay(**fields)))

    def test_nights_are_one_fewer_than_days(self):
        nights = {"count_5_8": "", "days_5_8": [], "period_start": "10.08.2026", "period_end": "11.08.2026"}
        assert errors(check(stay=stay(**nights, count_lodging="1", days_lodging=["2026-08-10"]))) == []
        two = stay(**nights, count_lodging="2", days_lodging=["2026-08-10", "2026-08-11"])
        assert errors(check(stay=two)) == ["stay.days_lodging"]

    def test_a_night_may_go_with_a_long_day(self):
        day = ["2026-08-10"]
        whole = stay(count_5_8="", days_5_8=[], count_8="1", days_8=day, count_lodging="1", days_lodging=day)
        assert errors(check(stay=whole)) == []

    def test_no_meal_on_a_day_of_leave_alone(self):
        entry = check(trips=[train_trip(start="10.08.2026", end="10.08.2026", reason="leave")], stay=stay())
        assert errors(entry) == ["stay.days_5_8"]

    def test_a_meal_on_a_day_of_leave_and_treatment(self):
        leave = train_trip("a", start="10.08.2026", end="10.08.2026", reason="leave")
        assert errors(check(trips=[leave, car_trip()], stay=stay())) == []

    def test_weekends_and_long_periods_only_warn(self):
        sunday = stay(period_start="01.05.2026", count_5_8="1", days_5_8=["2026-08-09"])
        assert {"weekend", "long_period"} <= warnings(check(stay=sunday))
        friday = stay(period_start="01.06.2026", count_5_8="1", days_5_8=["2026-08-07"])
        assert not {"weekend", "long_period"} & warnings(check(stay=friday))

    def test_no_more_months_than_a_year_are_drawn(self):
        entry = check(stay=stay(period_start="01.01.2000"))
        form = entry.sections[2].rows[0].form
        assert form.period() is None
