"""RateBook: the rates of a kind, looked up by the day of service, remembering which it gave."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from .models import Rate


class MissingRate(LookupError):
    """No rate holds on that day: the claim is refused with a clear message, never priced at 0."""

    def __init__(self, code: str, day: date):
        super().__init__(f"no rate {code} on {day:%d.%m.%Y}")
        self.code, self.day = code, day


class RateBook:
    """Rates by code and start date. `used` holds what was looked up: a version keeps it."""

    def __init__(self, rates: Iterable[Rate]):
        self._by_code: dict[str, list[Rate]] = {}
        for rate in sorted(rates, key=lambda rate: rate.valid_from):
            self._by_code.setdefault(rate.code, []).append(rate)
        self.used: dict[tuple[str, date], Rate] = {}

    @classmethod
    def load(cls, codes: Iterable[str], *, prefix: str = "") -> "RateBook":
        """The rates of `codes`, and of those that begin with `prefix`."""
        wanted = Q(code__in=tuple(codes)) | (Q(code__startswith=prefix) if prefix else Q())
        return cls(Rate.objects.filter(wanted).order_by() if codes or prefix else ())

    def at(self, code: str, day: date) -> Decimal:
        """The amount of `code` in CHF on `day`; raises MissingRate."""
        rate = self._find(code, day)
        if not rate:
            raise MissingRate(code, day)
        self.used[code, rate.valid_from] = rate
        return rate.amount

    def known(self, code: str, day: date) -> Decimal | None:
        """The amount of `code` on `day` for showing; it does not count as used."""
        rate = self._find(code, day)
        return rate.amount if rate else None

    def _find(self, code: str, day: date) -> Rate | None:
        rates = self._by_code.get(code, [])
        position = bisect_right(rates, day, key=lambda rate: rate.valid_from)
        return rates[position - 1] if position else None

    def spans(self, code: str, start: date, end: date) -> list[tuple[date, date, Decimal]]:
        """The days from `start` to `end` in parts of one rate each: (first day, last day, CHF); raises MissingRate."""
        changes = [rate.valid_from for rate in self._by_code.get(code, []) if start < rate.valid_from <= end]
        starts = [start, *changes]
        ends = [*(day - timedelta(days=1) for day in changes), end]
        return [(first, last, self.at(code, first)) for first, last in zip(starts, ends, strict=True)]

    def mark_used(self) -> None:
        """What a claim was sent with can only be followed, no longer changed."""
        unmarked = [rate.pk for rate in self.used.values() if not rate.first_used_at]
        if unmarked:
            Rate.objects.filter(pk__in=unmarked, first_used_at=None).update(first_used_at=timezone.now())

    def used_as_data(self) -> list[dict]:
        return [
            {"code": rate.code, "valid_from": rate.valid_from, "amount": rate.amount, "source": rate.source}
            for _, rate in sorted(self.used.items())
        ]
