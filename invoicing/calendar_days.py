"""Days of the Swiss calendar: today in Zurich, months of a period, ends of limits. Times of day are not here."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone


def today() -> date:
    """The date in Switzerland now."""
    return timezone.localdate()


def days_between(start: date, end: date) -> Iterator[date]:
    """Every day from `start` to `end`, both included."""
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)


def months_between(start: date, end: date) -> Iterator[tuple[int, int]]:
    """(year, month) of every month that `start` to `end` touches."""
    for index in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield index // 12, index % 12 + 1


def end_of_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The last day of the month `months` after the month of `day`: limits run from the end of the month of service."""
    index = day.year * 12 + day.month - 1 + months
    return end_of_month(date(index // 12, index % 12 + 1, 1))


def age_on(day: date, birth_date: date) -> int:
    """Whole years of age on `day`."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    last = end_of_month(date(index // 12, index % 12 + 1, 1))
    return last.replace(day=min(day.day, last.day))


def month_later(day: date, months: int = 1) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    return months_before(day, -months)


def birthday(born: date, age: int) -> date:
    """The day on which somebody `born` then is `age`: who was born on 29 February, on 1 March of a common year."""
    year = born.year + age
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and not isleap(year) else born.replace(year=year)
