"""Swiss money: decimals, rounded to five centimes, half up (domain decision 9)."""

from decimal import ROUND_HALF_UP, Decimal

FIVE_CENTIMES = Decimal("0.05")
ZERO = Decimal("0.00")


def round_to_five_centimes(amount: Decimal) -> Decimal:
    """`amount` in CHF rounded to 0.05, half up: 10.025 → 10.05."""
    steps = (amount / FIVE_CENTIMES).quantize(Decimal("1"), rounding=ROUND_HALF_UP)
    return (steps * FIVE_CENTIMES).quantize(Decimal("0.01"))


def as_francs(amount: Decimal) -> str:
    """1234.5 as 1’234.50, for sentences; templates have the filter chf."""
    return f"{amount:,.2f}".replace(",", "’")


def swiss_amount(amount: Decimal) -> str:
    """1234.5 as 1’234.50."""
    return f"{amount:,.2f}".replace(",", "’")


def as_quantity(number: Decimal) -> str:
    """112.00 as 112, 12.50 as 12.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(number: int | Decimal) -> str:
    """10000 as 10’000."""
    return f"{number:,}".replace(",", "’")
