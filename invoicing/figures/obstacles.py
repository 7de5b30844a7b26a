"""Where people fail, for those who write the public pages: refusals by reason and corrections by field, form by form.

Counts alone, and none below FEWEST: no claim, no person, no day. They ask through a setting (faq.obstacles), since
their room does not know this one. Not here: the figures for managers (numbers).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import get_language

from invoicing.entry import DOCUMENTS
from invoicing.enums import Outcome
from invoicing.kinds.registry import KINDS
from invoicing.models import Decision, FormSheet, ListEntry, Remark

from .labels import field_name, label_of, section_of
from .numbers import FEWEST, lapsed_corrections

MOST = 10  # of each form
FRESH_SECONDS = 300


@dataclass(frozen=True)
class Obstacle:
    """What people of one form failed at, how often, and the places of help that could have told them."""

    label: str
    count: int | None  # None: fewer than FEWEST
    places: tuple[str, ...]  # the nearest first


@dataclass(frozen=True)
class FormObstacles:
    title: str
    obstacles: list[Obstacle]


def count_obstacles(since: datetime) -> dict[str, list[FormObstacles]]:
    """« refusals » and « corrections » decided since that moment, in the order of the forms."""
    key = f"obstacles-{get_language()}-{since:%Y%m%d}"
    return cache.get_or_set(key, lambda: _count(since), FRESH_SECONDS)


def _count(since: datetime) -> dict[str, list[FormObstacles]]:
    return {"refusals": _by_form(_refusals(since)), "corrections": _by_form(_corrections(since))}


def _refusals(since: datetime) -> Counter:
    refused = Decision.objects.filter(outcome=Outcome.REFUSED, decided_at__gte=since).order_by()
    reasons = {entry.key: entry.spoken("label") for entry in ListEntry.objects.filter(list="refusal-reason")}
    counted = Counter()
    for kind, reason, count in refused.values_list("version__claim__kind", "reason").annotate(Count("pk")):
        counted[kind, reasons.get(reason, reason), (f"form-{kind}", "claim-refused")] += count
    return counted


def _corrections(since: datetime) -> Counter:
    marked = Remark.objects.filter(decision__decided_at__gte=since).order_by()
    places = list(marked.values_list("decision__version__claim__kind", "path"))
    places += [(kind, path) for kind, remarks in lapsed_corrections(since) for path in remarks]
    counted = Counter()
    for kind, path in places:
        counted[kind, label_of(kind, path), _places(kind, path)] += 1
    return counted


def _places(kind: str, path: str) -> tuple[str, ...]:
    """Where the form offers help beside what was marked."""
    section = section_of(kind, path)
    name = field_name(section, path) if section else ""
    near = [f"field-{name}"] if name else [DOCUMENTS] if path.split(".")[0] == DOCUMENTS else []
    return (*near, f"form-{kind}", "form")


def _by_form(counted: Counter) -> list[FormObstacles]:
    forms = defaultdict(list)
    for (kind, label, places), count in counted.most_common():
        if len(forms[kind]) < MOST:
            forms[kind].append(Obstacle(label, count if count >= FEWEST else None, places))
    titles = {sheet.kind: str(sheet) for sheet in FormSheet.objects.all()}
    return [FormObstacles(titles.get(kind, kind), _in_order(forms[kind])) for kind in KINDS if kind in forms]


def _in_order(obstacles: list[Obstacle]) -> list[Obstacle]:
    """The most frequent first; those without a number by their name, so that their order tells none."""
    return sorted(obstacles, key=lambda one: (-(one.count or 0), one.label))
