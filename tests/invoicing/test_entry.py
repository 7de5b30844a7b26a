"""Given typed answers, when an entry reads them, then it prices what it can and says what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.models import Rate
from invoicing.reading import check_draft, read_draft
from tests.claims import car_trip, head_for, make_claim, make_draft, make_person, service, stay, train_trip
from tests.factories import BeneficiaryFactory, DecisionNumberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def check(kind="plain", **answers):
    return check_draft(make_draft(kind, answers=answers))


def paths(entry):
    return [error["path"] for error in entry.errors]


def codes(entry):
    return [finding.code for finding in entry.warnings]


def test_whole_answers_have_no_errors():
    entry = check(services=[service()])
    assert entry.errors == []
    assert entry.total == Decimal("86.00")


def test_an_error_points_at_its_field():
    entry = check(services=[service(date="")])
    assert entry.errors[0]["id"] == "id_services-s1-date"


def test_an_error_names_its_row_where_there_may_be_several():
    entry = check(services=[service("a"), service("b", date="")], head={})
    assert {error["path"].partition(".")[0]: error["where"] for error in entry.errors} == {
        "head": "", "services": "Prestation 2",
    }  # fmt: skip


def test_a_row_with_an_error_does_not_stop_the_others_from_being_priced():
    entry = check(services=[service("a", quantity="x"), service("b")])
    assert entry.total == Decimal("86.00")
    assert paths(entry) == ["services.a.quantity"]


def test_blank_rows_are_passed_over_unless_a_row_is_needed():
    blank = {"id": "b", "quantity": "1"}
    assert check(services=[service(), blank]).errors == []
    assert "services.b.date" in paths(check(services=[blank]))
    empty_trip = {"id": "t"}
    assert check("travel", trips=[empty_trip], stay=stay()).errors == []


def test_an_empty_travel_form_says_so():
    entry = check("travel", trips=[{"id": "t"}], stay={})
    assert not entry.is_whole


def test_a_day_in_the_future_stops_at_its_field():
    entry = check(services=[service(date="31.12.2099")])
    assert paths(entry) == ["services.s1.date"]


def test_a_lapsed_day_stops_and_an_old_one_warns():
    assert paths(check(services=[service(date="30.06.2019")])) == ["services.s1.date"]
    assert "old" in codes(check(services=[service(date="30.06.2022")]))


def test_a_day_without_a_rate_is_never_priced_at_zero():
    Rate.objects.filter(code="travel-km").update(valid_from=date(2026, 9, 1))
    entry = check("travel", trips=[car_trip()])
    assert paths(entry) == ["trips.t1"]
    assert entry.lines == []


def test_a_missing_decision_number_is_asked_for():
    owner = make_person()
    entry = check(services=[service()], head={**head_for(owner), "decision_number": ""})
    assert "head.decision_number" in paths(entry)


def test_a_decision_number_takes_spaces_dots_and_slashes():
    owner = make_person()
    draft = make_draft(
        owner=owner,
        answers={"services": [service()], "head": {**head_for(owner), "decision_number": "323/2024.1000-123"}},
    )
    entry = check_draft(draft)
    assert entry.head["decision_number"] == "32320241000123"


@pytest.mark.parametrize(
    ("number", "code"), [("301 2024 1000123", "other_office"), ("323 2099 1000123", "decision_year")]
)
def test_an_odd_decision_number_only_warns(number, code):
    owner = make_person()
    draft = make_draft(
        owner=owner, answers={"services": [service()], "head": {**head_for(owner), "decision_number": number}}
    )
    entry = check_draft(draft)
    assert entry.is_whole
    assert code in codes(entry)


def test_a_saved_decision_number_stands_for_the_typed_one():
    owner = make_person()
    saved = DecisionNumberFactory(beneficiary=owner.beneficiaries.get())
    head = {**head_for(owner), "decision_number": "", "saved_decision": str(saved.pk)}
    entry = check_draft(make_draft(owner=owner, answers={"services": [service()], "head": head}))
    assert entry.is_whole
    assert entry.head["decision_number"] == saved.number


def test_a_saved_decision_number_of_another_person_is_refused():
    owner = make_person()
    child = BeneficiaryFactory(owner=owner, child=True)
    saved = DecisionNumberFactory(beneficiary=child)
    head = {**head_for(owner), "saved_decision": str(saved.pk)}
    entry = check_draft(make_draft(owner=owner, answers={"services": [service()], "head": head}))
    assert paths(entry) == ["head.saved_decision"]


def test_somebody_elses_ids_are_refused_at_their_fields():
    owner, stranger = make_person(), make_person()
    foreign = head_for(stranger)
    entry = check_draft(make_draft(owner=owner, answers={"services": [service()], "head": foreign}))
    assert {"head.beneficiary", "head.bank_account"} <= set(paths(entry))


def test_the_same_claim_again_warns_without_naming_anybody():
    owner = make_person()
    make_claim(owner=owner)
    entry = check_draft(make_draft(owner=owner))
    assert "duplicate" in codes(entry)


def test_no_document_warns_where_receipts_count():
    assert "no_document" in codes(check("travel", trips=[train_trip()]))
    assert "no_document" not in codes(check("travel", trips=[car_trip()]))


def test_a_companions_row_takes_the_trip_and_only_its_own_price():
    companion = {"id": "c", "companion_of": "t2", "price": "43.00"}
    entry = check("travel", trips=[train_trip(), companion])
    assert entry.errors == []
    assert [(line.path, line.amount) for line in entry.lines] == [
        ("trips.t2", Decimal("86.00")),
        ("trips.c", Decimal("43.00")),
    ]
    assert entry.lines[1].start == entry.lines[0].start


def test_hushed_answers_are_shown_without_being_judged():
    draft = make_draft(answers={"services": [service(date="")]})
    entry = read_draft(draft)
    entry.hush()
    assert entry.errors == []
    assert entry.sections[1].rows[0].form["unit_price"].value() == "43.00"
