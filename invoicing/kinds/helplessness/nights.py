"""Nights of stays: counted once, and those that none covers. A stay ends on the morning after its last night."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Nights(NamedTuple):
    """How many nights were entered, of how many the period has."""

    entered: int
    whole: int


class Gap(NamedTuple):
    """Nights from `start` to the morning of `end` that no stay covers; `row` and `name` are the field to mend."""

    row: dict
    name: str
    start: date
    end: date


def in_order(stays: Sequence[dict]) -> list[dict]:
    return sorted(stays, key=lambda row: (row["start"], row["end"]))


def find_gaps(stays: Sequence[dict], start: date, end: date) -> Iterator[Gap]:
    """The gaps between the first and the last day of the period; its last night ends on the morning after."""
    covered_by, covered = None, start
    for row in in_order(stays):
        if row["start"] > covered:
            yield Gap(row, "start", covered, min(row["start"], end + ONE_DAY))
        if row["end"] > covered:
            covered_by, covered = row, row["end"]
    if covered_by and covered <= end:
        yield Gap(covered_by, "end", covered, end + ONE_DAY)


def count_nights(stays: Sequence[dict], start: date, end: date) -> Nights:
    """Nights of the period, each once however many entries claim it."""
    whole = (end - start).days + 1
    if not stays:
        return Nights(0, whole)
    missing = sum((gap.end - gap.start).days for gap in find_gaps(stays, start, end))
    return Nights(max(whole - missing, 0), whole)
