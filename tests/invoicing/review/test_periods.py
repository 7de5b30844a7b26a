"""Claims by the days of their services, years back: the same as asking each claim, by whatever index they are found."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from invoicing.models import Claim
from invoicing.models.claim import BEYOND_REACH, REACHES, reach_of
from invoicing.review.worklist import Office, Worklist
from tests.claims import change_claim, make_claim, make_person

MANY = 1_000_000  # as counted
EARLIEST, LATEST = datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2090-01-01")
PERIODS = [
    ("", "2014-06-30"), ("2014-06-01", "2014-06-30"), ("2016-02-29", "2016-02-29"), ("2019-01-01", ""),
    ("2012-01-01", "2018-12-31"), ("1900-01-01", "9999-12-31"), ("9999-12-31", ""), ("", "0001-01-01"),
]  # fmt: skip


@pytest.fixture
def claims(office_data) -> list[Claim]:
    """Two hundred closed ones of fifteen years: sent at once or years later, of one day or of many months; some were
    corrected, and reach beyond the day they were first sent."""
    draw = random.Random(90)
    facts = {**vars(make_claim(owner=make_person())), "state": "accepted", "closed_at": timezone.now()}
    facts = {name: facts[name] for name in (field.attname for field in Claim._meta.concrete_fields)}
    Claim.objects.update(state="accepted", closed_at=timezone.now())
    made = []
    for number in range(200):
        sent = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=draw.randrange(5500), hours=draw.randrange(24))
        start = sent.date() - timedelta(days=draw.choice((0, 3, 40, 200, 900, 2500, 5000)) - 5)
        end = start + timedelta(days=draw.choice((0, 0, 20, 90, 400, 2100)))
        own = {"id": None, "reference": f"2010-{number:06d}", "submitted_at": sent, "total": number}
        dates = {"period_start": start, "period_end": end, "reach": reach_of(sent, start, end)}
        made.append(Claim(**facts | own | dates))
    Claim.objects.bulk_create(made)
    return list(Claim.objects.order_by("-submitted_at", "-pk"))


def touching(claims: list[Claim], first: str, last: str) -> list[Claim]:
    start, end = date.fromisoformat(first or "0001-01-01"), date.fromisoformat(last or "9999-12-31")
    return [claim for claim in claims if claim.period_end >= start and claim.period_start <= end]


def list_of(reviewer, first: str, last: str, **more) -> Worklist:
    query = QueryDict(mutable=True)
    query.update({"state": "every", "period_from": first, "period_to": last, **more})
    return Worklist(query, Office(reviewer))


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_a_period_shows_what_touches_it_few_or_many(claims, reviewer, first, last):
    found = touching(claims, first, last)
    worklist = list_of(reviewer, first, last)
    assert worklist.to_count.count() == len(found)
    assert list(worklist.to_show(count=len(found), until=50)[:50]) == found[:50]
    for until in (1, 20, 250):
        assert list(worklist.to_show(count=MANY, until=until)[:until]) == found[:until]


@pytest.mark.django_db
@pytest.mark.parametrize("ordering", ["submitted_at", "-submitted_at", "total", "-total"])
def test_it_can_be_sorted_otherwise_and_filtered_further(claims, reviewer, ordering):
    key = ordering.removeprefix("-")
    found = [claim for claim in touching(claims, "2013-01-01", "2016-12-31") if claim.total >= 50]
    found.sort(key=lambda claim: (getattr(claim, key), claim.pk), reverse=ordering.startswith("-"))
    worklist = list_of(reviewer, "2013-01-01", "2016-12-31", ordering=ordering, amount_from="50")
    assert list(worklist.to_show(count=5, until=250)) == found
    assert list(worklist.to_show(count=MANY, until=250)) == found


@pytest.mark.django_db
@pytest.mark.parametrize("ordering", ["submitted_at", "-submitted_at", "-total"])
def test_next_and_previous_stay_within_the_period(claims, reviewer, ordering):
    worklist = list_of(reviewer, "2014-01-01", "2014-06-30", ordering=ordering)
    shown = list(worklist.to_show(count=5, until=250))
    assert len(shown) > 10
    assert [worklist.neighbour(claim) for claim in shown] == [*shown[1:], None]
    assert [worklist.neighbour(claim, backwards=True) for claim in shown] == [None, *shown[:-1]]


@given(st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)), st.integers(-5000, 5000), st.integers(0, 3000))
def test_the_reach_holds_the_whole_period(sent, begins, lasts):
    start = sent.date() + timedelta(days=begins)
    end = start + timedelta(days=lasts)
    reach = reach_of(sent, start, end)
    if begins + lasts > 1:
        assert reach == BEYOND_REACH
        return
    assert -begins <= reach
    assert reach in (*REACHES, BEYOND_REACH)
    assert reach == REACHES[0] or -begins > max(most for most in REACHES if most < reach)


@pytest.mark.django_db
def test_the_database_refuses_a_reach_that_does_not_follow_the_dates(office_data):
    claim = make_claim(owner=make_person())
    late = timezone.now() + timedelta(days=3000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(submitted_at=late)
    change_claim(claim, submitted_at=late)
    claim.refresh_from_db()
    assert claim.reach == 4096
    change_claim(claim, period_end=late.date() + timedelta(days=2))
    claim.refresh_from_db()
    assert claim.reach == BEYOND_REACH
