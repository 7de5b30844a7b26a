"""What nights are worth: API and SSI per night, a line each, at the rate of the night (LAI 42ter al. 1 to 3).

The last day of a stay is the morning of departure: its last night began the day before.
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.kinds.base import PricedLine
from invoicing.money import round_to_five_centimes

from .forms import NO_SUPPLEMENT
from .nights import ONE_DAY

API, SSI = "helplessness-api", "helplessness-ssi"  # the service, whatever its degree: a night is claimed once
API_RATES = {
    "full": {"mild": "api-mild", "moderate": "api-moderate", "severe": "api-severe"},
    "quarter": {"mild": "api-mild-quarter", "moderate": "api-moderate-quarter", "severe": "api-severe-quarter"},
}
SSI_RATES = {"4h": "ssi-4h", "6h": "ssi-6h", "8h": "ssi-8h"}
RATE_CODES = (*API_RATES["full"].values(), *API_RATES["quarter"].values(), *SSI_RATES.values())


def price_stay(row: dict, rates) -> list[PricedLine]:
    """One line per benefit and rate; one of 0 CHF where the place gives a right to nothing. Raises MissingRate."""
    first, last = row["start"], row["end"] - ONE_DAY
    lines = []
    if share := row["gives"].get("api"):
        code = API_RATES[share][row["api"]]
        lines += [_line(row, API, _api_label(row["api"], share), *span) for span in rates.spans(code, first, last)]
    if row["gives"].get("ssi") and row["ssi"] != NO_SUPPLEMENT:
        spans = rates.spans(SSI_RATES[row["ssi"]], first, last)
        lines += [_line(row, SSI, _ssi_label(row["ssi"]), *span) for span in spans]
    return lines or [_line(row, API, _("Séjour sans API ni SSI"), first, last, Decimal("0.00"))]


def _line(row: dict, code: str, label: str, start: date, end: date, rate: Decimal) -> PricedLine:
    nights = (end - start).days + 1
    return PricedLine(
        code=code,
        section="stays",
        path=f"stays.{row['id']}",
        label=label,
        start=start,
        end=end,
        quantity=Decimal(nights),
        unit=ngettext("nuit", "nuits", nights),
        rate=rate,
        amount=round_to_five_centimes(nights * rate),
    )


def _api_label(degree: str, share: str) -> str:
    label = {"mild": _("API faible"), "moderate": _("API moyenne"), "severe": _("API grave")}[degree]
    return _("%(label)s, un quart") % {"label": label} if share == "quarter" else label


def _ssi_label(hours: str) -> str:
    return {
        "4h": _("SSI, 4 heures ou plus"),
        "6h": _("SSI, 6 heures ou plus"),
        "8h": _("SSI, 8 heures ou plus"),
    }[hours]
