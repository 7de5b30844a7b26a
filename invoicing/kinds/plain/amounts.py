"""What a plain invoice is worth: quantity × unit price, as billed."""

from django.utils.translation import ngettext

from invoicing.kinds.base import PricedLine
from invoicing.money import round_to_five_centimes


def price_service(row: dict, rates) -> list[PricedLine]:
    return [
        PricedLine(
            code="service",
            section="services",
            path=f"services.{row['id']}",
            label=row["description"],
            start=row["date"],
            end=row["date"],
            quantity=row["quantity"],
            unit=ngettext("unité", "unités", int(row["quantity"])),
            rate=row["unit_price"],
            amount=round_to_five_centimes(row["quantity"] * row["unit_price"]),
        )
    ]
