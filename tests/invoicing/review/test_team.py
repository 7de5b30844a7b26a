"""The office's people: their load, sharing out, absences; the thresholds; the panel on the home page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.models import Event
from invoicing.assignment import assign
from invoicing.calendar_days import today
from invoicing.models import Absence, Claim, OfficeSettings
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
TEAM = "/admin/claims/team/"


@pytest.fixture
def colleague(office_data):
    account = AccountFactory(staff=True, first_name="Paul", last_name="Rey")
    make_reviewer(account)
    return account


@pytest.fixture
def claims(office_data) -> list[Claim]:
    owner = make_person()
    return [make_claim(owner=owner) for _n in range(4)]


def test_the_load_of_each_is_counted(office, reviewer, colleague, claims):
    assign(claims[0], to=colleague, actor=reviewer)
    assign(claims[1], to=colleague, actor=reviewer)
    long_ago = timezone.now() - timedelta(days=40)
    Claim.objects.filter(pk=claims[0].pk).update(submitted_at=long_ago, version_number=2)
    Absence.objects.create(person=colleague, start=today(), end=today())
    loads = office.get(TEAM).context["loads"]
    assert [(load.person, load.waiting, load.late, load.corrected, len(load.absences)) for load in loads] == [
        (None, 2, 0, 0, 0),
        (colleague, 2, 1, 1, 1),
        (reviewer, 0, 0, 0, 0),
    ]


def test_the_oldest_are_shared_out_evenly(office, reviewer, colleague, claims):
    office.post(f"{TEAM}share/", {"count": 3, "people": [reviewer.pk, colleague.pk]})
    held = [Claim.objects.get(pk=claim.pk).assigned_to for claim in claims]
    assert held[3] is None
    assert sorted(person.pk for person in held[:3]) in (
        sorted([reviewer.pk, reviewer.pk, colleague.pk]),
        sorted([reviewer.pk, colleague.pk, colleague.pk]),
    )


def test_who_is_away_gets_nothing(office, colleague, claims):
    Absence.objects.create(person=colleague, start=today(), end=today())
    response = office.post(f"{TEAM}share/", {"count": 3, "people": [colleague.pk]})
    assert response.status_code == 422
    assert Claim.objects.filter(assigned_to=None).count() == 4


def test_an_absence_is_noted_refused_backwards_and_removed(office, colleague):
    day = today()
    backwards = {"person": colleague.pk, "start": day, "end": day - timedelta(days=1)}
    response = office.post(f"{TEAM}absences/", backwards)
    assert response.status_code == 422
    assert "La fin vient avant le début." in response.content.decode()
    office.post(f"{TEAM}absences/", {"person": colleague.pk, "start": day, "end": day + timedelta(days=7)})
    absence = Absence.objects.get()
    assert (absence.person, absence.end) == (colleague, day + timedelta(days=7))
    office.post(f"{TEAM}absences/{absence.pk}/remove/")
    assert list(Absence.objects.all()) == []
    actions = Event.objects.filter(action__startswith="absence.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["absence.added", "absence.removed"]


def test_one_claim_is_taken_and_lost_to_a_colleague(office, reviewer, colleague, claims):
    address = f"/admin/claims/{claims[0].reference}/assign/"
    response = office.post(address, {"to": reviewer.pk, "seen": "", "list": "state=open"})
    assert response["Location"] == f"/admin/claims/{claims[0].reference}/?list=state=open"
    response = office.post(address, {"to": colleague.pk, "seen": ""}, follow=True)
    assert "Entre-temps, la demande est passée à : Rita Salamin." in response.content.decode().replace("\xa0", " ")
    assert Claim.objects.get(pk=claims[0].pk).assigned_to == reviewer
    assert office.post(address, {"to": "x", "seen": ""}).status_code == 404
    assert office.post(address, {"to": make_person().pk, "seen": reviewer.pk}).status_code == 404


def test_the_thresholds_are_set_by_who_may(office, signed_in_client):
    address = "/admin/office/deadlines/"
    assert office.get(address).status_code == 404
    admin = signed_in_client(AccountFactory(staff=True, is_superuser=True))
    typed = {"correction_days": 30, "after_deadline": "decide", "undo_minutes": 30, "second_reviewer_above": "2000",
             "shows_usual_time": "on"}  # fmt: skip
    response = admin.post(address, typed | {"late_soon_after": 40, "late_after": 30})
    assert response.status_code == 422
    typed["seen"] = response.context["form"].fields["seen"].initial
    admin.post(address, typed | {"late_soon_after": 10, "late_after": 15})
    assert (OfficeSettings.load().late_soon_after, OfficeSettings.load().late_after) == (10, 15)
    changes = {"late_soon_after": [20, 10], "late_after": [30, 15], "second_reviewer_above": [None, "2000"]}
    assert Event.objects.get(action="officesettings.changed").detail["changes"] == changes


def test_the_home_page_says_what_waits(office, reviewer, colleague, claims):
    assign(claims[0], to=reviewer, actor=reviewer)
    assign(claims[1], to=colleague, actor=reviewer)
    Claim.objects.filter(pk=claims[0].pk).update(version_number=2, submitted_at=timezone.now() - timedelta(days=31))
    content = office.get("/admin/").content.decode()
    for name, count in (
        ("Ce qui m’attend", 3),
        ("À moi", 1),
        ("Non attribuées", 2),
        ("En retard", 1),
        ("Corrigées", 1),
    ):
        assert f"<strong>{count}</strong> {name}" in content
