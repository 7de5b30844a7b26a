"""RateBook: the rates of a kind, looked up by the day of service, remembering which it gave."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

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
    def load(cls, codes: Iterable[str]) -> "RateBook":
        codes = tuple(codes)
        return cls(Rate.objects.filter(code__in=codes) if codes else ())

    def at(self, code: str, day: date) -> Decimal:
        """The amount of `code` in CHF on `day`; raises MissingRate."""
        rates = self._by_code.get(code, [])
        position = bisect_right(rates, day, key=lambda rate: rate.valid_from)
        if not position:
            raise MissingRate(code, day)
        rate = rates[position - 1]
        self.used[code, rate.valid_from] = rate
        return rate.amount

    def used_as_data(self) -> list[dict]:
        return [
            {"code": rate.code, "valid_from": rate.valid_from, "amount": rate.amount, "source": rate.source}
            for _, rate in sorted(self.used.items())
        ]
