"""Plausibility of travel and meals (domain 7): RAI art. 90 al. 2 and 3, CRFV. One function a rule."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext_lazy as _

from invoicing.calendar_days import days_between, months_between
from invoicing.enums import Level
from invoicing.kinds.base import Answers, CheckContext, Finding

from .forms import CAR, PUBLIC

FAR = Decimal("400")  # further than Switzerland is long
LOCAL_MONTH = Decimal("10")  # memo 4.05: local trips are paid from 10 CHF a month
SEASON = ("multi", "pass")


def check_travel(answers: Answers, context: CheckContext) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(answers, context)]


def far_car_trips(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for trip in answers["trips"]:
        if trip["means"] == CAR and trip["kilometres"] > FAR:
            yield Finding(
                f"trips.{trip['id']}.kilometres", Level.WARNING, "far", _("Plus de 400 km : vérifiez la distance.")
            )


def car_needs_a_reason(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for trip in answers["trips"]:
        if trip["means"] == CAR:
            yield Finding(
                f"trips.{trip['id']}.means",
                Level.WARNING,
                "car",
                _("La voiture n’est remboursée que si l’invalidité empêche de prendre les transports publics."),
            )
            return


def companion_needs_a_decision(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    for trip in answers["trips"]:
        if trip.get("companion_of"):
            yield Finding(
                f"trips.{trip['id']}.price",
                Level.WARNING,
                "companion",
                _("Un accompagnant est remboursé si la décision le prévoit ou si l’invalidité l’exige."),
            )
            return


def same_trip_twice(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    seen = set()
    for trip in answers["trips"]:
        key = (trip["start"], trip["departure"].casefold(), trip["arrival"].casefold(), trip["means"])
        if not trip.get("companion_of") and key in seen:
            message = _("Ce trajet figure déjà à la même date. Supprimez-le s’il est saisi deux fois.")
            yield Finding(f"trips.{trip['id']}.start", Level.WARNING, "trip_twice", message)
        seen.add(key)


def tickets_beside_a_pass(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """Single tickets on days that a multi-trip card or a pass covers."""
    public = [trip for trip in answers["trips"] if trip["means"] == PUBLIC and not trip.get("companion_of")]
    passes = [trip for trip in public if trip["ticket_type"] in SEASON]
    for trip in public:
        covered = any(other["start"] <= trip["start"] <= other["end"] for other in passes)
        if trip["ticket_type"] not in SEASON and covered:
            message = _("Un abonnement ou une carte multi-courses couvre déjà ce jour.")
            yield Finding(f"trips.{trip['id']}.ticket_type", Level.WARNING, "ticket_beside_pass", message)


def small_local_trips(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    by_month: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in context.lines:
        if line.section == "trips":
            by_month[line.start.year, line.start.month] += line.amount
    if any(amount < LOCAL_MONTH for amount in by_month.values()):
        message = _("Les trajets dans la localité ne sont remboursés qu’à partir de 10 CHF par mois.")
        yield Finding("trips", Level.WARNING, "local", message)


def one_meal_rate_a_day(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    both = sorted(_ticked(answers, "5_8") & _ticked(answers, "8"))
    if both:
        message = _("Le %(day)s est coché deux fois : choisissez « 5 à 8h » ou « Plus de 8h ».")
        yield Finding("stay.days_8", Level.ERROR, "two_meal_rates", message, {"day": f"{both[0]:%d.%m.%Y}"})


def days_inside_the_period(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    stay = answers.get("stay") or {}
    start, end = stay.get("period_start"), stay.get("period_end")
    for name in ("5_8", "8", "lodging"):
        outside = [day for day in _ticked(answers, name) if not start or not end or not start <= day <= end]
        if outside:
            message = _("Le %(day)s est hors de la période comptable : décochez-le ou changez la période.")
            day = {"day": f"{min(outside):%d.%m.%Y}"}
            yield Finding(f"stay.days_{name}", Level.ERROR, "outside_period", message, day)


def nights_fit_the_period(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    stay = answers.get("stay") or {}
    nights = len(_ticked(answers, "lodging"))
    if nights and stay.get("period_start") and stay.get("period_end"):
        most = max((stay["period_end"] - stay["period_start"]).days, 0)
        if nights > most:
            message = _("La période comptable compte %(most)s nuits : vérifiez les nuits cochées.")
            yield Finding("stay.days_lodging", Level.ERROR, "too_many_nights", message, {"most": most})


def no_meals_on_leave_trips(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """RAI 90 al. 3: no viatique for leave or visit trips."""
    traits = context.traits.get("travel-reason", {})
    reasons: dict[date, set[bool]] = defaultdict(set)
    for trip in answers["trips"]:
        for day in days_between(trip["start"], min(trip["end"], context.today)):
            reasons[day].add(bool(traits.get(trip["reason"], {}).get("no_allowance")))
    for name in ("5_8", "8", "lodging"):
        barred = sorted(day for day in _ticked(answers, name) if reasons.get(day) == {True})
        if barred:
            message = _(
                "Le %(day)s, seul un voyage de congé ou de visite est indiqué : il ne donne pas droit au repas."
            )
            day = {"day": f"{barred[0]:%d.%m.%Y}"}
            yield Finding(f"stay.days_{name}", Level.ERROR, "leave_trip", message, day)


def weekends_are_unusual(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    ticked = set().union(*(_ticked(answers, name) for name in ("5_8", "8")))
    weekend = sorted(day for day in ticked if day.weekday() >= 5)
    if weekend:
        message = _("Le %(day)s est un samedi ou un dimanche : vérifiez qu’il est un jour de réadaptation réel.")
        yield Finding("stay.days_5_8", Level.WARNING, "weekend", message, {"day": f"{weekend[0]:%d.%m.%Y}"})


def long_periods(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    stay = answers.get("stay") or {}
    start, end = stay.get("period_start"), stay.get("period_end")
    if start and end and len(list(months_between(start, end))) > 3:
        message = _("La période dépasse trois mois : vérifiez ses dates.")
        yield Finding("stay.period_end", Level.WARNING, "long_period", message)


def overlapping_passes(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    passes = [t for t in answers["trips"] if t["means"] == PUBLIC and t.get("ticket_type") == "pass"]
    own = Counter(trip["id"] for trip in passes if not trip.get("companion_of"))
    for one, other in combinations([trip for trip in passes if own[trip["id"]]], 2):
        if one["start"] <= other["end"] and other["start"] <= one["end"]:
            message = _("Deux abonnements se recoupent : vérifiez leurs dates.")
            yield Finding(f"trips.{other['id']}.start", Level.WARNING, "two_passes", message)


def _ticked(answers: Answers, name: str) -> set[date]:
    return set((answers.get("stay") or {}).get(f"days_{name}") or [])


RULES = (
    far_car_trips,
    car_needs_a_reason,
    companion_needs_a_decision,
    same_trip_twice,
    tickets_beside_a_pass,
    overlapping_passes,
    small_local_trips,
    one_meal_rate_a_day,
    days_inside_the_period,
    nights_fit_the_period,
    no_meals_on_leave_trips,
    weekends_are_unusual,
    long_periods,
)
