"""Months of a period as a page shows them: weeks of days to tick, each with its full name.

Not here: arithmetic of days (calendar_days).
"""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .calendar_days import months_between


@dataclass(frozen=True)
class Day:
    iso: str
    day: int
    name: str
    checked: bool
    disabled: bool
    field_name: str


@dataclass(frozen=True)
class Month:
    name: str
    weekdays: list[dict]
    weeks: list[list[Day | None]]


def months_to_tick(period: tuple[date, date], *, ticked: Collection[str], today: date, field_name: str) -> list[Month]:
    """The months of `period`. Days outside it and days to come cannot be ticked, only unticked."""
    return [
        Month(
            name=f"{MONTHS[month]} {year}",
            weekdays=_weekdays(),
            weeks=[
                [_day(day, period, ticked, today, field_name) if day.month == month else None for day in week]
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ],
        )
        for year, month in months_between(*period)
    ]


def outside(period: tuple[date, date], ticked: Collection[str]) -> list[str]:
    """Ticked days that stand in no month of the period."""
    months = {f"{year}-{month:02}" for year, month in months_between(*period)}
    return sorted(day for day in ticked if day[:7] not in months)


def _day(day: date, period: tuple[date, date], ticked: Collection[str], today: date, field_name: str) -> Day:
    iso = day.isoformat()
    checked = iso in ticked
    open_to_tick = period[0] <= day <= period[1] and day <= today
    return Day(
        iso=iso,
        day=day.day,
        name=date_format(day, _("l j F Y")),
        checked=checked,
        disabled=not open_to_tick and not checked,
        field_name=field_name,
    )


def _weekdays() -> list[dict]:
    return [{"short": str(WEEKDAYS[number])[:2], "name": WEEKDAYS[number]} for number in range(7)]
