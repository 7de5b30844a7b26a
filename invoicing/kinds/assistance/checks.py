"""Plausibility of a month of assistance (domain 7, « Assistance »). One function a rule; each yields its findings.

Left to the reviewer, who has the decision: its start, its hours, the ceilings of RAI 39g and 39i al. 3.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from invoicing.calendar_days import end_of_month, months_before
from invoicing.enums import Level
from invoicing.history import references
from invoicing.kinds.base import Answers, CheckContext, Finding
from invoicing.money import round_to_five_centimes
from invoicing.rates import MissingRate

from .amounts import month_of
from .rows import ADVANCE, SALARY_DEFAULT, SALARY_PREVENTED, SHARED_ROWS

KEY = "assistance"
MOST_A_NIGHT = "assistance-night-max"  # RAI 39f al. 3
NIGHT_LEVELS = ("assistance-night-1", "assistance-night-2", "assistance-night-3", "assistance-night-4")
SHARED_PART = {2: Decimal("0.9"), 3: Decimal("0.8")}  # CCA: of the flat rate, by the number of insured persons
MOST_HOURS = Decimal(480)
MOST_SALARY_MONTHS = 3  # RAI 39h


def check_assistance(answers: Answers, context: CheckContext) -> list[Finding]:
    row = answers.get(KEY) or {}
    first = month_of(row)
    return [finding for rule in RULES for finding in rule(row, first, context)] if first else []


def one_claim_a_month(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """Guide 4.2.4: one a month. A second one is refused until it says that it is a supplement."""
    same_month = [past for past in context.history if past.kind == KEY and past.start == first]
    if same_month and not row.get("supplement"):
        text = _("Une demande existe déjà pour ce mois. S’agit-il d’un complément ? Si oui, cochez la case.")
        yield Finding(_path("supplement"), Level.ERROR, "second_of_the_month", text)
    elif same_month:
        text = _("Cette demande complète une demande déjà envoyée pour ce mois.")
        yield Finding(_path("supplement"), Level.WARNING, "supplement", text, claims=references(same_month))


def month_is_over(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    if first <= context.today <= end_of_month(first):
        text = _("Ce mois n’est pas terminé. Vérifiez que vous avez compté toutes les prestations.")
        yield Finding(_path("month"), Level.WARNING, "running_month", text)


def hours_fit_the_month(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """Several assistants may work at once: more hours than the month has is rare, not wrong."""
    hours = (row.get("hours_standard") or Decimal(0)) + (row.get("hours_qualified") or Decimal(0))
    most = min(MOST_HOURS, Decimal(24 * end_of_month(first).day))
    if hours > most:
        text = _("Vous indiquez %(hours)s heures pour un mois : vérifiez ce nombre.")
        name = "hours_standard" if row.get("hours_standard") else "hours_qualified"
        yield Finding(_path(name), Level.WARNING, "many_hours", text, {"hours": f"{hours:f}"})


def qualified_hours_are_decided(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """RAI 39f al. 2: only hours for which the decision asks for a particular qualification."""
    if row.get("hours_qualified"):
        text = _("Vérifiez que votre décision prévoit des heures avec une qualification particulière.")
        yield Finding(_path("hours_qualified"), Level.WARNING, "qualified_hours", text)


def nights_fit_the_month(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    names = ("nights", *(shared.nights.name for shared in SHARED_ROWS))
    nights, days = sum(row.get(name) or 0 for name in names), end_of_month(first).day
    if nights > days:
        text = _(
            "Vous indiquez %(nights)s nuits, mais ce mois n’en compte que %(days)s. Corrigez les nombres de nuits."
        )
        name = next(name for name in names if row.get(name))
        yield Finding(_path(name), Level.ERROR, "many_nights", text, {"nights": f"{nights:f}", "days": days})


def night_rate_is_of_the_year(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """RAI 39f al. 3: no more than the maximum of the year, and as a rule one of its four levels."""
    rate, most, levels = row.get("night_rate"), _rate(context, MOST_A_NIGHT, first), _levels(context, first)
    if not rate or most is None:
        return
    if rate > most:
        text = _("Le forfait de nuit est de %(most)s CHF au plus pour cette période. Reprenez celui de votre décision.")
        yield Finding(_path("night_rate"), Level.ERROR, "night_rate_high", text, {"most": most})
    elif levels and rate not in levels:
        text = _("Les forfaits de nuit de cette période sont %(levels)s CHF. Vérifiez celui de votre décision.")
        shown = ", ".join(str(level) for level in levels)
        yield Finding(_path("night_rate"), Level.WARNING, "night_rate_unusual", text, {"levels": shown})


def shared_rates_are_reduced(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """The reduced rate lies below the full one; for two insured persons it is nine tenths, for three eight."""
    full = row.get("night_rate") or _rate(context, MOST_A_NIGHT, first)
    for shared in SHARED_ROWS:
        path = _path(shared.rate.name)
        rate, people = row.get(shared.rate.name), row.get(shared.people.name)
        if not rate or not people or full is None:
            continue
        if rate >= full:
            text = _("Le taux réduit doit être inférieur au forfait entier de %(full)s CHF.")
            yield Finding(path, Level.ERROR, "shared_rate_full", text, {"full": full})
        elif (usual := _shared_rates(context, first, int(people))) and rate not in usual:
            text = _("Les taux réduits habituels pour %(people)s assurés sont %(rates)s CHF. Vérifiez votre décision.")
            shown = {"people": int(people), "rates": ", ".join(str(one) for one in usual)}
            yield Finding(path, Level.WARNING, "shared_rate_unusual", text, shown)


def salaries_have_proof(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """RAI 39h: a certificate from the fourth day on, and what the insurer pays is taken off."""
    for name in ("salary_prevented", "salary_default"):
        if row.get(name) and not context.documents:
            text = _(
                "Joignez le certificat et le décompte de l’assurance : ils sont nécessaires pour payer ce salaire."
            )
            yield Finding(_path(name), Level.WARNING, "salary_proof", text)


def salaries_last_three_months(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """RAI 39h al. 1 and 2: three months at the most."""
    for name, code in (("salary_prevented", SALARY_PREVENTED), ("salary_default", SALARY_DEFAULT)):
        year = months_before(first, 11)
        months = {past.start for past in context.history if past.code == code and year <= past.start < first}
        if row.get(name) and len(months) >= MOST_SALARY_MONTHS:
            text = _("Ce salaire est payé pendant trois mois au plus, et il a déjà été demandé pour %(count)s mois.")
            yield Finding(_path(name), Level.WARNING, "salary_months", text, {"count": len(months)})


def advance_comes_first(row: dict, first: date, context: CheckContext) -> Iterator[Finding]:
    """Guide 4.2.4: on demand, as high as the contracts handed in; once, at the start."""
    if not row.get("advance"):
        return
    if not context.documents:
        text = _("Joignez les contrats de travail : l’avance est versée à hauteur de ceux-ci.")
        yield Finding(_path("advance"), Level.WARNING, "advance_contract", text)
    if any(past.kind == KEY and past.code != ADVANCE for past in context.history):
        text = _("L’avance se demande en général avant la première facture. Vérifiez que vous y avez encore droit.")
        yield Finding(_path("advance"), Level.WARNING, "advance_late", text)


RULES = (
    one_claim_a_month,
    month_is_over,
    hours_fit_the_month,
    qualified_hours_are_decided,
    nights_fit_the_month,
    night_rate_is_of_the_year,
    shared_rates_are_reduced,
    salaries_have_proof,
    salaries_last_three_months,
    advance_comes_first,
)


def _path(name: str) -> str:
    return f"{KEY}.{name}"


def _rate(context: CheckContext, code: str, day: date) -> Decimal | None:
    """The rate that a typed amount is compared with; None where there was none yet."""
    try:
        return context.rates.at(code, day)
    except MissingRate:
        return None


def _levels(context: CheckContext, day: date) -> list[Decimal]:
    return [rate for code in NIGHT_LEVELS if (rate := _rate(context, code, day)) is not None]


def _shared_rates(context: CheckContext, day: date, people: int) -> list[Decimal]:
    part = SHARED_PART.get(people)
    return [round_to_five_centimes(level * part) for level in _levels(context, day)] if part else []
