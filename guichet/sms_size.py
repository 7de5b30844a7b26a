"""How long an SMS is: letters of the GSM alphabet count once or twice, one foreign letter makes all of them dear."""

from dataclasses import dataclass

# GSM 03.38, without the escape sign.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
LIMITS = {"GSM-7": (160, 153), "UCS-2": (70, 67)}  # alone, and in one of several parts


@dataclass(frozen=True)
class SmsSize:
    alphabet: str
    units: int
    parts: int
    foreign: str = ""  # the letters outside the GSM alphabet


def sms_size(text: str) -> SmsSize:
    """Alphabet, length and number of parts. An extended letter and a surrogate pair are never cut in two."""
    foreign = "".join(sorted({letter for letter in text if letter not in BASIC | EXTENDED}))
    if foreign:
        costs = [len(letter.encode("utf-16-be")) // 2 for letter in text]
    else:
        costs = [2 if letter in EXTENDED else 1 for letter in text]
    alphabet = "UCS-2" if foreign else "GSM-7"
    alone, in_parts = LIMITS[alphabet]
    units = sum(costs)
    return SmsSize(alphabet, units, 1 if units <= alone else _parts(costs, in_parts), foreign)


def _parts(costs: list[int], limit: int) -> int:
    parts, filled = 1, 0
    for cost in costs:
        if filled + cost > limit:
            parts, filled = parts + 1, 0
        filled += cost
    return parts
