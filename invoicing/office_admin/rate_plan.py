"""Entering rates: what was typed or read from a spreadsheet becomes a plan, is looked at, and stored as a whole.

A rate that a sent claim used is only followed: never changed, never deleted. One that begins on days already billed is
told, and leaves what was sent as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guichet.models import Account, Event
from invoicing.calendar_days import today
from invoicing.enums import ClaimState
from invoicing.kinds.registry import KINDS
from invoicing.models import Rate, Version

from .history import CHANGED, CREATED, DELETED, Changes, record_change
from .rate_list import CodeLine, Tariff, asks_for
from .records import plain

EARLIEST = date(1960, 1, 1)
MOST_YEARS_AHEAD = 5
JUMP = Decimal("1.5")  # more than this times the rate before, or less than its inverse: probably a slip


class Step(Enum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class RateInUse(Exception):
    """A claim was sent with this rate: it can only be followed."""


class PlanRefused(Exception):
    """Something of the plan can no longer be stored; nothing of it was."""


@dataclass
class PlannedRate:
    """One rate as entered. `row` is its line in the spreadsheet."""

    code: str
    valid_from: date
    amount: Decimal
    source: str
    row: int = 0
    step: Step = Step.NEW
    line: CodeLine | None = None
    before: Rate | None = None  # what holds on that day until now
    error: str = ""
    warnings: list[str] = field(default_factory=list)

    def as_data(self) -> list:
        return [self.code, self.valid_from.isoformat(), str(self.amount), self.source, self.row]

    @classmethod
    def from_data(cls, data: list) -> "PlannedRate":
        code, day, amount, source, row = data
        return cls(code, date.fromisoformat(day), Decimal(amount), source, row)


@dataclass
class Plan:
    rates: list[PlannedRate]

    @property
    def errors(self) -> list[PlannedRate]:
        return [rate for rate in self.rates if rate.error]

    @property
    def to_store(self) -> list[PlannedRate]:
        return [rate for rate in self.rates if rate.step is not Step.SAME]


def make_plan(rates: Iterable[PlannedRate]) -> Plan:
    """Say of each entered rate whether it is new, whether it may be stored, and what to know before."""
    lines = Tariff().lines
    plan = Plan(list(rates))
    seen: set[tuple[str, date]] = set()
    for rate in plan.rates:
        rate.line = lines.get(rate.code)
        rate.error = rate.error or _refusal_of(rate)
        if rate.error:
            continue
        _compare(rate)
        if (rate.code, rate.valid_from) in seen:
            rate.error = _("Ce tarif figure deux fois : une seule ligne par code et par date.")
        seen.add((rate.code, rate.valid_from))
    return plan


def _refusal_of(rate: PlannedRate) -> str:
    if rate.line is None:
        return _("Aucun formulaire ne connaît le code « %(code)s ».") % {"code": rate.code}
    if rate.amount <= 0:
        return _("Le montant doit être plus grand que 0.")
    if not rate.source:
        return _("Indiquez la source : la loi, l’ordonnance ou la directive.")
    latest = today().replace(day=1, month=1, year=today().year + MOST_YEARS_AHEAD)
    if not EARLIEST <= rate.valid_from <= latest:
        return _("Vérifiez la date : elle est avant 1960 ou à plus de cinq ans.")
    return ""


def _compare(rate: PlannedRate) -> None:
    rate.before = rate.line.on(rate.valid_from)
    if rate.before and rate.before.valid_from == rate.valid_from:
        if (rate.before.amount, rate.before.source) == (rate.amount, rate.source):
            rate.step = Step.SAME
            return
        rate.step = Step.CHANGED
        if rate.before.first_used_at:
            rate.error = _(
                "Des demandes ont été envoyées avec ce tarif : on ne peut plus le changer, seulement le suivre."
            )
            return
    rate.warnings = [*_jump(rate), *_billed_days(rate)]


def _jump(rate: PlannedRate) -> list[str]:
    if not rate.before or not rate.before.amount:
        return []
    if rate.before.amount / JUMP <= rate.amount <= rate.before.amount * JUMP:
        return []
    return [_("L’écart avec le tarif d’avant est grand (%(old)s → %(new)s CHF).")
            % {"old": rate.before.amount, "new": rate.amount}]  # fmt: skip


def _billed_days(rate: PlannedRate) -> list[str]:
    references = find_billed(rate.line, rate.valid_from)
    if not references:
        return []
    shown = ", ".join(references[:10]) + (" …" if len(references) > 10 else "")
    return [_("Des demandes envoyées comptent déjà des jours dès cette date : %(claims)s. Elles gardent le tarif avec "
              "lequel elles ont été envoyées ; seule une correction renvoyée prendrait le nouveau.")
            % {"claims": shown}]  # fmt: skip


def find_billed(line: CodeLine, start: date) -> list[str]:
    """References of sent claims with days from `start` on, up to the next rate, that were priced with this code."""
    if not any(rate.first_used_at for rate in line.rates):
        return []
    following = next((rate.valid_from for rate in line.rates if rate.valid_from > start), None)
    newest = Version.objects.filter(
        number=F("claim__version_number"),
        claim__kind__in=[kind.key for kind in KINDS.values() if asks_for(kind, line.code)],
        claim__state__in=ClaimState.COUNTING,
        claim__period_end__gte=start,
    )
    if following:
        newest = newest.filter(claim__period_start__lt=following)
    found = newest.order_by("claim__reference").values_list("claim__reference", "rates")
    return [reference for reference, rates in found.iterator() if any(used["code"] == line.code for used in rates)]


@transaction.atomic
def store_plan(rates: Iterable[PlannedRate], *, actor: Account) -> list[Rate]:
    """Store all of it, or nothing. Raises PlanRefused when something changed since the plan was looked at."""
    plan = make_plan(rates)
    if plan.errors:
        raise PlanRefused(plan.errors[0].error)
    return [_store(rate, actor) for rate in plan.to_store]


def _store(planned: PlannedRate, actor: Account) -> Rate:
    values = {"amount": planned.amount, "source": planned.source}
    if planned.step is Step.NEW:
        rate = Rate.objects.create(code=planned.code, valid_from=planned.valid_from, **values)
        record_change(CREATED, rate, actor=actor, changes=_changes(None, rate))
        return rate
    changed = Rate.objects.filter(pk=planned.before.pk, first_used_at=None).update(**values)
    if not changed:
        raise PlanRefused(_("Ce tarif vient de servir : on ne peut plus le changer, seulement le suivre."))
    rate = Rate.objects.get(pk=planned.before.pk)
    record_change(CHANGED, rate, actor=actor, changes=_changes(planned.before, rate))
    return rate


@transaction.atomic
def delete_rate(rate: Rate, *, actor: Account) -> None:
    """Take away a rate no claim was sent with. Raises RateInUse."""
    changes = {field: [value, ""] for field, (_old, value) in _changes(None, rate).items()}
    deleted, _models = Rate.objects.filter(pk=rate.pk, first_used_at=None).delete()
    if not deleted:
        raise RateInUse
    record_change(DELETED, rate, actor=actor, changes=changes)


def taken_away() -> set[tuple[str, str]]:
    """(code, day) of every rate that was deleted or put on another day."""
    events = Event.objects.filter(action__in=(f"rate.{DELETED}", f"rate.{CHANGED}")).values_list("object_key", "detail")
    return {(code, detail["changes"]["valid_from"][0]) for code, detail in events if "valid_from" in detail["changes"]}


def _changes(old: Rate | None, new: Rate) -> Changes:
    fields = ("valid_from", "amount", "source")
    before = {name: plain(getattr(old, name)) if old else "" for name in fields}
    after = {name: plain(getattr(new, name)) for name in fields}
    return {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
