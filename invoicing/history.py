"""What other claims say of the same insured person: lines that count, whichever account and form they came from.

One query each. Not here: what follows from them (checks of the kinds, overlaps).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Manager, QuerySet

from .calendar_days import months_before
from .enums import ClaimState
from .models import Claim, Line

COLUMNS = {
    "reference": "version__claim__reference",
    "owner_id": "version__claim__owner",
    "kind": "version__claim__kind",
    "state": "version__claim__state",
    **{name: name for name in ("code", "section", "path", "label", "start", "end", "quantity", "amount")},
}
ROWS = Line.objects.values_list(*COLUMNS.values())  # built once, asked for one person


@dataclass(frozen=True, kw_only=True)
class PastLine:
    """A line of another claim's newest version, in CHF."""

    reference: str
    owner_id: int
    kind: str
    state: str
    code: str
    section: str
    path: str
    label: str
    start: date
    end: date
    quantity: Decimal
    amount: Decimal

    @property
    def is_accepted(self) -> bool:
        return self.state == ClaimState.ACCEPTED


def load_history(
    avs_number: str, *, since: date, months: int = 0, except_for: Claim | None = None,
    states: Sequence[str] = ClaimState.COUNTING, **only: str | int,
) -> list[PastLine]:  # fmt: skip
    """Lines ending `months` before `since` or later, of claims for the insured person `avs_number`.

    Without `states`: of those that count. `only`: of one kind, of one owner.
    """
    lines = _newest_lines(ROWS, months_before(since, months), states, avs_number=avs_number, **only)
    if except_for:
        lines = lines.exclude(version__claim=except_for)
    return [PastLine(**dict(zip(COLUMNS, row, strict=True))) for row in lines]


def load_histories(avs_numbers: Iterable[str], *, since: date) -> dict[str, list[PastLine]]:
    """The lines that count of many persons, by AVS number. One query too."""
    lines = _newest_lines(Line.objects, since, ClaimState.COUNTING, avs_number__in=set(avs_numbers))
    histories: dict[str, list[PastLine]] = {}
    for avs_number, *row in lines.values_list("version__claim__avs_number", *COLUMNS.values()):
        histories.setdefault(avs_number, []).append(PastLine(**dict(zip(COLUMNS, row, strict=True))))
    return histories


def _newest_lines(lines: Manager | QuerySet, since: date, states: Sequence[str], **of_claim) -> QuerySet[Line]:
    """`lines` of the newest version of each claim, those that end on that day or later, claim by claim."""
    return lines.filter(
        version__claim__state__in=states,
        version__claim__version_number=F("version__number"),
        version__claim__period_end__gte=since,
        end__gte=since,
        **{f"version__claim__{name}": value for name, value in of_claim.items()},
    ).order_by("version__claim__pk", "position")


def own_references(lines: Sequence[PastLine], owner_id: int) -> tuple[str, ...]:
    """The claims that `lines` are of, if all are of the account `owner_id`: of another account nothing may be said."""
    return references(lines) if all(line.owner_id == owner_id for line in lines) else ()


def references(lines: Sequence[PastLine]) -> tuple[str, ...]:
    """The claims that `lines` are of, each once."""
    return tuple(dict.fromkeys(line.reference for line in lines))
