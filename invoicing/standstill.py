"""Deadlines the office sets in days: they stand still around holidays and end on a working day (LPGA art. 38).

Not here: limits that the law sets itself, which run through (calendar_days).
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.easter import easter

SATURDAY = 5
AROUND_EASTER = timedelta(days=7)


def answer_by(start: date, *, days: int) -> date:
    """The last day of a deadline of `days` days that begins the day after `start`."""
    day = start
    for _counted in range(days):
        day = _next_running_day(day)
    while not is_working_day(day) or stands_still(day):
        day += timedelta(days=1)
    return day


def stands_still(day: date) -> bool:
    """From the 7th day before to the 7th after Easter, 15.7 to 15.8, 18.12 to 2.1, all included (al. 4)."""
    if (7, 15) <= (day.month, day.day) <= (8, 15):
        return True
    if (day.month, day.day) >= (12, 18) or (day.month, day.day) <= (1, 2):
        return True
    return abs(day - easter(day.year)) <= AROUND_EASTER


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a holiday of the canton (al. 3)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def _next_running_day(day: date) -> date:
    day += timedelta(days=1)
    while stands_still(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CH", subdiv="VS", years=[year]))
