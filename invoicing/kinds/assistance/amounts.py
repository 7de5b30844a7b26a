"""What assistance is worth: hours × the rate of the month, nights × the decision's flat rate, salaries and advances as
typed (LAI 42quater–42octies, RAI 39f, 39h, 39i).
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import ngettext

from invoicing.calendar_days import end_of_month
from invoicing.kinds.base import PricedLine
from invoicing.money import round_to_five_centimes

from .rows import ROWS, TableRow


def month_of(answers: dict) -> date | None:
    """The first day of the month billed; None while it is not chosen."""
    year, month = answers.get("year"), answers.get("month")
    return date(int(year), int(month), 1) if year and month else None


def price_month(answers: dict, rates) -> list[PricedLine]:
    """The lines of a month, row by row; nothing while no month is chosen. Raises MissingRate."""
    first = month_of(answers)
    lines = [_line(row, answers, first, rates) for row in ROWS] if first else []
    return [line for line in lines if line]


def _line(row: TableRow, answers: dict, first: date, rates) -> PricedLine | None:
    typed = answers.get(row.quantity.name)
    rate = _rate(row, answers, first, rates) if typed else None
    if not rate:
        return None
    quantity, unit = _quantity(row, typed)
    return PricedLine(
        code=row.code,
        section="assistance",
        path=row.path,
        label=str(row.title),
        start=first,
        end=end_of_month(first),
        quantity=quantity,
        unit=unit,
        rate=rate,
        amount=round_to_five_centimes(quantity * rate),
    )


def _rate(row: TableRow, answers: dict, first: date, rates) -> Decimal | None:
    """Of the month for hours, of the decision for nights, the sum itself for salaries and advances."""
    if row.hours:
        return rates.at(row.code, first)
    return answers.get(row.rate.name if row.rate else row.amount.name)


def _quantity(row: TableRow, typed: Decimal) -> tuple[Decimal, str]:
    if row.amount:
        return Decimal(1), ""
    return typed, "h" if row.hours else ngettext("nuit", "nuits", int(typed))
