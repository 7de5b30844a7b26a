"""Where people fail at the desk, each with the pages that could have told them.

The counting belongs to the claims, which this room may not import: settings.DESK_OBSTACLES names it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.models import Page

from faq.help import find_answers
from faq.models import FaqEntry, HelpPlace
from faq.targets import Target, Targets


@dataclass(frozen=True)
class Row:
    """What people failed at, how often (None: too rarely to say), and the page to mend in each language."""

    label: str
    count: int | None
    targets: list[Target]


@dataclass(frozen=True)
class FormRows:
    title: str
    rows: list[Row]


def obstacle_rows(since: datetime, targets: Targets) -> dict[str, list[FormRows]]:
    """« refusals » and « corrections », form by form; as many queries for one as for all."""
    counted = import_string(settings.DESK_OBSTACLES)(since)
    forms = [form for part in counted.values() for form in part]
    answers = find_by_place({key for form in forms for one in form.obstacles for key in one.places})
    return {part: [form_rows(form, answers, targets) for form in forms] for part, forms in counted.items()}


def form_rows(form, answers: dict, targets: Targets) -> FormRows:
    """One form as it was counted, its places turned into pages."""
    rows = [Row(one.label, one.count, pages_at(one.places, answers, targets)) for one in form.obstacles]
    return FormRows(form.title, rows)


def find_by_place(keys: set[str]) -> dict[str, list[Page | FaqEntry]]:
    """place → what it opens, in each language that has it."""
    places = list(HelpPlace.objects.filter(key__in=keys))
    found: dict[str, list] = {}
    for language, _name in settings.LANGUAGES:
        for key, answer in find_answers(places, language).items():
            if answer.locale.language_code == language:
                found.setdefault(key, []).append(answer)
    return found


def pages_at(places: tuple[str, ...], answers: dict, targets: Targets) -> list[Target]:
    """Those of the nearest place that opens something."""
    nearest = next((answers[key] for key in places if key in answers), [])
    return [targets.of(answer) for answer in nearest]
