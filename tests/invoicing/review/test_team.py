"""The office's people: their load, sharing out, absences; the thresholds; the panel on the home page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.models import Event
from invoicing.assignment import assign
from invoicing.calendar_days import today
from invoicing.models import Absence, Claim, OfficeSettings
from invoicing.roles import make_reviewer
from tests.claims import change_claim, make_claim, make_person
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
    change_claim(claims[0], submitted_at=long_ago, version_number=2)
    Absence.objects.create(person=colleague, start=today(), end=today())
    loads = office.get(TEAM).context["loads"]
    assert [(load.person, load.waiting, load.late, load.corrected, len(load.absences)) for load in loads] == [
        (None, 2, 0, 0, 0),
        (colleague, 2, 1, 1, 1),
        (reviewer, 0, 0, 0, 0),
    ]


def share(office, people: list, count: int = 3):
    """Send the form as it stands on the page."""
    seen = office.get(TEAM).context["share_form"]["seen"].value()
    return office.post(f"{TEAM}share/", {"count": count, "people": [one.pk for one in people], "seen": seen})


def test_the_oldest_are_shared_out_evenly(office, reviewer, colleague, claims):
    share(office, [reviewer, colleague])
    held = [Claim.objects.get(pk=claim.pk).assigned_to for claim in claims]
    assert held[3] is None
    assert sorted(person.pk for person in held[:3]) in (
        sorted([reviewer.pk, reviewer.pk, colleague.pk]),
        sorted([reviewer.pk, colleague.pk, colleague.pk]),
    )


def test_the_same_page_shares_out_once(office, reviewer, colleague, claims):
    posted = {"count": 2, "people": [reviewer.pk, colleague.pk], "seen": claims[0].reference}
    office.post(f"{TEAM}share/", posted)
    response = office.post(f"{TEAM}share/", posted, follow=True)
    assert "Entre-temps, des demandes ont été attribuées" in response.content.decode()
    assert Claim.objects.filter(assigned_to=None).count() == 2
    share(office, [reviewer])
    response = office.post(f"{TEAM}share/", posted | {"seen": ""}, follow=True)
    assert "Aucune demande n’attend sans responsable." in response.content.decode()


@pytest.mark.parametrize("count", ["0", "501", "", "x"])
def test_how_many_are_shared_is_asked_for_in_our_words(german_office, colleague, claims, count):
    response = german_office.post(f"{TEAM}share/", {"count": count, "people": [colleague.pk], "seen": ""})
    assert response.status_code == 422
    assert "Geben Sie eine Zahl von 1 bis 500 ein." in response.content.decode()


@pytest.mark.parametrize("person", ["9" * 40, "x", "-1", "0"])
def test_nothing_is_shared_with_who_is_none_of_the_office(office, claims, person):
    posted = {"count": 2, "people": [person], "seen": claims[0].reference}
    assert office.post(f"{TEAM}share/", posted).status_code == 422
    assert Claim.objects.filter(assigned_to=None).count() == 4


def test_each_number_leads_to_its_claims(office, reviewer, colleague, claims):
    assign(claims[0], to=colleague, actor=reviewer)
    assign(claims[1], to=reviewer, actor=reviewer)
    change_claim(claims[0], submitted_at=timezone.now() - timedelta(days=40), version_number=2)
    page = office.get(TEAM).content.decode().replace("&amp;", "&")
    for query, found in (
        (f"assigned={colleague.pk}&state=submitted", claims[0]),
        (f"assigned={colleague.pk}&state=submitted&age=late", claims[0]),
        (f"assigned={colleague.pk}&state=submitted&corrected=yes", claims[0]),
        (f"assigned={reviewer.pk}&state=submitted", claims[1]),
    ):
        assert f'href="/admin/claims/?{query}">1</a>' in page
        assert list(office.get(f"/admin/claims/?{query}").context["object_list"]) == [found]


def test_what_somebody_left_behind_stands_on_top(office, reviewer, colleague, claims):
    assign(claims[0], to=colleague, actor=reviewer)
    colleague.groups.clear()
    response = office.get(TEAM)
    assert [(load.person, load.waiting, load.is_former) for load in response.context["loads"]] == [
        (None, 3, False), (colleague, 1, True), (reviewer, 0, False),
    ]  # fmt: skip
    assert "n’examine plus" in response.content.decode()
    address = "/admin/claims/?assigned=absent&state=submitted"
    assert list(office.get(address).context["object_list"]) == [claims[0]]


def test_who_is_away_gets_nothing(office, colleague, claims):
    Absence.objects.create(person=colleague, start=today(), end=today())
    response = share(office, [colleague])
    assert response.status_code == 422
    assert Claim.objects.filter(assigned_to=None).count() == 4


def test_an_absence_is_noted_refused_backwards_and_removed(office, colleague):
    day = today()
    backwards = {"person": colleague.pk, "start": day, "end": day - timedelta(days=1)}
    response = office.post(f"{TEAM}absences/", backwards)
    assert response.status_code == 422
    assert "La fin vient avant le début." in response.content.decode()
    past = {"person": colleague.pk, "start": day - timedelta(days=9), "end": day - timedelta(days=1)}
    assert "Cette absence est déjà passée." in office.post(f"{TEAM}absences/", past).content.decode()
    week = {"person": colleague.pk, "start": day, "end": day + timedelta(days=7)}
    office.post(f"{TEAM}absences/", week)
    assert "déjà notée pour ces jours" in office.post(f"{TEAM}absences/", week).content.decode()
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
    change_claim(claims[0], version_number=2, submitted_at=timezone.now() - timedelta(days=31))
    content = office.get("/admin/").content.decode()
    for name, count in (
        ("Ce qui m’attend", 3),
        ("À moi", 1),
        ("Non attribuées", 2),
        ("En retard", 1),
        ("Corrigées", 1),
    ):
        assert f"<strong>{count}</strong> {name}" in content
