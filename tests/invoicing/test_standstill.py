"""Given a deadline in days, when it meets holidays, then it stands still and ends on a working day (LPGA art. 38)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.standstill import answer_by, is_working_day, stands_still


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 2), 10, date(2026, 11, 12)),
        (date(2026, 11, 2), 12, date(2026, 11, 16)),  # would end on a Saturday
        (date(2026, 11, 27), 10, date(2026, 12, 7)),
        (date(2026, 11, 28), 10, date(2026, 12, 9)),  # 8.12. is a holiday in Valais
        (date(2026, 12, 10), 10, date(2027, 1, 5)),  # 7 days, still from 18.12. to 2.1., 3 more
        (date(2026, 7, 10), 10, date(2026, 8, 21)),  # 4 days, still from 15.7. to 15.8., 6 more
        (date(2026, 3, 25), 5, date(2026, 4, 14)),  # Easter 2026: 5.4., still from 29.3. to 12.4.
        (date(2026, 12, 20), 1, date(2027, 1, 4)),  # 3.1. is a Sunday
    ],
)
def test_the_last_day(start, days, last):
    assert answer_by(start, days=days) == last


@pytest.mark.parametrize(
    ("day", "still"),
    [
        (date(2026, 7, 14), False), (date(2026, 7, 15), True), (date(2026, 8, 15), True), (date(2026, 8, 16), False),
        (date(2026, 12, 17), False), (date(2026, 12, 18), True), (date(2027, 1, 2), True), (date(2027, 1, 3), False),
        (date(2026, 3, 28), False), (date(2026, 3, 29), True), (date(2026, 4, 12), True), (date(2026, 4, 13), False),
    ],
)  # fmt: skip
def test_the_days_that_do_not_count(day, still):
    assert stands_still(day) is still


@given(st.dates(date(2021, 1, 1), date(2035, 1, 1)), st.integers(1, 90))
def test_a_deadline_is_never_shorter_and_ends_on_a_working_day(start, days):
    last = answer_by(start, days=days)
    assert last >= start + timedelta(days=days)
    assert is_working_day(last)
    assert not stands_still(last)
