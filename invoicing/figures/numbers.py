"""Figures of a period, counted in SQL: received, decided, open by form and week; time to decide; corrections; refusals.

No person is named or can be found in them: an amount or a time of fewer than FEWEST claims is left out.
Not here: drawing (charts), pages (views).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum, Value
from django.utils import timezone

from invoicing.enums import ClaimState, Outcome
from invoicing.models import Claim, Decision, Remark, UndoneDecision
from invoicing.usual_time import percentile

WEEK = timedelta(days=7)
CENT = Decimal("0.01")
FEWEST = 5  # a smaller number could be somebody


class DaysBetween(Func):
    """Whole days from the second moment to the first, by the database itself: row by row in Python is far slower."""

    output_field = IntegerField()
    template = "CAST(julianday(%(expressions)s) AS INTEGER)"
    arg_joiner = ") - julianday("

    def as_postgresql(self, compiler, connection, **context):
        template = "TRUNC(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400)::integer"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - (", **context)


@dataclass
class Week:
    """One week of one form, or of all."""

    start: date
    received: int = 0
    decided: int = 0
    open: int = 0


@dataclass
class FormFigures:
    weeks: list[Week]
    received: int = 0
    outcomes: Counter = field(default_factory=Counter)  # accepted, refused, withdrawn
    amount: Decimal | None = Decimal(0)
    median: int | None = None
    nine_of_ten: int | None = None
    corrections: int = 0

    @property
    def accepted(self) -> int:
        return self.outcomes[ClaimState.ACCEPTED]

    @property
    def refused(self) -> int:
        return self.outcomes[ClaimState.REFUSED]

    @property
    def open(self) -> int:
        return self.weeks[-1].open

    @property
    def has_few_accepted(self) -> bool:
        return 0 < self.accepted < FEWEST


@dataclass
class Figures:
    forms: dict[str, FormFigures]
    every: FormFigures  # all forms together
    fields: Counter  # (kind, section.field) → how often a correction was asked there
    refusals: Counter  # reason → how often


def weeks_of(start: date, end: date) -> list[date]:
    """The Mondays of the weeks that hold any day of the period."""
    monday = start - timedelta(days=start.weekday())
    return [monday + WEEK * number for number in range((end - monday).days // 7 + 1)]


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def measure(mondays: list[date], kinds: list[str]) -> Figures:
    """Everything of the whole weeks from `mondays`: a dozen queries, however many claims."""
    start, end = moment(mondays[0]), moment(mondays[-1] + WEEK)
    forms = {kind: FormFigures([Week(monday) for monday in mondays]) for kind in kinds}
    gone = _weekly("closed_at", mondays, "state", amount=Sum("total"))
    _count_weeks(forms, gone)
    _count_open(forms, gone, end)
    lasted = _count_days(Claim.objects.filter(closed_at__gte=start, closed_at__lt=end))
    asked = Decision.objects.filter(decided_at__gte=start, decided_at__lt=end).order_by()
    lapsed = lapsed_corrections(start, end)
    _count_corrections(forms, asked, lapsed)
    refused = asked.filter(outcome=Outcome.REFUSED).values_list("reason").annotate(Count("pk"))
    every = _add_up(list(forms.values()), mondays)
    _measure_time(every, sum(lasted.values(), Counter()))
    for kind, form in forms.items():
        _measure_time(form, lasted[kind])
    _leave_out_the_few(list(forms.values()), every)
    return Figures(forms, every, _marked_fields(start, end, lapsed), Counter(dict(refused)))


def _weekly(name: str, mondays: list[date], *by: str, **sums: Sum) -> list[tuple]:
    """(week, how many, kind, …); one range of the index a week, so no row is asked which week it is in."""
    counted = [
        Claim.objects.order_by()
        .filter(**{f"{name}__gte": moment(monday), f"{name}__lt": moment(monday + WEEK)})
        .values("kind", *by)
        .annotate(week=Value(number), count=Count("pk"), **sums)
        .values_list("week", "count", "kind", *by, *sums)
        for number, monday in enumerate(mondays)
    ]
    return list(counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0])


def _count_weeks(forms: dict[str, FormFigures], gone: list[tuple]) -> None:
    mondays = [week.start for week in next(iter(forms.values())).weeks]
    for number, count, kind in _weekly("submitted_at", mondays):
        forms[kind].weeks[number].received += count
        forms[kind].received += count
    for number, count, kind, state, amount in gone:
        forms[kind].weeks[number].decided += count if state != ClaimState.WITHDRAWN else 0
        forms[kind].outcomes[state] += count
        forms[kind].amount += amount.quantize(CENT) if state == ClaimState.ACCEPTED else 0  # SQLite sums floats


def _count_open(forms: dict[str, FormFigures], gone: list[tuple], end: datetime) -> None:
    """Backwards from today: what is open now, less what came since, and with what went since."""
    open_now = Counter(dict(Claim.objects.open().order_by().values_list("kind").annotate(Count("pk"))))
    came = Counter(
        dict(Claim.objects.filter(submitted_at__gte=end).order_by().values_list("kind").annotate(Count("pk")))
    )
    went = Counter(dict(Claim.objects.filter(closed_at__gte=end).order_by().values_list("kind").annotate(Count("pk"))))
    left = defaultdict(int)
    for number, count, kind, _state, _amount in gone:
        left[number, kind] += count
    for kind, form in forms.items():
        still = open_now[kind] - came[kind] + went[kind]
        for number in range(len(form.weeks) - 1, -1, -1):
            form.weeks[number].open = still
            still += left[number, kind] - form.weeks[number].received


def _count_days(closed: QuerySet) -> dict[str, Counter]:
    """kind → how many were decided after so many whole days, waiting for corrections included."""
    days = DaysBetween(F("closed_at"), F("submitted_at"))
    decided = closed.exclude(state=ClaimState.WITHDRAWN).order_by()
    lasted = defaultdict(Counter)
    for kind, day, count in decided.annotate(days=days).values_list("kind", "days").annotate(Count("pk")):
        lasted[kind][day] += count
    return lasted


def _measure_time(form: FormFigures, lasted: Counter) -> None:
    if lasted.total() >= FEWEST:
        ordered = sorted(lasted.elements())
        form.median, form.nine_of_ten = percentile(ordered, 50), percentile(ordered, 90)


def _add_up(forms: list[FormFigures], mondays: list[date]) -> FormFigures:
    weeks = [
        Week(monday, sum(week.received for week in same), sum(week.decided for week in same),
             sum(week.open for week in same))
        for monday, same in zip(mondays, zip(*(form.weeks for form in forms), strict=True), strict=True)
    ]  # fmt: skip
    return FormFigures(
        weeks,
        received=sum(form.received for form in forms),
        outcomes=sum((form.outcomes for form in forms), Counter()),
        amount=sum(form.amount for form in forms),
        corrections=sum(form.corrections for form in forms),
    )


def _leave_out_the_few(forms: list[FormFigures], every: FormFigures) -> None:
    """Amounts of a few claims, and a sum from which they could be worked out."""
    few = [form for form in forms if form.has_few_accepted]
    if every.has_few_accepted or 0 < sum(form.accepted for form in few) < FEWEST:
        every.amount = None
    for form in few:
        form.amount = None


def lapsed_corrections(start: datetime, end: datetime | None = None) -> list[tuple[str, dict[str, str]]]:
    """(kind, path → remark) of those asked for in that time and never answered: they were asked all the same. What a
    reviewer took back counts no more.
    """
    lapsed = UndoneDecision.objects.filter(outcome=Outcome.RETURNED, undone_by=None, decided_at__gte=start)
    if end:
        lapsed = lapsed.filter(decided_at__lt=end)
    return list(lapsed.order_by().values_list("version__claim__kind", "remarks"))


def _count_corrections(forms: dict[str, FormFigures], asked: QuerySet, lapsed: list[tuple[str, dict]]) -> None:
    returned = asked.filter(outcome=Outcome.RETURNED).values_list("version__claim__kind").annotate(Count("pk"))
    for kind, count in [*returned, *((kind, 1) for kind, _remarks in lapsed)]:
        forms[kind].corrections += count


def _marked_fields(start: datetime, end: datetime, lapsed: list[tuple[str, dict]]) -> Counter:
    """(kind, path) → how often a correction was asked there."""
    marked = Remark.objects.filter(decision__decided_at__gte=start, decision__decided_at__lt=end).order_by()
    fields = Counter(marked.values_list("decision__version__claim__kind", "path").iterator())
    fields.update((kind, path) for kind, remarks in lapsed for path in remarks)
    return fields
