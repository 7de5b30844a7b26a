"""How long the office usually takes: median and nine of ten of the claims decided in the last 60 days.

Days that waited for a correction do not count. Read once an hour. Not here: figures for managers (figures).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from .enums import ClaimState, Outcome
from .models import Claim, Decision, OfficeSettings, UndoneDecision, Version

LAST = timedelta(days=60)
FEWEST = 10  # fewer say nothing of what is usual
MOST = 3000  # the newest of them say as much as all
FRESH_SECONDS = 3600


@dataclass(frozen=True)
class UsualTime:
    """In whole days, begun ones counted."""

    median: int
    nine_of_ten: int


def usual_time(kind: str) -> UsualTime | None:
    """For claims with this form; None when the office does not want it shown, or too few were decided."""
    if not OfficeSettings.recent().shows_usual_time:
        return None
    return cache.get_or_set(f"usual-time-{kind}", lambda: measure(kind), FRESH_SECONDS)


def measure(kind: str) -> UsualTime | None:
    decided = Claim.objects.filter(
        kind=kind, closed_at__gte=timezone.now() - LAST, state__in=(ClaimState.ACCEPTED, ClaimState.REFUSED)
    )
    claims = decided.order_by("-closed_at").values_list("pk", "submitted_at", "closed_at")[:MOST]
    waited = _waited(decided)
    days = sorted(_days(closed - submitted - waited[pk]) for pk, submitted, closed in claims)
    return UsualTime(percentile(days, 50), percentile(days, 90)) if len(days) >= FEWEST else None


def percentile(ordered: list[int], percent: int) -> int:
    """The smallest value that at least `percent` of a hundred do not exceed."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def _days(lasted: timedelta) -> int:
    return max(1, ceil(lasted / timedelta(days=1)))


def _waited(claims) -> defaultdict[int, timedelta]:
    """claim → how long it waited for corrections."""
    next_version = Version.objects.filter(claim=OuterRef("version__claim"), number=OuterRef("version__number") + 1)
    asked = Q(outcome=Outcome.RETURNED, version__claim__in=claims)
    answered = Decision.objects.filter(asked).annotate(ended=Subquery(next_version.values("sent_at")[:1]))
    waits = defaultdict(timedelta)
    _add(waits, answered.values_list("version__claim", "decided_at", "ended"))
    _add(waits, UndoneDecision.objects.filter(asked).values_list("version__claim", "decided_at", "undone_at"))
    return waits


def _add(waits: dict[int, timedelta], spans: Iterable[tuple[int, datetime, datetime | None]]) -> None:
    for claim, start, end in spans:
        if end:
            waits[claim] += end - start
