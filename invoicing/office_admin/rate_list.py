"""The rates as a clerk reads them: by form, what holds today, what comes, and the whole course of one code.

Not here: entering them (rate_plan.py), looking them up for a claim (invoicing.rates).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from invoicing.calendar_days import today
from invoicing.kinds.base import Kind
from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, FormSheet, Rate, RateCode


@dataclass(frozen=True)
class Step:
    """One rate with the day it ends on, which the next one of its code decides."""

    rate: Rate
    until: date | None
    is_today: bool
    is_coming: bool

    @property
    def can_change(self) -> bool:
        return self.rate.first_used_at is None


@dataclass
class CodeLine:
    """One code: its name, and its rates in the order of their days."""

    code: str
    name: str
    unit: str
    rates: list[Rate] = field(default_factory=list)

    @property
    def today(self) -> Rate | None:
        return self.on(today())

    @property
    def coming(self) -> list[Rate]:
        return [rate for rate in self.rates if rate.valid_from > today()]

    def on(self, day: date) -> Rate | None:
        held = [rate for rate in self.rates if rate.valid_from <= day]
        return held[-1] if held else None

    def steps(self) -> Iterator[Step]:
        """The newest first."""
        until = None
        for rate in reversed(self.rates):
            yield Step(rate, until, rate == self.today, rate.valid_from > today())
            until = rate.valid_from - timedelta(days=1)


@dataclass
class FormRates:
    """The codes of one form. `key` is the kind's, empty for codes that no form asks for."""

    key: str
    title: str
    lines: list[CodeLine]


class Tariff:
    """Every code there is, read in four queries."""

    @cached_property
    def lines(self) -> dict[str, CodeLine]:
        """By code; those that forms ask for stand here even while they have no rate."""
        named = {one.code: one for one in RateCode.objects.all()}
        limits = {one.limit_code: one for one in CatalogueEntry.objects.exclude(limit_code="")}
        rates: dict[str, list[Rate]] = {}
        for rate in Rate.objects.order_by("valid_from"):
            rates.setdefault(rate.code, []).append(rate)
        asked = [code for kind in KINDS.values() for code in kind.rate_codes]
        codes = dict.fromkeys([*named, *asked, *limits, *sorted(rates)])
        return {code: _line(code, named.get(code), limits.get(code), rates.get(code, [])) for code in codes}

    @cached_property
    def forms(self) -> list[FormRates]:
        """By form, in the order of the guichet; what belongs to none stands last."""
        forms, left = [], dict(self.lines)
        for sheet in FormSheet.objects.filter(kind__in=KINDS):
            codes = [code for code in left if asks_for(KINDS[sheet.kind], code)]
            if codes:
                forms.append(FormRates(sheet.kind, str(sheet), [left.pop(code) for code in codes]))
        if left:
            forms.append(FormRates("", _("Autres"), list(left.values())))
        return forms

    def search(self, words: str) -> list[FormRates]:
        """The forms with the lines whose name or code has all the words."""
        wanted = words.casefold().split()
        found = []
        for form in self.forms:
            lines = [
                line for line in form.lines if all(word in f"{line.name} {line.code}".casefold() for word in wanted)
            ]
            if lines:
                found.append(FormRates(form.key, form.title, lines))
        return found


def asks_for(kind: Kind, code: str) -> bool:
    """Whether the form prices with this code."""
    return code in kind.rate_codes or bool(kind.rate_prefix and code.startswith(kind.rate_prefix))


def _line(code: str, named: RateCode | None, limit: CatalogueEntry | None, rates: list[Rate]) -> CodeLine:
    if named:
        return CodeLine(code, named.name, named.unit, rates)
    if limit:
        name = _("Limite : %(aid)s") % {"aid": limit}
        return CodeLine(code, name, limit.get_limit_per_display(), rates)
    return CodeLine(code, code, "", rates)
