"""The order the office gives: one step up or down by a button, or to a place by dragging (Wagtail's own script)."""

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from guichet.models import Account

from .history import MOVED, record_change

STEPS = {"up": -1, "down": 1}


@transaction.atomic
def move_to(record: Model, siblings: QuerySet, place: int, *, actor: Account) -> None:
    """Put `record` at `place` (from 0) among `siblings`; only their own positions are dealt out anew."""
    records = list(siblings.select_for_update())
    was = records.index(record)
    place = max(0, min(place, len(records) - 1))
    if was == place:
        return
    positions = _rising([one.position for one in records])
    records.insert(place, records.pop(was))
    for one, position in zip(records, positions, strict=True):
        one.position = position
    type(record).objects.bulk_update(records, ["position"])
    record_change(MOVED, record, actor=actor, changes={"position": [was + 1, place + 1]})


def place_after(record: Model, other: Model | None, siblings: QuerySet) -> None:
    """Put `record` right after `other`, or last, and number all of `siblings` anew."""
    records = [one for one in siblings.select_for_update() if one != record]
    place = records.index(other) + 1 if other else len(records)
    records.insert(place, record)
    for position, one in enumerate(records, start=1):
        one.position = position
    type(record).objects.bulk_update(records, ["position"])


def _rising(positions: list[int]) -> list[int]:
    """The same positions, pushed apart where two were alike."""
    rising: list[int] = []
    for position in positions:
        rising.append(max(position, rising[-1] + 1) if rising else position)
    return rising


def move(request: HttpRequest, record: Model, siblings: QuerySet, *, back: str) -> HttpResponse:
    """Answers a button (`step`: up, down) with the page again, a drag (`?position=`) with a word."""
    place = request.GET.get("position", "")
    if place.isdecimal():
        move_to(record, siblings, int(place), actor=request.user)
        return JsonResponse({"success": True})
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    order = list(siblings.values_list("pk", flat=True))
    move_to(record, siblings, order.index(record.pk) + step, actor=request.user)
    messages.success(request, _("« %(name)s » est déplacé.") % {"name": record})
    return redirect(back)
