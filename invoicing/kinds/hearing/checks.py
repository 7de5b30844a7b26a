"""Plausibility of hearing aids (domain 7, « Hearing »). One function a rule; each yields its findings.

What was accepted before stops a second payment; what is only claimed so far is told as a warning. Left to the
reviewer, who has the decision: whether it grants an early renewal, an implant or a case of hardship.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from invoicing.calendar_days import age_on, months_before
from invoicing.enums import Level
from invoicing.history import PastLine, own_references, references
from invoicing.kinds.base import Answers, CheckContext, Finding
from invoicing.money import as_francs

from .amounts import AID_CODE, HARDSHIP_CODE, battery_code, battery_day, repair_code
from .forms import BOTH
from .rates import AID, BINAURAL, aid_rate, is_child, service_limits

KEY = "hearing"
AID_MONTHS = 72  # OMAI 5.07: an aid every six years
REPAIR_MONTHS = 12  # a repair from the second year on
PENSION_AGE = 65  # from then on the AVS pays, unless an acquired right goes on
OVER = _("Le maximum est de %(most)s CHF : indiquez ce montant au plus. Le reste n’est pas remboursé par l’AI.")


def check_hearing(answers: Answers, context: CheckContext) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(answers, context)]


# --- Hearing aids --------------------------------------------------------------------------


def six_years_between_aids(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    device = answers["device"]
    if not device:
        return
    near = [past for past in _past_aids(context) if _are_within(past.start, device["date"], AID_MONTHS)]
    text = _(
        "Un appareil auditif n’est remboursé que tous les six ans, et ce délai n’est pas écoulé à cette date. "
        "Vérifiez la date ou appelez l’office : %(phone)s."
    )
    open_text = _("Une autre demande porte sur un appareil auditif remis à moins de six ans de celui-ci.")
    yield from _judge("device.date", "interval", near, context, text=text, open_text=open_text)


def aid_within_the_maximum(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    device = answers["device"]
    if not device or not is_child(device["birth_date"], device["date"]):
        return
    most = context.rates.known(aid_rate(device["ears"], for_child=True), device["date"])
    if most is not None and device["amount"] > most:
        yield Finding("device.amount", Level.ERROR, "over_maximum", OVER, {"most": as_francs(most)})


# --- Repairs ---------------------------------------------------------------------------------


def repair_from_the_second_year(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    text = _(
        "La première année après la remise, une réparation n’est pas remboursée : la garantie du fabricant la couvre. "
        "Supprimez-la ou vérifiez sa date."
    )
    open_text = _("Cette réparation semble dater de la première année de l’appareil : vérifiez sa date.")
    for row in answers["repairs"]:
        path, claimed = f"repairs.{row['id']}.date", answers["device"].get("date")
        if claimed and claimed <= row["date"] and _are_within(claimed, row["date"], REPAIR_MONTHS):
            yield Finding(path, Level.ERROR, "first_year", text)
            continue
        past = [
            past
            for past in _past_aids(context)
            if past.start <= row["date"] and _are_within(past.start, row["date"], REPAIR_MONTHS)
        ]
        yield from _judge(path, "first_year", past, context, text=text, open_text=open_text)


def one_repair_of_a_sort_a_year(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """One of the electronics and one other, for each side and year."""
    text = _(
        "Par côté et par année, une seule réparation de ce type est remboursée. "
        "Vérifiez la date, le côté et ce qui a été réparé, ou supprimez cette entrée."
    )
    open_text = _("Une autre demande porte sur une réparation du même type, du même côté et de la même année.")
    seen = set()
    for row in answers["repairs"]:
        path, key = f"repairs.{row['id']}.date", (repair_code(row), row["date"].year)
        if key in seen:
            yield Finding(path, Level.ERROR, "repair_twice", text)
        seen.add(key)
        past = [past for past in context.history if (past.code, past.start.year) == key]
        yield from _judge(path, "repair_twice", past, context, text=text, open_text=open_text)


def repairs_of_a_child(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """No flat rate is known for a child: the cost is claimed, and the office compares it with the tariff."""
    for row in answers["repairs"]:
        if is_child(row["birth_date"], row["date"]):
            text = _(
                "La réparation d’un appareil d’enfant est remboursée au coût effectif : l’office vérifie le tarif."
            )
            yield Finding(f"repairs.{row['id']}.amount", Level.WARNING, "child_repair", text)
            return


# --- Batteries -------------------------------------------------------------------------------


def battery_years_once(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """A year once for each device; beside a cochlear implant on one side, an aid on the other only."""
    seen: dict[int, list[dict]] = {}
    for row in answers["batteries"]:
        for year in row["years"]:
            others = seen.setdefault(year, [])
            if any(not _may_stand_together(row, other) for other in others):
                text = _("%(year)s est coché deux fois : décochez cette année ici ou dans l’autre entrée.")
                path = f"batteries.{row['id']}.years"
                yield Finding(path, Level.ERROR, "year_twice", text, {"year": year})
            others.append(row)


def batteries_paid_once(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """Only what was accepted: a claim still open meets this one on the same day (overlaps)."""
    paid = {(past.code, past.start): past for past in context.history if past.is_accepted}
    for row in answers["batteries"]:
        for year in row["years"]:
            if past := paid.get((battery_code(row), battery_day(year))):
                text = _(
                    "Les batteries de %(year)s ne peuvent pas être remboursées une seconde fois : décochez %(year)s."
                )
                path, own = f"batteries.{row['id']}.years", own_references([past], context.beneficiary.owner_id)
                yield Finding(path, Level.ERROR, "year_paid", text, {"year": year}, own=own)


def batteries_after_the_delivery(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """A year before the first delivery that is known; a renewal had an aid before it."""
    device = answers["device"]
    delivered = [past.start.year for past in _past_aids(context)]
    if device and (device["provision"] == "first" or delivered):
        delivered.append(device["date"].year)
    for row in answers["batteries"]:
        early = [year for year in row["years"] if delivered and year < min(delivered)]
        if early and (row.get("device") or AID) == AID:
            text = _("%(year)s précède l’année de la remise de l’appareil : vérifiez les années cochées.")
            path = f"batteries.{row['id']}.years"
            yield Finding(path, Level.WARNING, "before_delivery", text, {"year": early[0]})


def _may_stand_together(one: dict, other: dict) -> bool:
    return battery_code(one) != battery_code(other) and BINAURAL not in (one["ears"], other["ears"])


# --- Implants and hardship -------------------------------------------------------------------


def services_within_the_limits(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    implant = answers["implant"]
    billed = implant.get("service_amount")
    if not billed:
        return
    for_child = is_child(implant["birth_date"], implant["date"])
    least, most = (
        context.rates.known(code, implant["date"]) if code else None for code in service_limits(for_child=for_child)
    )
    if most is not None and billed > most:
        yield Finding("implant.service_amount", Level.ERROR, "over_maximum", OVER, {"most": as_francs(most)})
    elif least is not None and billed < least:
        text = _("Les prestations pour un adulte sont de %(least)s CHF au moins : vérifiez le montant de la facture.")
        yield Finding("implant.service_amount", Level.ERROR, "under_minimum", text, {"least": as_francs(least)})


def only_by_decision(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    texts = {
        "implant": _("Vérifiez que votre décision mentionne l’ancrage osseux ou l’implant d’oreille moyenne."),
        "hardship": _("Vérifiez que votre décision reconnaît un cas de rigueur."),
    }
    for key, text in texts.items():
        if answers[key]:
            yield Finding(f"{key}.date", Level.WARNING, f"{key}_decision", text)


def hardship_once(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """Once for each side in the six years of an aid."""
    hardship = answers["hardship"]
    if not hardship:
        return
    sides = {hardship["side"], BOTH} if hardship["side"] != BOTH else {"left", "right", BOTH}
    codes = {f"{HARDSHIP_CODE}-{side}" for side in sides}
    past = [
        past for past in context.history if past.code in codes and _are_within(past.start, hardship["date"], AID_MONTHS)
    ]
    text = _(
        "Le cas de rigueur ne peut pas être remboursé deux fois pour le même côté en six ans. "
        "Vérifiez la date et le côté, ou appelez l’office : %(phone)s."
    )
    open_text = _("Une autre demande porte déjà sur un cas de rigueur de ce côté.")
    yield from _judge("hardship.side", "hardship_twice", past, context, text=text, open_text=open_text)


def hardship_above_the_flat_rate(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    """The flat rate that is claimed above, or was before, is not part of the amount."""
    hardship = answers["hardship"]
    flat = hardship and (
        answers["device"] or any(_are_within(past.start, hardship["date"], AID_MONTHS) for past in _past_aids(context))
    )
    if flat:
        text = _("Le forfait de l’appareil est demandé à part : n’indiquez ici que ce qui le dépasse.")
        yield Finding("hardship.amount", Level.WARNING, "flat_rate_twice", text)


def pensioners_are_paid_by_the_avs(answers: Answers, context: CheckContext) -> Iterator[Finding]:
    person = context.beneficiary
    if person and any(age_on(line.start, person.birth_date) >= PENSION_AGE for line in context.lines):
        text = _("Dès l’âge de la retraite, l’AVS rembourse les appareils auditifs. Vérifiez votre droit à l’AI.")
        yield Finding("head.beneficiary", Level.WARNING, "pensioner", text)


RULES = (
    six_years_between_aids,
    aid_within_the_maximum,
    repair_from_the_second_year,
    one_repair_of_a_sort_a_year,
    repairs_of_a_child,
    battery_years_once,
    batteries_paid_once,
    batteries_after_the_delivery,
    services_within_the_limits,
    only_by_decision,
    hardship_once,
    hardship_above_the_flat_rate,
    pensioners_are_paid_by_the_avs,
)


# --- What rules share ------------------------------------------------------------------------


def _judge(
    path: str, code: str, past: Sequence[PastLine], context: CheckContext, *, text: str, open_text: str
) -> Iterator[Finding]:
    """An error where one of `past` was accepted, a warning where they are only claimed."""
    own = own_references(past, context.beneficiary.owner_id) if past else ()
    if any(line.is_accepted for line in past):
        yield Finding(path, Level.ERROR, code, text, {"phone": settings.OFFICE_PHONE}, own=own)
    elif past:
        yield Finding(path, Level.WARNING, code, open_text, own=own, claims=references(past))


def _past_aids(context: CheckContext) -> list[PastLine]:
    return [past for past in context.history if past.code == AID_CODE]


def _are_within(one: date, other: date, months: int) -> bool:
    """Whether fewer than `months` lie between two days."""
    first, last = sorted((one, other))
    return first > months_before(last, months)
