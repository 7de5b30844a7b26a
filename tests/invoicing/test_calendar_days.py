"""Given days of service, when limits and months are computed, then leap years, turns of year and months' ends hold."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from invoicing.calendar_days import days_between, end_of_month, months_after, months_between, today

DAYS = st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_today_is_the_day_in_zurich(moment, day):
    with time_machine.travel(moment, tick=False):
        assert today() == day


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 2, 3), date(2024, 2, 29)),
        (date(2026, 2, 3), date(2026, 2, 28)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_months_end_where_the_calendar_says(day, end):
    assert end_of_month(day) == end


@pytest.mark.parametrize(
    ("service", "months", "limit"),
    [
        (date(2021, 11, 5), 60, date(2026, 11, 30)),  # LPGA 24: five years after the end of the month
        (date(2025, 8, 31), 12, date(2026, 8, 31)),  # LAI 42septies: twelve months
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
    ],
)
def test_limits_run_from_the_end_of_the_month_of_service(service, months, limit):
    assert months_after(service, months) == limit


@given(DAYS, st.integers(0, 400))
def test_a_span_has_each_of_its_days_once(start, length):
    days = list(days_between(start, date.fromordinal(start.toordinal() + length)))
    assert len(days) == len(set(days)) == length + 1
    assert days == sorted(days)


@given(DAYS, st.integers(0, 800))
def test_months_of_a_span_are_those_of_its_days(start, length):
    end = date.fromordinal(start.toordinal() + length)
    assert list(months_between(start, end)) == sorted({(day.year, day.month) for day in days_between(start, end)})


@given(DAYS, st.integers(0, 120))
def test_a_limit_is_the_last_day_of_a_month_not_before_the_service(day, months):
    limit = months_after(day, months)
    assert limit == end_of_month(limit)
    assert limit >= day
