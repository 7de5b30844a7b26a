"""Where the database looks for claims, so that a million take no longer than a thousand. `make million` measures it."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from invoicing.assignment import colleagues
from invoicing.models import Version
from invoicing.review.attention import first_use_of_account
from invoicing.review.worklist import Office, Worklist
from tests.claims import make_claim, make_person

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 1_000_000  # as counted


def assert_read_from(index: str, rows: QuerySet) -> None:
    """SQLite says so; PostgreSQL decides by how many rows there are, and a test has few."""
    plan = rows.explain()
    assert connection.vendor != "sqlite" or f"INDEX {index}" in plan, plan


@pytest.mark.parametrize(
    ("query", "count", "index"),
    [
        ("state=open", MANY, "open_claims_by_day"),
        ("state=open&amount_from=5900", FEW, "open_claims_by_day"),
        ("state=open&amount_from=100&amount_to=110", FEW, "open_claims_by_day"),
        ("state=open&findings=duplicate", FEW, "open_claims_by_day"),
        ("assigned=me", MANY, "open_claims_by_reviewer"),
        ("state=open&kind=travel&ordering=-total", MANY, "open_claims_by_"),
        ("state=every", MANY, "claims_by_day"),
        ("state=every&amount_from=5900", FEW, "every_claim_by_amount"),
        ("state=every&amount_from=20", MANY, "claims_by_day"),
        ("state=every&amount_from=100&amount_to=110", FEW, "every_claim_by_amount"),
        ("state=every&amount_from=20&amount_to=9000", MANY, "claims_by_day"),
        ("state=every&findings=duplicate", FEW, "every_duplicate_by_day"),
        ("state=accepted&findings=duplicate&language=de", MANY, "every_duplicate_by_day"),
        ("state=every&kind=travel", FEW, "every_claim_by_form"),
        ("state=every&kind=travel", MANY, "every_claim_by_form"),
        ("state=every&assigned=nobody", FEW, "every_claim_by_reviewer"),
        ("state=every&ordering=-total", MANY, "every_claim_by_amount"),
        ("state=every&ordering=search_name", MANY, "claims_by_name"),
        ("state=every&period_from=2019-01-01&period_to=2019-01-31", FEW, "every_claim_by_reach"),
        ("state=every&period_from=2019-01-01&period_to=2019-01-31", MANY, "every_claim_by_reach"),
        ("state=every&period_to=2019-01-31&ordering=-total", MANY, "every_claim_by_amount"),
        ("q=Doe", FEW, "claims_by_name"),
        ("q=Doe&kind=travel", MANY, "claims_by_day"),
        ("q=Doe&received_to=2019-01-31", MANY, "claims_by_name"),
        ("q=Doe&ordering=total", MANY, "claims_by_name"),
        ("q=Doe&state=open", FEW, "claims_by_name"),
    ],
)
def test_the_list_is_read_from_the_index_that_leads_there_soonest(reviewer, query, count, index):
    make_claim(owner=make_person(last_name="Doe"))
    assert_read_from(index, Worklist(query, Office(reviewer)).to_show(count=count, until=50).values("pk")[:50])


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("state=every&amount_from=5900", "every_claim_by_amount"),
        ("state=every&findings=duplicate", "every_duplicate_by_day"),
        ("state=every&period_from=2026-01-01", "every_claim_by_reach"),
        ("state=open&amount_from=5900", "open_claims_by_day"),
    ],
)
def test_counting_begins_there_too(reviewer, query, index):
    assert_read_from(index, Worklist(query, Office(reviewer)).to_count.values("pk")[:1001])


def test_a_name_that_many_bear_is_met_among_the_open_ones(reviewer, monkeypatch):
    make_claim(owner=make_person(last_name="Doe"))
    monkeypatch.setattr("invoicing.review.search.FREQUENT", 0)
    worklist = Worklist("q=Doe&state=open", Office(reviewer))
    assert_read_from("open_claims_by_day", worklist.to_count.values("pk")[:1001])
    assert_read_from("open_claims_by_day", worklist.to_show(count=MANY, until=50).values("pk")[:50])


def test_who_used_an_account_first_is_found_by_its_iban(office_data):
    assert_read_from("bank_accounts_by_iban", Version.objects.annotate(first=first_use_of_account()))


def test_the_staff_are_found_among_all_who_have_an_account(office_data):
    assert_read_from("staff_by_name", colleagues())
