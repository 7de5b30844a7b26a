"""Plausibility of aids (domain 7, « Aids »; OMAI art. 2, 7 to 9). One function a rule.

A limit that a claim exceeds by itself stops it. What other claims add to it warns: they may still be reduced.
Of claims of another account nothing is said but that there are some, whatever amount is typed: else trying would tell.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from invoicing.calendar_days import months_before, months_between
from invoicing.enums import Level
from invoicing.history import PastLine, references
from invoicing.kinds.base import Answers, CheckContext, Finding
from invoicing.models.office_data import LimitPer
from invoicing.money import as_francs

from .notes import asked_in_year, limit_text, lines_in_year


def check_aid(answers: Answers, context: CheckContext) -> list[Finding]:
    """Findings of a whole answer with a price; without them there is nothing to compare."""
    if not context.lines:
        return []
    return [finding for rule in RULES for finding in rule(answers["service"], context)]


def aid_was_there(row: dict, context: CheckContext) -> Iterator[Finding]:
    last = row["aid"].valid_until
    if last and row["end"] > last:
        message = _("Cette prestation n’est remboursée que jusqu’au %(day)s : vérifiez la période ou votre choix.")
        yield Finding("service.aid", Level.ERROR, "abolished", message, {"day": f"{last:%d.%m.%Y}"})


def remise_fits_the_aid(row: dict, context: CheckContext) -> Iterator[Finding]:
    traits = context.traits["aid-delivery"][row["delivery"]]
    number, only, never = row["aid"].number, traits.get("only_for", []), traits.get("not_for", [])
    if (only and not number.startswith(tuple(only))) or number.startswith(tuple(never)):
        message = _("Ce type de remise n’existe pas pour la prestation %(number)s. Choisissez-en un autre.")
        yield Finding("service.delivery", Level.ERROR, "remise", message, {"number": number})


def one_limit_holds(row: dict, context: CheckContext) -> Iterator[Finding]:
    """A yearly limit is that of one year; and none changes with the year within a claim."""
    limit, start, end = row["limit"], row["start"], row["end"]
    if not limit or start.year == end.year:
        return
    changes = context.rates.known(limit.rate_code, start) != context.rates.known(limit.rate_code, end)
    if limit.per == LimitPer.YEAR or changes:
        message = _("Le plafond est celui de l’année : terminez la période au %(day)s et envoyez une autre demande.")
        yield Finding("service.end", Level.ERROR, "two_years", message, {"day": f"31.12.{start.year}"})


def amount_is_within_the_limit(row: dict, context: CheckContext) -> Iterator[Finding]:
    limit = row["limit"]
    if not limit:
        return
    most = context.rates.known(limit.rate_code, row["start"])
    claimed = row["amount"] if limit.is_counted else context.lines[0].amount
    if claimed > most:
        message = _("Le remboursement est limité à %(limit)s : indiquez %(most)s CHF au plus.")
        values = {"limit": limit_text(limit, most), "most": as_francs(most)}
        yield Finding("service.amount", Level.ERROR, "limit", message, values)


def months_fit_the_period(row: dict, context: CheckContext) -> Iterator[Finding]:
    months = len(list(months_between(row["start"], row["end"])))
    if row["limit"] and row["limit"].per == LimitPer.MONTH and row["quantity"] > months:
        message = _("La période touche %(months)s mois : indiquez %(months)s mois au plus, ou corrigez la période.")
        yield Finding("service.quantity", Level.ERROR, "months", message, {"months": months})


def year_is_within_the_limit(row: dict, context: CheckContext) -> Iterator[Finding]:
    """What this account asked for in the same year, with this claim, against the yearly limit."""
    limit, own = row["limit"], [past for past in context.history if _is_own(past, context)]
    asked = asked_in_year(limit, row["start"], own) if limit else 0
    most = context.rates.known(limit.rate_code, row["start"]) if limit else 0
    if asked and asked + context.lines[0].amount > most:
        message = _(
            "Avec ce que vous avez déjà demandé en %(year)s (%(asked)s CHF), cette demande dépasse le plafond de "
            "%(limit)s. L’office ne rembourse pas la différence."
        )
        values = {"year": row["start"].year, "asked": as_francs(asked), "limit": limit_text(limit, most)}
        claims = references(lines_in_year(limit, row["start"], own))
        yield Finding("service.amount", Level.WARNING, "year_limit", message, values, claims=claims)


def others_share_the_limit(row: dict, context: CheckContext) -> Iterator[Finding]:
    """Claims of another account in the same year: the office sees them; here stands no amount and no name."""
    others = [past for past in context.history if not _is_own(past, context)]
    counted = lines_in_year(row["limit"], row["start"], others) if row["limit"] else []
    if counted:
        message = _(
            "Le plafond vaut pour toutes les demandes de l’année pour ce bénéficiaire, quel que soit le compte. "
            "Vérifiez qu’aucune autre n’a été envoyée."
        )
        yield Finding("service.amount", Level.WARNING, "year_shared", message, claims=references(counted))


def aid_is_not_renewed_early(row: dict, context: CheckContext) -> Iterator[Finding]:
    years = row["aid"].interval_years
    if not years or row["code"] != row["aid"].key:
        return
    since = months_before(row["start"], 12 * years)
    past = [one for one in context.history if one.code == row["code"] and since < one.end < row["start"]]
    if past:
        several = _("Cette prestation n’est remboursée qu’une fois en %(years)s ans. Vérifiez la dernière remise.")
        text = several if years > 1 else _("Cette prestation n’est remboursée qu’une fois par an.")
        own = references([one for one in past if _is_own(one, context)])
        yield Finding(
            "service.aid", Level.WARNING, "interval", text, {"years": years}, own=own, claims=references(past)
        )


def aid_needs_a_decision(row: dict, context: CheckContext) -> Iterator[Finding]:
    if row["aid"].needs_decision:
        message = _(
            "Cette prestation n’est remboursée que si la décision l’accorde pour le travail, les travaux habituels, "
            "l’école ou la formation. Vérifiez la vôtre."
        )
        yield Finding("service.aid", Level.WARNING, "needs_decision", message)


def _is_own(past: PastLine, context: CheckContext) -> bool:
    return past.owner_id == context.owner_id


RULES = (
    aid_was_there,
    remise_fits_the_aid,
    one_limit_holds,
    amount_is_within_the_limit,
    months_fit_the_period,
    year_is_within_the_limit,
    others_share_the_limit,
    aid_is_not_renewed_early,
    aid_needs_a_decision,
)
