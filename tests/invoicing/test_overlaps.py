"""Given claims of several accounts for one insured person, when days meet, then each side is told what it may know."""

import pytest

from invoicing import workflow
from invoicing.models import Claim
from invoicing.overlaps import overlapping_claims
from invoicing.reading import check_draft
from tests.claims import car_trip, make_claim, make_draft, make_person, service, train_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def parents():
    """Two accounts that represent the same child."""
    first, second = make_person(), make_person()
    second.beneficiaries.update(avs_number=first.beneficiaries.get().avs_number)
    return first, second


def found(owner, kind="plain", **answers):
    entry = check_draft(make_draft(kind, owner=owner, answers=answers))
    return {finding.code: finding for finding in entry.findings if finding.code in ("duplicate", "overlap")}


def test_the_same_service_from_another_account_is_a_duplicate_and_names_no_claim(parents):
    claim = make_claim(owner=parents[0])
    (finding,) = found(parents[1], services=[service()]).values()
    assert (finding.code, finding.path, finding.claims) == ("duplicate", "services.s1.date", (claim.reference,))
    assert claim.reference not in finding.message


def test_of_ones_own_claim_the_reference_is_told(parents):
    claim = make_claim(owner=parents[0])
    assert claim.reference in found(parents[0], services=[service()])["duplicate"].message


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"date": "05.06.2026"}, set()),
        ({"unit_price": "43.05"}, {"overlap"}),
        ({"description": "Autre chose"}, {"duplicate"}),
    ],
)
def test_the_day_and_the_amount_decide(parents, typed, codes):
    make_claim(owner=parents[0])
    assert set(found(parents[1], services=[service(**typed)])) == codes


def test_the_same_day_and_amount_on_another_form_is_a_duplicate(parents):
    make_claim("travel", owner=parents[0], answers={"trips": [train_trip()], "stay": {}})
    same = service(date="11.08.2026", quantity="1", unit_price="86.00")
    assert set(found(parents[1], services=[same])) == {"duplicate"}
    assert found(parents[1], services=[same | {"unit_price": "86.05"}]) == {}
    assert found(parents[1], services=[same | {"date": "12.08.2026"}]) == {}


def test_another_service_of_the_same_form_on_the_same_day_is_none(parents):
    make_claim("travel", owner=parents[0], answers={"trips": [car_trip()], "stay": {}})
    trip = train_trip(start="10.08.2026", end="10.08.2026")
    assert found(parents[1], "travel", trips=[trip], stay={}) == {}


@pytest.mark.parametrize(("state", "codes"), [("accepted", {"duplicate"}), ("refused", set()), ("withdrawn", set())])
def test_what_was_refused_or_withdrawn_does_not_count(parents, state, codes):
    make_claim(owner=parents[0])
    closed = Claim.objects.values_list("submitted_at", flat=True)
    Claim.objects.update(state=state, closed_at=closed[0])
    assert set(found(parents[1], services=[service()])) == codes


def test_the_version_before_a_correction_does_not_count(parents):
    claim = make_claim(owner=parents[0])
    Claim.objects.update(version_number=2)
    assert found(parents[1], services=[service()]) == {}
    assert claim.versions.count() == 1


def test_a_claim_under_correction_does_not_meet_itself(parents):
    claim = make_claim(owner=parents[0])
    draft = make_draft(owner=parents[0])
    draft.claim = claim
    draft.save()
    assert [finding.code for finding in check_draft(draft).findings] == ["no_document"]


def test_the_office_sees_who_meets_whom_whichever_came_first(parents):
    first, second = make_claim(owner=parents[0]), make_claim(owner=parents[1])
    other = make_claim(owner=parents[0], answers={"services": [service(unit_price="1.00")]})
    assert overlapping_claims(first, list(first.versions.get().lines.all())) == {
        "duplicate": [second.reference],
        "overlap": [other.reference],
    }


def test_a_version_keeps_which_claims_its_findings_are_about(parents):
    first = make_claim(owner=parents[0])
    second = workflow.send(make_draft(owner=parents[1]), actor=parents[1])
    kept = {finding["code"]: finding["claims"] for finding in second.versions.get().findings}
    assert kept["duplicate"] == [first.reference]
