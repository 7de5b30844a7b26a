"""What a hearing aid, its repair, its batteries, an implant and a case of hardship are worth (OMAI 5.07 ff)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from invoicing.kinds.base import PricedLine
from invoicing.money import round_to_five_centimes

from .rates import AID, aid_rate, battery_rate, is_child, repair_rate, service_limits

AID_CODE = "hearing-aid"
BATTERIES_CODE = "hearing-batteries"
REPAIR_CODE = "hearing-repair"
SERVICE_CODE, IMPLANT_CODE = "hearing-implant-service", "hearing-implant-device"
HARDSHIP_CODE = "hearing-hardship"


def battery_day(year: int) -> date:
    """The day of service of a year's batteries: 1 January.

    The flat rate is one of the calendar year and due with its first day: claimed in the running year it is not in the
    future, the rate in force and the age on that day hold, and two claims for a year meet on the same day. The right
    lapses five years after the end of the year, not of its January: the section allows eleven months more.
    """
    return date(year, 1, 1)


def price_device(device: dict, rates) -> list[PricedLine]:
    """The flat rate of an adult; for a child the bill, on a day that has a maximum. Raises MissingRate."""
    day, for_child = device["date"], is_child(device["birth_date"], device["date"])
    rate = rates.at(aid_rate(device["ears"], for_child=for_child), day)
    label = _("Appareil auditif, %(ears)s, %(group)s")
    text = label % {"ears": _ears(device["ears"]), "group": _group(for_child)}
    return [_line(AID_CODE, "device", day, text, _unit(for_child), device["amount"] if for_child else rate)]


def price_repair(row: dict, rates) -> list[PricedLine]:
    """The flat rate of an adult, the cost for a child; raises MissingRate."""
    day, for_child = row["date"], is_child(row["birth_date"], row["date"])
    sides = {"left": _("gauche"), "right": _("droite")}
    parts = {"electronics": _("Réparation électronique"), "other": _("Autre réparation")}
    text = _("%(part)s, %(side)s, %(group)s") % {
        "part": parts[row["part"]],
        "side": sides[row["side"]],
        "group": _group(for_child),
    }
    rate = row["amount"] if for_child else rates.at(repair_rate(row["part"]), day)
    return [_line(repair_code(row), f"repairs.{row['id']}", day, text, _unit(for_child), rate)]


def repair_code(row: dict) -> str:
    """One repair of each sort a year and side: both are in the code."""
    return f"{REPAIR_CODE}-{row['part']}-{row['side']}"


def price_batteries(row: dict, rates) -> list[PricedLine]:
    """A line for each year, at the rate of its 1 January; raises MissingRate."""
    return [_battery_line(row, year, rates) for year in row["years"]]


def battery_code(row: dict) -> str:
    return f"{BATTERIES_CODE}-{row.get('device') or AID}"


def _battery_line(row: dict, year: int, rates) -> PricedLine:
    day, device = battery_day(year), row.get("device") or AID
    for_child = is_child(row["birth_date"], day)
    label = (
        _("Batteries %(year)s, %(ears)s, %(group)s")
        if device == AID
        else _("Batteries CI %(year)s, %(ears)s, %(group)s")
    )
    text = label % {"year": year, "ears": _ears(row["ears"]), "group": _group(for_child)}
    rate = rates.at(battery_rate(device, row["ears"], for_child=for_child), day)
    unit = _("forfait %(year)s") % {"year": year}
    return _line(battery_code(row), f"batteries.{row['id']}", day, text, unit, rate)


def price_implant(implant: dict, rates) -> list[PricedLine]:
    """Services and device as billed; services on a day that has a maximum. Raises MissingRate."""
    day, lines = implant["date"], []
    for_child = is_child(implant["birth_date"], day)
    names = {"bone": _("ancrage osseux"), "middle-ear": _("implant d’oreille moyenne")}
    texts = {"device": names[implant["device"]], "group": _group(for_child)}
    if implant.get("service_amount"):
        _least, most = service_limits(for_child=for_child)
        rates.at(most, day)
        label = _("Prestations, %(device)s, %(group)s") % texts
        lines.append(_line(SERVICE_CODE, "implant", day, label, _("facture"), implant["service_amount"]))
    if implant.get("device_amount"):
        label = _("Appareil, %(device)s") % texts
        lines.append(_line(IMPLANT_CODE, "implant", day, label, _("facture"), implant["device_amount"]))
    return lines


def price_hardship(hardship: dict, rates) -> list[PricedLine]:
    """What the decision grants above the flat rate, as billed."""
    sides = {"left": _("gauche"), "right": _("droite"), "both": _("des deux côtés")}
    label = _("Cas de rigueur, %(side)s") % {"side": sides[hardship["side"]]}
    code = f"{HARDSHIP_CODE}-{hardship['side']}"
    return [_line(code, "hardship", hardship["date"], label, _("facture"), hardship["amount"])]


def _line(code: str, path: str, day: date, label: str, unit: str, rate: Decimal) -> PricedLine:
    return PricedLine(
        code=code,
        section=path.partition(".")[0],
        path=path,
        label=label,
        start=day,
        end=day,
        quantity=Decimal(1),
        unit=unit,
        rate=rate,
        amount=round_to_five_centimes(rate),
    )


def _ears(ears: str) -> str:
    return {"monaural": _("monaural"), "binaural": _("binaural")}[ears]


def _group(for_child: bool) -> str:
    return _("tarif enfant") if for_child else _("tarif adulte")


def _unit(for_child: bool) -> str:
    return _("facture, enfant") if for_child else _("forfait adulte")
