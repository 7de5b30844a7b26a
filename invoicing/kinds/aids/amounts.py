"""What an aid is worth: as billed, up to the limit of the day of service (OMAI art. 2 al. 4, art. 7 to 9)."""

from django.utils.translation import ngettext

from invoicing.kinds.base import PricedLine
from invoicing.models.office_data import LimitPer
from invoicing.money import round_to_five_centimes

from .limits import Limit


def price_aid(row: dict, rates) -> list[PricedLine]:
    """The one line of a claim; its limit is looked up, so that the version keeps it. Raises MissingRate."""
    limit, aid = row["limit"], row["aid"]
    if limit:
        rates.at(limit.rate_code, row["start"])
    return [
        PricedLine(
            code=row["code"],
            section="service",
            path="service",
            label=f"{aid.number} {aid.name}"[:250],
            start=row["start"],
            end=row["end"],
            quantity=row["quantity"],
            unit=unit_of(limit, int(row["quantity"])),
            rate=row["amount"],
            amount=round_to_five_centimes(row["quantity"] * row["amount"]),
        )
    ]


def unit_of(limit: Limit | None, quantity: int) -> str:
    if limit and limit.per == LimitPer.MONTH:
        return ngettext("mois", "mois", quantity)
    if limit and limit.per == LimitPer.UNIT:
        return ngettext("pièce", "pièces", quantity)
    return ngettext("prestation", "prestations", quantity)
