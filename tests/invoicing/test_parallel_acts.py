"""What happens at the same moment, from threads with connections of their own: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guichet.audit import find_broken_event
from guichet.models import Event, Message
from invoicing import workflow
from invoicing.assignment import colleagues
from invoicing.models import Claim, Decision, Draft
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_draft, make_person
from tests.conftest import sign_in
from tests.factories import AccountFactory
from tests.guichet.steps import code_in, give_password, type_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("office_data")]


def at_once(*acts: Callable) -> list:
    """Start the acts together; their results in the same order."""
    barrier = Barrier(len(acts))

    def start(act):
        try:
            barrier.wait(timeout=30)
            with translation.override("fr"):
                return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts))


@pytest.fixture
def offices() -> list[Client]:
    reviewers = [AccountFactory(staff=True, with_device=True) for _one in range(2)]
    for reviewer in reviewers:
        make_reviewer(reviewer)
    return [sign_in(Client(), reviewer) for reviewer in reviewers]


def test_of_two_reviewers_who_decide_at_once_one_wins_and_one_mail_leaves(offices):
    claim = make_claim()
    address = f"/admin/claims/{claim.reference}/decide"
    seen = {"version": 1, "state": "submitted", "confirmed": "1"}
    acts = [
        lambda: offices[0].post(f"{address}/accept/", seen | {"message": "Merci."}),
        lambda: offices[1].post(f"{address}/refuse/", seen | {"message": "Non.", "reason": "not-covered"}),
    ]
    answers = at_once(*acts)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    decision = Decision.objects.get()
    assert Claim.objects.get().state == decision.outcome
    late = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert decision.reviewer.get_full_name() in late
    assert "Merci." in late
    assert "Non." in late
    told = Message.objects.filter(account=claim.owner).exclude(key="claim-received")
    assert [mail.key for mail in told] == [f"claim-{decision.outcome}"]


def test_taking_back_and_accepting_at_once_end_in_one_state(offices):
    claim = make_claim()
    owner = sign_in(Client(), claim.owner)
    seen = {"version": 1, "state": "submitted", "confirmed": "1", "message": ""}
    answers = at_once(
        lambda: owner.post(reverse("invoicing:claim-withdraw", args=[claim.reference]), {"version": 1}),
        lambda: offices[0].post(f"/admin/claims/{claim.reference}/decide/accept/", seen),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Claim.objects.get().state in ("withdrawn", "accepted")
    assert Event.objects.filter(action__in=["claim.withdrawn", "claim.accepted"]).count() == 1


def test_two_who_share_out_at_once_deal_each_claim_once_and_no_more_than_asked(offices):
    claims = [make_claim() for _one in range(6)]
    people = [person.pk for person in colleagues()]
    posted = {"count": 4, "people": people, "seen": claims[0].reference}
    at_once(*(lambda office=office: office.post("/admin/claims/team/share/", posted) for office in offices))
    held = [Claim.objects.get(pk=claim.pk).assigned_to_id for claim in claims]
    assert [key in people for key in held] == [True] * 4 + [False] * 2
    assert Event.objects.filter(action="claim.assigned").count() == 4


def test_the_same_rows_accepted_by_two_at_once_are_accepted_once(offices):
    owner = make_person()
    paid, *claims = [make_claim(owner=owner) for _one in range(3)]
    Claim.objects.update(finding_count=0, has_duplicate=False)
    Claim.objects.filter(pk=paid.pk).update(state="accepted", closed_at=paid.submitted_at)
    for number, claim in enumerate(claims):  # each of another day: no duplicates
        claim.versions.get().lines.update(start=f"2026-05-0{number + 1}", end=f"2026-05-0{number + 1}")
    rows = " ".join(f"{claim.reference}:1:" for claim in claims)
    posted = {"act": "accept", "confirmed": "1", "rows": rows}
    answers = at_once(*(lambda office=office: office.post("/admin/claims/bulk/", posted) for office in offices))
    assert sum(answer.content.decode().count("</a> – acceptée</li>") for answer in answers) == 2
    assert Message.objects.filter(key="claim-accepted").count() == 2


def test_ten_claims_sent_at_once_have_ten_references_in_a_row():
    drafts = [make_draft(owner=make_person()) for _one in range(10)]
    claims = at_once(*(lambda draft=draft: workflow.send(draft, actor=draft.owner) for draft in drafts))
    assert sorted(int(claim.reference[5:]) for claim in claims) == list(range(1, 11))
    assert Draft.objects.filter(sent_as=None).count() == 0
    assert find_broken_event() is None


def test_of_eight_posts_of_the_right_code_one_signs_in(sent_sms):
    account = make_person()
    client = Client()
    give_password(client, account)
    code = code_in(sent_sms)
    windows = [Client() for _window in range(8)]
    for window in windows:
        window.cookies.update(client.cookies)
    answers = at_once(*(lambda window=window: type_code(window, code) for window in windows))
    desk = reverse("invoicing:desk")
    assert [answer.get("Location") for answer in answers].count(desk) == 1
    assert {answer.status_code for answer in answers} <= {200, 302, 429}
    assert Event.objects.filter(action="sign_in.completed").count() == 1
