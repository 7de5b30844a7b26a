"""Acting on many rows: exactly those that were shown and ticked, each checked again, each with its result."""

import pytest
from django.utils import timezone

from guichet.models import Account, Event, Message
from invoicing import workflow
from invoicing.assignment import assign
from invoicing.bulk import Row, accept_all
from invoicing.models import Claim, OfficeSettings
from invoicing.overlaps import doubled_claims
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_person, service
from tests.factories import AccountFactory, BankAccountFactory

pytestmark = pytest.mark.django_db
BULK = "/admin/claims/bulk/"


@pytest.fixture
def owner(office_data) -> Account:
    """Somebody to whose account the office has paid before."""
    owner = make_person(first_name="Jane", last_name="Doe")
    claim = make_claim(owner=owner)
    Claim.objects.filter(pk=claim.pk).update(state="accepted", closed_at=timezone.now())
    return owner


@pytest.fixture
def claims(owner) -> list[Claim]:
    """Four plain ones, each of another day."""
    claims = [plain(owner, day) for day in ("01", "02", "03", "04")]
    Claim.objects.update(finding_count=0)  # no document is joined: a finding of its own
    return claims


def plain(owner: Account, day: str) -> Claim:
    return make_claim(owner=owner, answers={"services": [service(date=f"{day}.07.2026", unit_price=f"1{day}.00")]})


def row(claim: Claim) -> str:
    return f"{claim.reference}:{claim.version_number}"


def states(claims: list[Claim]) -> list[str]:
    return [Claim.objects.get(pk=claim.pk).state for claim in claims]


def confirmed(office, response, **more):
    """Press the button of the page to confirm."""
    context = response.context
    to = context["to"].pk if context["to"] else ""
    data = {"act": context["act"], "to": to, "rows": context["rows"], "list": context["list"], "confirmed": "1"}
    return office.post(BULK, data | more)


def test_exactly_the_ticked_rows_are_accepted(office, claims):
    response = office.post(BULK, {"act": "accept", "row": [row(claims[0]), row(claims[2])], "list": "state=open"})
    assert states(claims) == ["submitted"] * 4
    assert "Accepter 2 demandes" in response.content.decode()
    response = confirmed(office, response)
    assert states(claims) == ["accepted", "submitted", "accepted", "submitted"]
    assert response.context["summary"] == "2 demandes acceptées"
    assert Event.objects.filter(action="claim.accepted").count() == 2
    assert Message.objects.filter(key="claim-accepted").count() == 2


def test_all_means_all_of_the_filter_named_one_by_one(office, owner, claims):
    Claim.objects.filter(pk__in=[claims[1].pk, claims[3].pk]).update(language="de")
    response = office.post(BULK, {"act": "accept", "all": "1", "list": "language=de"})
    assert response.context["rows"] == f"{row(claims[1])}: {row(claims[3])}:"
    late = plain(owner, "09")
    Claim.objects.filter(pk=late.pk).update(language="de", finding_count=0)
    confirmed(office, response)
    assert states([*claims, late]) == ["submitted", "accepted", "submitted", "accepted", "submitted"]


def test_what_is_not_plain_is_said_beforehand(office, owner, claims):
    Claim.objects.filter(pk=claims[0].pk).update(finding_count=1)
    Claim.objects.filter(pk=claims[1].pk).update(finding_count=1, has_duplicate=True)
    stranger = make_claim(owner=make_person())
    Claim.objects.filter(pk=stranger.pk).update(finding_count=0)
    response = office.post(BULK, {"act": "accept", "all": "1", "list": "state=open"})
    assert {one.claim.reference: one.obstacle for one in response.context["unable"]} == {
        claims[0].reference: "point à vérifier",
        claims[1].reference: "doublon possible",
        stranger.reference: "nouvel IBAN",
    }
    confirmed(office, response)
    assert states([*claims, stranger]) == ["submitted", "submitted", "accepted", "accepted", "submitted"]


def test_the_older_one_of_two_alike_is_not_offered_either(office, claims, django_assert_num_queries):
    """It carries no finding: it was sent before the other."""
    duplicate(claims[0])
    response = office.post(BULK, {"act": "accept", "all": "1", "list": "state=open"})
    assert [one.obstacle for one in response.context["unable"]] == ["doublon possible"] * 2
    assert [one.claim for one in response.context["able"]] == claims[1:]
    with django_assert_num_queries(1):
        assert doubled_claims([]) == set()
        assert len(doubled_claims(claims)) == 1


def finding(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(finding_count=1)


def duplicate(claim: Claim) -> None:
    """Sent twice after the list was read: the older one carries no finding."""
    make_claim(owner=claim.owner, answers={"services": [service(date="01.07.2026", unit_price="101.00")]})


def new_account(claim: Claim) -> None:
    account = BankAccountFactory(owner=claim.owner, is_preferred=False)
    Claim.objects.filter(pk=claim.pk).update(bank_account=account)


def above_the_threshold(claim: Claim) -> None:
    OfficeSettings(second_reviewer_above=1_000).save()
    Claim.objects.filter(pk=claim.pk).update(total=1_001)


def decided(claim: Claim) -> None:
    workflow.accept(claim, reviewer=AccountFactory(staff=True), version_number=1)


def corrected(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(version_number=2)


def withdrawn(claim: Claim) -> None:
    workflow.withdraw(claim, actor=claim.owner, version_number=1)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (finding, "point à vérifier"),
        (duplicate, "doublon possible"),
        (new_account, "nouvel IBAN"),
        (above_the_threshold, "un second collaborateur doit confirmer"),
        (decided, "déjà « Acceptée »"),
        (corrected, "une nouvelle version est arrivée"),
        (withdrawn, "déjà « Retirée »"),
    ],
)
def test_each_row_is_checked_again_and_stops_none_of_the_others(reviewer, claims, happens, said):
    happens(claims[0])
    results = accept_all([Row(claim.reference, 1) for claim in claims[:2]], reviewer=reviewer)
    assert [(result.done, result.text) for result in results] == [(False, said), (True, "acceptée")]
    assert Event.objects.filter(action="claim.accepted", actor=reviewer).count() == 1


def test_who_lost_the_right_meanwhile_accepts_nothing(reviewer, claims):
    reviewer.groups.clear()
    results = accept_all([Row(claims[0].reference, 1), Row("2026-999999", 1)], reviewer=reviewer)
    assert [result.text for result in results] == [
        "vous ne pouvez pas décider de cette demande",
        "cette demande n’existe pas",
    ]
    assert states(claims) == ["submitted"] * 4


def test_ones_own_claim_is_not_accepted(signed_in_client, claims, owner):
    Account.objects.filter(pk=owner.pk).update(is_staff=True)
    owner.refresh_from_db()
    make_reviewer(owner)
    office = signed_in_client(owner)
    response = office.post(BULK, {"act": "accept", "row": [row(claims[0])]})
    assert [one.obstacle for one in response.context["unable"]] == ["votre propre demande ou celle d’un proche"]
    office.post(BULK, {"act": "accept", "rows": row(claims[0]), "confirmed": "1"})
    assert states(claims) == ["submitted"] * 4


def test_rows_are_given_and_released(office, reviewer, claims):
    colleague = AccountFactory(staff=True, last_name="Rey")
    make_reviewer(colleague)
    response = office.post(BULK, {"act": "assign", "to": colleague.pk, "row": [row(one) for one in claims[:3]]})
    confirmed(office, response)
    assert [Claim.objects.get(pk=one.pk).assigned_to for one in claims] == [colleague] * 3 + [None]
    assign(claims[3], to=reviewer, actor=reviewer)
    response = office.post(BULK, {"act": "assign", "to": "", "all": "1", "list": "assigned=me"})
    confirmed(office, response)
    assert Claim.objects.get(pk=claims[3].pk).assigned_to is None
    assert Claim.objects.filter(assigned_to=colleague).count() == 3


@pytest.fixture
def colleague(office_data) -> Account:
    account = AccountFactory(staff=True, first_name="Paul", last_name="Rey")
    make_reviewer(account)
    return account


def test_nobody_loses_what_he_took_since_the_list_was_read(office, reviewer, colleague, claims):
    response = office.post(BULK, {"act": "assign", "to": reviewer.pk, "row": [f"{row(one)}:" for one in claims[:3]]})
    assign(claims[0], to=colleague, actor=colleague)
    corrected(claims[1])
    decided(claims[2])
    results = confirmed(office, response).context["failed"]
    assert [result.text for result in results] == [
        "prise entre-temps par Paul Rey", "une nouvelle version est arrivée", "déjà «\u00a0Acceptée\u00a0»",
    ]  # fmt: skip
    assert [Claim.objects.get(pk=one.pk).assigned_to for one in claims[:3]] == [colleague, None, None]


def test_what_cannot_be_assigned_is_said_beforehand(office, reviewer, colleague, claims, owner):
    Account.objects.filter(pk=owner.pk).update(is_staff=True)
    make_reviewer(owner)
    assign(claims[0], to=colleague, actor=colleague)
    corrected(claims[1])
    decided(claims[2])
    response = office.post(BULK, {"act": "assign", "to": owner.pk, "row": [f"{row(one)}:" for one in claims]})
    assert {one.claim.reference: one.obstacle for one in response.context["unable"]} == {
        claims[0].reference: "prise entre-temps par Paul Rey",
        claims[1].reference: "une nouvelle version est arrivée",
        claims[2].reference: "déjà «\u00a0Acceptée\u00a0»",
        claims[3].reference: "sa propre demande ou celle d’un proche",
    }
    assert "Aucune de ces demandes ne peut être attribuée ainsi" in response.content.decode()
    assert 'name="confirmed"' not in response.content.decode()


def test_a_version_that_came_since_the_list_was_read_is_not_offered(office, claims):
    corrected(claims[0])
    response = office.post(BULK, {"act": "accept", "row": [f"{claims[0].reference}:1:", row(claims[1])]})
    assert [one.obstacle for one in response.context["unable"]] == ["une nouvelle version est arrivée"]
    assert response.context["total"] == claims[1].total


def test_all_of_the_list_counts_the_closed_ones_too(office, claims, owner):
    response = office.get("/admin/claims/?state=every")
    assert response.context["all_count"] == 5
    response = office.post(BULK, {"act": "accept", "all": "1", "list": "state=every"})
    assert (len(response.context["able"]), len(response.context["unable"])) == (4, 1)


def test_nothing_is_offered_for_a_list_of_closed_claims(office, claims):
    assert 'name="act"' not in office.get("/admin/claims/?state=accepted").content.decode()
    assert 'name="act"' in office.get("/admin/claims/?state=every").content.decode()


def test_the_same_page_confirmed_twice_accepts_once(office, claims):
    response = office.post(BULK, {"act": "accept", "row": [row(claims[0])]})
    confirmed(office, response)
    again = confirmed(office, response)
    assert [result.text for result in again.context["failed"]] == ["déjà «\u00a0Acceptée\u00a0»"]
    assert again.context["summary"] == "Rien n’a changé"
    assert Message.objects.filter(key="claim-accepted").count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"act": "accept"}, 302),
        ({"act": "accept", "row": ["nonsense"]}, 302),
        ({"act": "delete"}, 404),
        ({"act": "assign", "to": "999999"}, 404),
        ({"act": "assign", "to": "²"}, 404),
        ({"act": "assign", "to": "9" * 5_000}, 404),
        ({"act": "accept", "row": ["2026-000002:" + "9" * 5_000]}, 302),
        ({"act": "accept", "confirmed": "1", "rows": "2026-000002 : :: 2026-000002:x:y:z 2026-000002:9"}, 200),
        ({"act": "accept", "all": "1", "list": "state=nonsense"}, 302),
    ],
)
def test_nothing_chosen_or_nonsense_changes_nothing(office, claims, data, status):
    assert office.post(BULK, data).status_code == status
    assert states(claims) == ["submitted"] * 4


def test_too_many_are_refused_whole(office, claims, monkeypatch):
    monkeypatch.setattr("invoicing.review.bulk_views.MOST_AT_ONCE", 3)
    response = office.post(BULK, {"act": "accept", "all": "1", "list": "state=open"}, follow=True)
    assert "Plus de 3 demandes" in response.content.decode()
