"""Given a correction asked for, when days pass, then reminders go out once and the office gets the claim back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guichet.models import Message
from invoicing import workflow
from invoicing.calendar_days import today
from invoicing.corrections import _remind, follow_up_corrections
from invoicing.models import AfterDeadline, Claim, Decision, Draft, OfficeSettings, UndoneDecision
from tests.claims import as_posted, head_for, make_claim, service
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def reviewer():
    return AccountFactory(staff=True)


@pytest.fixture
def returned(reviewer, time_machine):
    """Asked on 1.9., to be answered by 1.10."""
    time_machine.move_to("2026-09-01T10:00:00+02:00", tick=False)
    claim = make_claim()
    workflow.return_for_correction(
        claim, reviewer=reviewer, version_number=1, message="Complétez.",
        remarks={"services.s1.description": "Qui ?"}, answer_by=date(2026, 10, 1),
    )  # fmt: skip
    return Claim.objects.get(pk=claim.pk)


def reminders() -> int:
    return Message.objects.filter(key="claim-reminder").count()


def on(time_machine, day: str) -> int:
    time_machine.move_to(f"{day}T10:00:00+02:00", tick=False)
    return follow_up_corrections()


def test_a_reminder_at_half_time_and_one_three_days_before_each_once(returned, time_machine):
    seen = []
    for day in ("2026-09-15", "2026-09-16", "2026-09-17", "2026-09-27", "2026-09-28", "2026-10-01"):
        on(time_machine, day)
        follow_up_corrections()
        seen.append(reminders())
    assert seen == [0, 1, 1, 1, 2, 2]
    assert "01.10.2026" in Message.objects.filter(key="claim-reminder").first().text


@pytest.mark.parametrize(("days", "reminded_after"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2)])
def test_nobody_is_reminded_of_what_was_asked_that_very_day(reviewer, time_machine, days, reminded_after):
    time_machine.move_to("2026-09-01T10:00:00+02:00", tick=False)
    day = today() + timedelta(days=days)
    claim = make_claim()
    workflow.return_for_correction(
        claim, reviewer=reviewer, version_number=1, message="Complétez.", remarks={}, answer_by=day
    )
    follow_up_corrections()
    assert reminders() == 0
    time_machine.shift(timedelta(days=reminded_after - 1))
    follow_up_corrections()
    assert reminders() == 0
    time_machine.shift(timedelta(days=1))
    follow_up_corrections()
    assert reminders() == 1


def test_who_answers_in_that_very_moment_is_not_reminded(returned, time_machine):
    """The worker had read what waits before the answer came."""
    decision = Decision.objects.select_related("version__claim__owner").get()
    workflow.send(Draft.objects.get(claim=returned), actor=returned.owner)
    assert _remind(decision, "reminded_halfway_at") is False
    assert reminders() == 0


@pytest.mark.parametrize(("after", "told"), [(AfterDeadline.DECIDE, True), (AfterDeadline.WAIT, False)])
def test_the_person_is_told_what_happens_after_the_day(reviewer, signed_in_client, time_machine, after, told):
    OfficeSettings(after_deadline=after).save()
    claim = make_claim()
    workflow.return_for_correction(
        claim,
        reviewer=reviewer,
        version_number=1,
        message="Complétez.",
        remarks={},
        answer_by=today() + timedelta(days=2),
    )
    time_machine.move_to(timezone.now() + timedelta(days=1))
    follow_up_corrections()
    mails = Message.objects.filter(key__in=("claim-returned", "claim-reminder"))
    said = [part for mail in mails for part in (mail.text, mail.html)]
    said.append(signed_in_client(claim.owner).get(f"/fr/guichet/claims/{claim.reference}/").content.decode())
    assert ["décide ensuite avec ce que vous avez envoyé." in part for part in said] == [told] * 5


def test_the_form_to_correct_says_until_when(returned, signed_in_client):
    page = signed_in_client(returned.owner).get(f"/fr/guichet/claims/{returned.reference}/correct/", follow=True)
    assert "Répondez jusqu’au 01.10.2026" in page.content.decode()


def test_after_the_day_the_office_decides_on_what_it_has(returned, time_machine, signed_in_client):
    assert on(time_machine, "2026-10-02") == 1
    returned.refresh_from_db()
    assert (returned.state, returned.submitted_at.day) == ("submitted", 1)
    assert Message.objects.filter(key="claim-deadline-passed", account=returned.owner).count() == 1
    undone = UndoneDecision.objects.get()
    assert (undone.undone_by, undone.remarks) == (None, {"services.s1.description": "Qui ?"})
    assert on(time_machine, "2026-10-03") == 0
    address = f"/fr/guichet/drafts/{Draft.objects.get(claim=returned).pk}/"
    typed = {"head": head_for(returned.owner), "services": [service()], "closing": {"remark": ""}}
    answer = signed_in_client(returned.owner).post(address, as_posted(typed, action="review"))
    assert answer["Location"] == f"/fr/guichet/claims/{returned.reference}/"


def test_the_office_can_choose_to_go_on_waiting(returned, time_machine):
    OfficeSettings.objects.create(after_deadline=AfterDeadline.WAIT)
    assert on(time_machine, "2026-10-02") == 0
    returned.refresh_from_db()
    assert returned.state == "returned"


def test_who_answered_is_not_reminded(returned, time_machine):
    workflow.send(Draft.objects.get(claim=returned), actor=returned.owner)
    assert [on(time_machine, day) for day in ("2026-09-17", "2026-09-29", "2026-10-05")] == [0, 0, 0]


def test_a_correction_taken_back_and_asked_again_keeps_what_the_person_typed(returned, reviewer):
    draft = Draft.objects.get(claim=returned)
    draft.answers["services"][0]["description"] = "Déjà corrigé"
    draft.save()
    workflow.take_back(returned, reviewer=reviewer, version_number=1, why="Reçu par la poste.")
    mail = Message.objects.get(key="claim-correction-taken-back")
    assert "Reçu par la poste." in mail.text
    assert not Decision.objects.exists()
    workflow.return_for_correction(returned, reviewer=reviewer, version_number=1, message="Encore.", remarks={})
    assert Draft.objects.get(claim=returned).answers["services"][0]["description"] == "Déjà corrigé"
