"""Plausibility of API and SSI for minors (domain 7): LAI 42bis, 42ter; RAI 35bis, 82 al. 3. One function a rule."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from invoicing.calendar_days import birthday, days_between, month_later
from invoicing.enums import Level
from invoicing.kinds.base import Answers, CheckContext, Finding

from .documents import hospital_stays
from .nights import ONE_DAY, find_gaps, in_order

OF_AGE = 18
MOST_NIGHTS = 15  # ATF 132 V 321: who spends more in a home in a calendar month lives there
QUARTER_MONTHS = 3
NOTHING: Mapping[str, object] = {}

month_text = lazy(date_format, str)


def check_helplessness(answers: Answers, context: CheckContext) -> list[Finding]:
    rules = (*PERIOD_RULES, *RULES) if period_of(answers) else RULES
    return [finding for rule in rules for finding in rule(answers, context)]


def period_of(answers: Answers) -> tuple[date, date] | None:
    """First and last day; None while they are not both there and in order."""
    period = answers["period"]
    return (period["start"], period["end"]) if period else None


# --- What stops ---------------------------------------------------------------------


def stays_inside_the_period(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """The last night of the period ends on the morning after it."""
    start, end = period_of(answers)
    for row in answers["stays"]:
        if row["start"] < start:
            message = _("La période comptable commence le %(day)s : indiquez ce jour ou un jour suivant.")
            yield _error(row, "start", "outside_period", message, {"day": _day(start)})
        if row["end"] > end + ONE_DAY:
            message = _("La dernière nuit de la période finit le %(day)s : indiquez ce jour ou un jour précédent.")
            yield _error(row, "end", "outside_period", message, {"day": _day(end + ONE_DAY)})


def stays_do_not_overlap(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """One stay may begin on the day another one ends."""
    rows = in_order(answers["stays"])
    for number, row in enumerate(rows[1:], start=1):
        before = max(rows[:number], key=lambda other: other["end"])
        if row["start"] < before["end"]:
            message = _("Ces nuits recoupent l’entrée du %(start)s au %(end)s : changez les dates de l’une des deux.")
            yield _error(row, "start", "overlap_inside", message, _days(before["start"], before["end"]))


def minor_on_the_last_day(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    start, end = period_of(answers)
    if not context.beneficiary:
        return
    of_age = birthday(context.beneficiary.birth_date, OF_AGE)
    if start >= of_age:
        text = _("Ce formulaire est celui des mineurs : choisissez un bénéficiaire qui n’a pas encore 18 ans.")
        yield Finding("head.beneficiary", Level.ERROR, "of_age", text)
    elif end >= of_age:
        message = _(
            "L’enfant a 18 ans le %(birthday)s : ce formulaire ne vaut que jusqu’à la veille. Terminez la période "
            "le %(eve)s au plus tard, ou choisissez un autre bénéficiaire."
        )
        days = {"birthday": _day(of_age), "eve": _day(of_age - ONE_DAY)}
        yield Finding("period.end", Level.ERROR, "of_age", message, days)


def something_is_paid(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    if context.lines and not any(line.amount for line in context.lines):
        message = _(
            "Aucune de ces nuits ne donne droit à l’API ou au SSI : il n’y a rien à facturer. Vérifiez le lieu."
        )
        yield _error(answers["stays"][0], "place", "nothing_paid", message)


# --- What surprises -------------------------------------------------------------------


def nights_without_entry(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for gap in find_gaps(answers["stays"], *period_of(answers)):
        message = ngettext_lazy(
            "La nuit du %(start)s au %(end)s n’est dans aucune entrée. Vérifiez qu’elle n’est pas oubliée.",
            "Les nuits du %(start)s au %(end)s ne sont dans aucune entrée. Vérifiez qu’elles ne sont pas oubliées.",
            (gap.end - gap.start).days,
        )
        yield _warning(gap.row, gap.name, "gap", message, _days(gap.start, gap.end))


def period_is_within_a_quarter(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """RAI 82 al. 3: billed every quarter. Rates change on 1 January."""
    start, end = period_of(answers)
    if end >= month_later(start, QUARTER_MONTHS):
        message = _("La période dépasse trois mois, or l’API se facture par trimestre. Vérifiez ses dates.")
        yield Finding("period.end", Level.WARNING, "long_period", message)
    elif start.year != end.year:
        message = _("La période touche deux années, or l’API se facture par trimestre. Vérifiez ses dates.")
        yield Finding("period.end", Level.WARNING, "crosses_year", message)
    elif _quarter(start) != _quarter(end):
        message = _("La période touche deux trimestres, or l’API se facture par trimestre. Vérifiez ses dates.")
        yield Finding("period.end", Level.WARNING, "crosses_quarter", message)


def hospital_since_before_the_period(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """A stay that lasts already may be beyond a month though this invoice shows less of it."""
    start, _end = period_of(answers)
    for stay in hospital_stays(answers):
        if stay.start == start and not stay.must_be_attested:
            message = _(
                "Si ce séjour à l’hôpital a commencé avant la période et dure plus d’un mois, joignez l’attestation de "
                "l’hôpital."
            )
            yield Finding(f"stays.{stay.row}.start", Level.WARNING, "hospital_before", message)


def same_degrees_throughout(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for name, message in (
        ("api", _("Le degré API change d’une entrée à l’autre : vérifiez qu’une nouvelle décision le prévoit.")),
        ("ssi", _("Le degré SSI change d’une entrée à l’autre : vérifiez qu’une nouvelle décision le prévoit.")),
    ):
        rows = [row for row in in_order(answers["stays"]) if row["gives"].get(name)]
        for before, row in pairwise(rows):
            if before[name] != row[name]:
                yield _warning(row, name, f"{name}_changes", message)
                break


def unpaid_places(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for row in answers["stays"]:
        if not row["gives"].get("api") and not row["gives"].get("ssi"):
            message = _("Ce lieu ne donne droit ni à l’API ni au SSI : ces nuits ne sont pas payées.")
            yield _warning(row, "place", "unpaid_place", message)


def life_in_a_home(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    nights: Counter[tuple[int, int]] = Counter()
    told = set()
    for row in in_order(answers["stays"]):
        if not row["gives"].get("home"):
            continue
        for night in days_between(row["start"], row["end"] - ONE_DAY):
            month = (night.year, night.month)
            nights[month] += 1
            if nights[month] > MOST_NIGHTS and month not in told:
                told.add(month)
                message = _(
                    "Plus de 15 nuits dans un home en %(month)s : l’enfant est considéré comme y vivant. "
                    "Vérifiez les lieux de ce mois."
                )
                yield _warning(row, "place", "life_in_a_home", message, {"month": month_text(night, "F Y")})


# --- Small things ---------------------------------------------------------------------


def _quarter(day: date) -> int:
    return (day.month - 1) // QUARTER_MONTHS


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _days(start: date, end: date) -> dict[str, str]:
    return {"start": _day(start), "end": _day(end)}


def _error(row: dict, name: str, code: str, text: str, values: Mapping = NOTHING) -> Finding:
    return Finding(f"stays.{row['id']}.{name}", Level.ERROR, code, text, values)


def _warning(row: dict, name: str, code: str, text: str, values: Mapping = NOTHING) -> Finding:
    return Finding(f"stays.{row['id']}.{name}", Level.WARNING, code, text, values)


PERIOD_RULES = (
    stays_inside_the_period,
    minor_on_the_last_day,
    nights_without_entry,
    period_is_within_a_quarter,
    hospital_since_before_the_period,
)
RULES = (
    stays_do_not_overlap,
    something_is_paid,
    same_degrees_throughout,
    unpaid_places,
    life_in_a_home,
)
