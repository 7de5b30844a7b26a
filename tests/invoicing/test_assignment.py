"""Who treats a claim: taking, giving, releasing, sharing out; each leaves its event, none steals."""

from datetime import timedelta

import pytest

from guichet.models import Account, Event
from invoicing.assignment import HeldByAnother, NotAssignable, assign, colleagues, share_out
from invoicing.calendar_days import today
from invoicing.models import Absence, Claim
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(office_data) -> list[Account]:
    people = [AccountFactory(staff=True, last_name=name) for name in ("Bonvin", "Rey", "Salamin")]
    for person in people:
        make_reviewer(person)
    return people


def holder(claim: Claim) -> Account | None:
    return Claim.objects.get(pk=claim.pk).assigned_to


def test_a_claim_is_taken_given_and_released_each_with_its_event(team):
    claim = make_claim()
    for to in (team[0], team[1], None):
        assign(claim, to=to, actor=team[0])
        assert holder(claim) == to
    events = Event.objects.filter(object_key=claim.reference, action__in=("claim.assigned", "claim.released"))
    assert [(event.action, event.detail["from"], event.detail["to"]) for event in events.order_by("pk")] == [
        ("claim.assigned", None, team[0].pk),
        ("claim.assigned", team[0].pk, team[1].pk),
        ("claim.released", team[1].pk, None),
    ]


def test_the_same_again_changes_nothing_and_leaves_no_event(team):
    claim = make_claim()
    assign(claim, to=team[0], actor=team[0])
    assign(claim, to=team[0], actor=team[1])
    assert Event.objects.filter(action="claim.assigned").count() == 1


def test_who_looked_before_a_colleague_took_it_is_told(team):
    claim = make_claim()
    assign(claim, to=team[1], actor=team[1], seen=None)
    with pytest.raises(HeldByAnother) as held:
        assign(claim, to=team[0], actor=team[0], seen=None)
    assert held.value.claim.assigned_to == team[1]
    assert holder(claim) == team[1]


def test_a_closed_claim_is_given_to_nobody(team):
    claim = make_claim()
    Claim.objects.update(state="accepted", closed_at=claim.submitted_at)
    with pytest.raises(NotAssignable):
        assign(claim, to=team[0], actor=team[0])


def test_nobody_gets_his_own_claim_nor_one_without_the_right(team):
    owner = make_person(is_staff=True)
    make_reviewer(owner)
    claim = make_claim(owner=owner)
    for person in (owner, AccountFactory(staff=True), make_person()):
        with pytest.raises(NotAssignable):
            assign(claim, to=person, actor=team[0])
    assert holder(claim) is None


def test_colleagues_are_those_with_the_right_and_say_how_long_they_are_away(team):
    admin = AccountFactory(staff=True, is_superuser=True, last_name="Zen")
    AccountFactory(staff=True)
    make_reviewer(AccountFactory(staff=True, is_active=False))
    Absence.objects.create(person=team[1], start=today(), end=today() + timedelta(days=3))
    Absence.objects.create(person=team[2], start=today() + timedelta(days=1), end=today() + timedelta(days=3))
    assert [(one, one.absent_until) for one in colleagues()] == [
        (team[0], None),
        (team[1], today() + timedelta(days=3)),
        (team[2], None),
        (admin, None),
    ]


def test_claims_are_dealt_evenly_those_with_least_first(team):
    owner = make_person()
    busy = [make_claim(owner=owner) for _n in range(2)]
    for claim in busy:
        assign(claim, to=team[0], actor=team[0])
    claims = [make_claim(owner=owner) for _n in range(4)]
    assert share_out(claims, among=team, actor=team[0]) == {team[1]: 2, team[2]: 1, team[0]: 1}
    assert sorted(holder(claim).last_name for claim in claims) == ["Bonvin", "Rey", "Rey", "Salamin"]


def test_ones_own_claim_is_dealt_to_another(team):
    owner = make_person(is_staff=True, last_name="Abgottspon")
    make_reviewer(owner)
    claim = make_claim(owner=owner)
    assert share_out([claim], among=[owner, team[0]], actor=team[0]) == {owner: 0, team[0]: 1}
    assert holder(claim) == team[0]
