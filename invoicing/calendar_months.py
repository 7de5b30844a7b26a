"""Months of a period as a page shows them: weeks of days to tick, each with its full name.

Not here: arithmetic of days (calendar_days).
"""

import calendar
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .calendar_days import months_between


class Day(NamedTuple):
    iso: str
    day: int
    name: str
    checked: bool
    disabled: bool
    field_name: str


class Month(NamedTuple):
    name: str
    weekdays: list[dict]
    weeks: list[list[Day | None]]


def months_to_tick(period: tuple[date, date], *, ticked: Collection[str], today: date, field_name: str) -> list[Month]:
    """The months of `period`. Days outside it and days to come cannot be ticked, only unticked."""
    first, last = period[0].isoformat(), min(period[1], today).isoformat()

    def to_tick(iso: str, day: int, name: str) -> Day:
        checked = iso in ticked
        return Day(iso, day, name, checked, not checked and not first <= iso <= last, field_name)

    months = []
    for year, month in months_between(*period):
        name, weekdays, weeks = _named_month(year, month, get_language())
        months.append(Month(name, weekdays, [[day and to_tick(*day) for day in week] for week in weeks]))
    return months


def outside(period: tuple[date, date], ticked: Collection[str]) -> list[str]:
    """Ticked days that stand in no month of the period."""
    months = {f"{year}-{month:02}" for year, month in months_between(*period)}
    return sorted(day for day in ticked if day[:7] not in months)


@lru_cache(maxsize=200)
def _named_month(year: int, month: int, language: str) -> tuple[str, list[dict], list]:
    """A month's name, its weekdays, and its weeks of (ISO day, number, full name), in the active language."""
    weekdays = [{"short": str(WEEKDAYS[number])[:2], "name": str(WEEKDAYS[number])} for number in range(7)]
    weeks = [
        [(day.isoformat(), day.day, date_format(day, _("l j F Y"))) if day.month == month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return f"{MONTHS[month]} {year}", weekdays, weeks
