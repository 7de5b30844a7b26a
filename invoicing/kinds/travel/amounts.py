"""What trips, meals and nights away are worth. RAI art. 90: kilometres, tickets as paid, flat rates per day."""

from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.kinds.base import PricedLine
from invoicing.money import round_to_five_centimes

from .forms import CAR

KM_RATE = "travel-km"
TICKET = "travel-ticket"
STAY_RATES = {"5_8": "meal-5-8h", "8": "meal-over-8h", "lodging": "lodging-night"}  # RAI 90 al. 4 let. a–c


def price_trip(row: dict, rates) -> list[PricedLine]:
    """The line of a trip or of a companion's ticket; raises MissingRate."""
    route = _("%(departure)s – %(arrival)s") % row
    if row["means"] == CAR:
        return [_car_line(row, route, rates.at(KM_RATE, row["start"]))]
    label = _("%(route)s, accompagnant") % {"route": route} if row.get("companion_of") else route
    return [
        PricedLine(
            code=TICKET,
            section="trips",
            path=f"trips.{row['id']}",
            label=label,
            start=row["start"],
            end=row["end"],
            quantity=Decimal(1),
            unit=_("billet"),
            rate=row["price"],
            amount=round_to_five_centimes(row["price"]),
        )
    ]


def _car_line(row: dict, route: str, rate: Decimal) -> PricedLine:
    return PricedLine(
        code=KM_RATE,
        section="trips",
        path=f"trips.{row['id']}",
        label=route,
        start=row["start"],
        end=row["end"],
        quantity=row["kilometres"],
        unit="km",
        rate=rate,
        amount=round_to_five_centimes(row["kilometres"] * rate),
    )


def price_stay(stay: dict, rates) -> list[PricedLine]:
    """One line per category and rate: days that fall under two rates make two lines; raises MissingRate."""
    labels = {
        "5_8": _("Repas, absence de 5 à 8h"),
        "8": _("Repas, absence de plus de 8h"),
        "lodging": _("Logement à l’extérieur"),
    }
    lines = []
    for name, code in STAY_RATES.items():
        for rate, days in groupby(stay.get(f"days_{name}") or [], key=lambda day, code=code: rates.at(code, day)):
            lines.append(_stay_line(name, labels[name], rate, list(days)))
    return lines


def _stay_line(name: str, label: str, rate: Decimal, days: list) -> PricedLine:
    quantity = Decimal(len(days))
    nights = name == "lodging"
    unit = ngettext("nuit", "nuits", len(days)) if nights else ngettext("jour", "jours", len(days))
    return PricedLine(
        code=STAY_RATES[name],
        section="stay",
        path=f"stay.days_{name}",
        label=label,
        start=days[0],
        end=days[-1],
        quantity=quantity,
        unit=unit,
        rate=rate,
        amount=round_to_five_centimes(quantity * rate),
    )
