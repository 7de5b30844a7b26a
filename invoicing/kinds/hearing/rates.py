"""Which rate holds for which service and age (OMAI 5.07 ff, domain 2.3): codes of rates, nothing priced here.

A code that ends in « most » or « least » is a limit: what is typed stays within it. The batteries of cochlear
implants have no confirmed rate yet; their codes are known, so that the office can enter one.
"""

from datetime import date

from invoicing.calendar_days import age_on

GROUPS = ("adult", "child")
MONAURAL, BINAURAL = EARS = ("monaural", "binaural")
AID, COCHLEAR = "aid", "cochlear"
ADULT_AGE = 18

SERVICE_LEAST = "hearing-implant-service-adult-least"
SERVICE_MOST = "hearing-implant-service-adult-most"
CHILD_SERVICE_MOST = "hearing-implant-service-child-most"


def is_child(birth_date: date, day: date) -> bool:
    return age_on(day, birth_date) < ADULT_AGE


def aid_rate(ears: str, *, for_child: bool) -> str:
    """The flat rate of an adult, the maximum of a child."""
    return f"hearing-aid-child-{ears}-most" if for_child else f"hearing-aid-adult-{ears}"


def battery_rate(device: str, ears: str, *, for_child: bool) -> str:
    return f"hearing-batteries-{device}-{GROUPS[for_child]}-{ears}"


def repair_rate(part: str) -> str:
    """The flat rate of an adult; for a child the cost is paid."""
    return f"hearing-repair-adult-{part}"


def service_limits(*, for_child: bool) -> tuple[str, str]:
    """Least and most for the fitter's services; no least for a child."""
    return ("", CHILD_SERVICE_MOST) if for_child else (SERVICE_LEAST, SERVICE_MOST)


RATE_CODES = (
    *(aid_rate(ears, for_child=child) for child in (False, True) for ears in EARS),
    *(
        battery_rate(device, ears, for_child=child)
        for device in (AID, COCHLEAR)
        for child in (False, True)
        for ears in EARS
    ),
    *(repair_rate(part) for part in ("electronics", "other")),
    SERVICE_LEAST,
    SERVICE_MOST,
    CHILD_SERVICE_MOST,
)
