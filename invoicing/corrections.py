"""Corrections that are waited for: reminders on the way, and what happens when the day has passed.

Run by the worker every hour; each step is done once. Not here: asking for a correction (workflow).
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from guichet.audit import record_event
from guichet.outbox import write_notice

from .calendar_days import today
from .enums import ClaimState
from .models import AfterDeadline, Decision, OfficeSettings
from .workflow import TooLate, let_lapse

LAST_DAYS = timedelta(days=3)


def follow_up_corrections() -> int:
    """Remind those who have not answered, and give back to the office what is overdue; returns how many steps."""
    gives_back = OfficeSettings.load().after_deadline == AfterDeadline.DECIDE
    steps = 0
    for decision in _awaited():
        if decision.answer_by < today():
            steps += gives_back and _give_back(decision)
        elif _are_last_days(decision):
            steps += _remind(decision, "reminded_at_last")
        elif _is_halfway(decision):
            steps += _remind(decision, "reminded_halfway_at")
    return steps


def _awaited() -> QuerySet[Decision]:
    waiting = Decision.objects.filter(answer_by__isnull=False, version__claim__state=ClaimState.RETURNED)
    return waiting.select_related("version__claim__owner").order_by("answer_by")


def _are_last_days(decision: Decision) -> bool:
    """Who was asked for an answer within these very days is only reminded at half time."""
    begin = decision.answer_by - LAST_DAYS
    return timezone.localdate(decision.decided_at) < begin <= today()


def _is_halfway(decision: Decision) -> bool:
    asked = timezone.localdate(decision.decided_at)
    return today() >= max(asked + (decision.answer_by - asked) / 2, asked + timedelta(days=1))


@transaction.atomic
def _remind(decision: Decision, step: str) -> bool:
    """One mail a step: the column is set with the mail, by whoever comes first."""
    now = timezone.now()
    waiting = Decision.objects.filter(pk=decision.pk, version__claim__state=ClaimState.RETURNED, **{step: None})
    if not waiting.update(**{step: now}):
        return False
    claim = decision.version.claim
    with translation.override(claim.owner.language):
        link = settings.SITE_URL + reverse("invoicing:claim-correct", args=[claim.reference])
    write_notice("claim-reminder", account=claim.owner, context={"claim": claim, "decision": decision, "link": link})
    record_event("claim.reminded", object_type="claim", object_key=claim.reference)
    return True


def _give_back(decision: Decision) -> bool:
    try:
        let_lapse(decision.version.claim, version_number=decision.version.number)
    except TooLate:  # answered in this very moment
        return False
    return True
