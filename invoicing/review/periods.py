"""Claims with services of certain days, among all there ever were: through their reach, whatever the years since.

No order of days holds what touches a period. But a claim that reaches r days back from its sending, and touches a
period, was sent in it or within r days after: few others were sent then with so long a reach.
Not here: what the filter says (filters.py), open claims, which are few (worklist.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from invoicing.models.claim import BEYOND_REACH, REACHES


@dataclass(frozen=True)
class Period:
    """Days of service, `first` and `last` included; None is open."""

    first: date | None
    last: date | None

    def look_up(self, claims: QuerySet) -> QuerySet:
        """`claims`, which touch it, by the index of their reach."""
        return claims.filter(reduce(or_, self._sent()))

    def first_of(self, claims: QuerySet, number: int, **bounds: datetime) -> QuerySet:
        """The claims among which the first `number` of `claims` are, in their order: as many of each reach. `bounds`:
        sent `since`, `until` a moment."""
        of_each = (claims.filter(sent).values("pk")[:number] for sent in self._sent(**bounds))
        return claims.model.objects.filter(reduce(or_, (Q(pk__in=keys) for keys in of_each)))

    def _sent(self, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Q]:
        """For each reach, when those were sent that may touch it; one bound a side, or the database takes the worse."""
        for reach in (*REACHES, BEYOND_REACH):
            sent = Q(reach=reach)
            before = reach if reach == BEYOND_REACH else 1  # the hour that midnight in UTC is late
            earliest = [since, self.first and _midnight(self.first, -before)]
            latest = [until, self.last and _midnight(self.last, reach + 1)]
            if any(earliest):
                sent &= Q(submitted_at__gte=max(filter(None, earliest)))
            if any(latest):
                sent &= Q(submitted_at__lte=min(filter(None, latest)))
            yield sent


def _midnight(day: date, days: int) -> datetime:
    """Of UTC, in which the database reckons the reach; the first or last day there is, where it would lie beyond."""
    try:
        day += timedelta(days=days)
    except OverflowError:
        day = date.min if days < 0 else date.max
    return datetime.combine(day, time.min, UTC)
