"""Given a claim in some state, when someone acts, then state, messages and audit follow, or nothing does."""

import pytest

from guichet.models import DecisionNumber, Event, Message
from invoicing import workflow
from invoicing.enums import ClaimState, Outcome
from invoicing.models import Claim, Decision, Draft, ListEntry
from tests.claims import head_for, make_claim, make_draft, make_person, service
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def reviewer():
    return AccountFactory(staff=True)


def accept(claim, reviewer):
    return workflow.accept(claim, reviewer=reviewer, version_number=claim.version_number)


def refuse(claim, reviewer):
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    return workflow.refuse(claim, reviewer=reviewer, version_number=claim.version_number, reason=reason, message="Non.")


def return_for_correction(claim, reviewer):
    return workflow.return_for_correction(
        claim,
        reviewer=reviewer,
        version_number=claim.version_number,
        message="Veuillez compléter la description.",
        remarks={"services.s1.description": "Qui a fourni la prestation ?"},
    )


def withdraw(claim, reviewer):
    return workflow.withdraw(claim, actor=claim.owner, version_number=claim.version_number)


def send_again(claim, reviewer):
    return workflow.send(Draft.objects.get(claim=claim), actor=claim.owner)


def take_back(claim, reviewer):
    return workflow.take_back(claim, reviewer=reviewer, version_number=claim.version_number, why="Reçu par la poste.")


def let_lapse(claim, reviewer):
    return workflow.let_lapse(claim, version_number=claim.version_number)


def undo(claim, reviewer):
    return workflow.undo(claim, reviewer=reviewer, version_number=claim.version_number, why="Erreur de ligne.")


ACTS = {
    "accept": accept,
    "refuse": refuse,
    "return_for_correction": return_for_correction,
    "withdraw": withdraw,
    "take_back": take_back,
    "let_lapse": let_lapse,
    "undo": undo,
}
ALLOWED = {
    ("submitted", "accept"): "accepted",
    ("submitted", "refuse"): "refused",
    ("submitted", "return_for_correction"): "returned",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "withdraw"): "withdrawn",
    ("returned", "send_again"): "submitted",
    ("returned", "take_back"): "submitted",
    ("returned", "let_lapse"): "submitted",
    ("accepted", "undo"): "submitted",
    ("refused", "undo"): "submitted",
}


def claim_in(state, reviewer) -> Claim:
    claim = make_claim()
    way = {"accepted": accept, "refused": refuse, "returned": return_for_correction, "withdrawn": withdraw}
    if state in way:
        way[state](claim, reviewer)
    return Claim.objects.get(pk=claim.pk)


@pytest.mark.parametrize("act", [*ACTS])
@pytest.mark.parametrize("state", ClaimState.values)
def test_every_act_in_every_state(state, act, reviewer):
    claim = claim_in(state, reviewer)
    target = ALLOWED.get((state, act))
    events = Event.objects.count()
    if target:
        ACTS[act](claim, reviewer)
        assert Claim.objects.get(pk=claim.pk).state == target
        assert Event.objects.count() == events + 1
    else:
        with pytest.raises(workflow.TooLate):
            ACTS[act](claim, reviewer)
        assert Claim.objects.get(pk=claim.pk).state == state
        assert Event.objects.count() == events


def test_the_table_says_what_the_tests_say():
    from_table = {(s, act): target for act, (states, target) in workflow.TRANSITIONS.items() for s in states}
    assert from_table == ALLOWED


def test_sending_makes_a_claim_with_its_lines_mail_and_event():
    draft = make_draft()
    claim = workflow.send(draft, actor=draft.owner)
    version = claim.versions.get()
    assert claim.state == ClaimState.SUBMITTED
    assert claim.reference.endswith("-000001")
    assert claim.total == version.total == sum(line.amount for line in version.lines.all())
    assert len(version.hash) == 64
    assert Message.objects.get(key="claim-received").recipient == draft.owner.email
    assert Event.objects.filter(action="claim.sent", object_key=claim.reference).count() == 1


def test_sending_the_same_draft_twice_gives_the_same_claim():
    draft = make_draft()
    assert workflow.send(draft, actor=draft.owner) == workflow.send(draft, actor=draft.owner)
    assert Claim.objects.count() == 1
    assert Message.objects.filter(key="claim-received").count() == 1


def test_references_run_on():
    first, second = make_claim(), make_claim()
    assert int(second.reference[5:]) == int(first.reference[5:]) + 1


def test_nothing_is_sent_before_the_address_is_confirmed():
    draft = make_draft(owner=make_person(unverified=True))
    with pytest.raises(workflow.NotAllowed):
        workflow.send(draft, actor=draft.owner)
    assert not Claim.objects.exists()


def test_nobody_sends_the_draft_of_another():
    with pytest.raises(workflow.NotAllowed):
        workflow.send(make_draft(), actor=make_person())


def test_a_draft_with_errors_is_not_sent_and_says_where():
    draft = make_draft(answers={"services": [service(unit_price="")]})
    with pytest.raises(workflow.NotWhole) as caught:
        workflow.send(draft, actor=draft.owner)
    assert [error["path"] for error in caught.value.entry.errors] == ["services.s1.unit_price"]
    assert not Claim.objects.exists()


def test_a_correction_opens_the_form_as_it_was_sent(reviewer):
    claim = make_claim()
    decision = return_for_correction(claim, reviewer)
    draft = Draft.objects.get(claim=claim)
    assert draft.answers == claim.versions.get().answers
    assert [remark.path for remark in decision.remarks.all()] == ["services.s1.description"]
    assert Message.objects.filter(key="claim-returned", account=claim.owner).count() == 1


def test_a_corrected_claim_keeps_its_reference_and_first_day(reviewer):
    claim = make_claim()
    return_for_correction(claim, reviewer)
    draft = Draft.objects.get(claim=claim)
    draft.answers["services"][0]["unit_price"] = "50.00"
    draft.save()
    again = workflow.send(draft, actor=claim.owner)
    assert again.pk == claim.pk
    assert (again.version_number, again.submitted_at) == (2, claim.submitted_at)
    assert again.total == 100
    assert [version.total for version in again.versions.all()] == [86, 100]


def test_a_decision_on_an_older_version_comes_too_late(reviewer):
    claim = make_claim()
    return_for_correction(claim, reviewer)
    send_again(claim, reviewer)
    with pytest.raises(workflow.TooLate):
        workflow.accept(claim, reviewer=reviewer, version_number=1)


def test_who_comes_too_late_learns_who_was_faster(reviewer):
    claim = make_claim()
    refuse(claim, reviewer)
    with pytest.raises(workflow.TooLate) as caught:
        accept(claim, AccountFactory(staff=True))
    assert caught.value.decision.reviewer == reviewer
    assert caught.value.decision.outcome == Outcome.REFUSED
    assert caught.value.at == Claim.objects.get(pk=claim.pk).changed_at


def test_nobody_decides_on_his_own_claim():
    claim = make_claim()
    with pytest.raises(workflow.NotAllowed):
        accept(claim, claim.owner)
    assert not Decision.objects.exists()


def test_only_the_owner_withdraws():
    claim = make_claim()
    with pytest.raises(workflow.NotAllowed):
        workflow.withdraw(claim, actor=make_person(), version_number=1)
    assert Claim.objects.get().state == ClaimState.SUBMITTED


def test_withdrawing_a_returned_claim_drops_its_draft(reviewer):
    claim = make_claim()
    return_for_correction(claim, reviewer)
    withdraw(claim, reviewer)
    assert not Draft.objects.filter(claim=claim).exists()


def test_a_decision_number_is_kept_when_asked():
    owner = make_person()
    head = {**head_for(owner), "save_decision": True, "decision_description": "Braille"}
    draft = make_draft(owner=owner, answers={"services": [service()], "head": head})
    workflow.send(draft, actor=owner)
    kept = DecisionNumber.objects.get()
    assert (kept.number, kept.description) == ("32320241000123", "Braille")


def test_a_version_keeps_the_rates_it_used():
    version = make_claim("travel").versions.get()
    assert {rate["code"] for rate in version.rates} == {"travel-km", "meal-5-8h"}
    assert version.total == sum(line.amount for line in version.lines.all())
