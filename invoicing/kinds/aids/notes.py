"""What is said beside the amount as one types: its limit, and what this account already asked for in the year."""

from datetime import date
from decimal import Decimal

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from invoicing.kinds.base import CheckContext
from invoicing.models.office_data import LimitPer
from invoicing.money import ZERO, as_francs

from .limits import Limit


def note_limit(row: dict, context: CheckContext) -> list[str]:
    """The limit of the aid chosen, and in a calendar year what is left of it at the most."""
    limit, day = row.get("limit"), row.get("start") or context.today
    most = context.rates.known(limit.rate_code, day) if limit else None
    if most is None:
        return []
    notes = [_("Plafond : %(most)s.") % {"most": limit_text(limit, most)}]
    asked = asked_in_year(limit, day, context.history)
    if asked:
        text = _("Déjà demandé en %(year)s depuis votre compte : %(asked)s CHF. Il reste au plus %(left)s CHF.")
        left = max(most - asked, ZERO)
        notes.append(text % {"year": day.year, "asked": as_francs(asked), "left": as_francs(left)})
    return notes


def asked_in_year(limit: Limit, day: date, history) -> Decimal:
    """What `history` has claimed of a yearly limit in the year of `day`."""
    return sum((past.amount for past in lines_in_year(limit, day, history)), ZERO)


def lines_in_year(limit: Limit, day: date, history) -> list:
    """The lines of other claims that count towards a yearly limit in the year of `day`."""
    if limit.per != LimitPer.YEAR:
        return []
    return [past for past in history if past.start.year == day.year and limit.counts(past.code)]


def _show_limit(limit: Limit, most: Decimal) -> str:
    """« 485.00 CHF par année civile »."""
    return f"{as_francs(most)} CHF {LimitPer(limit.per).label}"


limit_text = lazy(_show_limit, str)  # a finding is worded in both languages
