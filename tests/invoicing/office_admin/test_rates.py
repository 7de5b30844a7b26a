"""Rates in the admin: shown first, stored after; what a claim was sent with is only followed."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from guichet.models import Event
from invoicing import workflow
from invoicing.management.commands.load_office_data import load_rates
from invoicing.models import Draft, Rate, RateCode
from tests.claims import car_trip, make_claim, make_person
from tests.conftest import sign_in
from tests.factories import AccountFactory
from tests.invoicing.office_admin.forms import save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]
INDEX = "/admin/office/rates/"
KM = f"{INDEX}codes/travel-km/"
NEXT_YEAR = {"valid_from": "01.01.2027", "amount": "0,50", "source": "CRFV 2027"}


def stored(code: str = "travel-km") -> list[tuple[date, Decimal]]:
    return list(Rate.objects.filter(code=code).values_list("valid_from", "amount"))


def enter(client, address: str = f"{KM}add/", **typed):
    """Look at what was typed, then store it."""
    plan = client.post(address, NEXT_YEAR | typed)
    return client.post(f"{INDEX}store/", {"plan": plan.context["signed"]})


def the(day: date) -> Rate:
    return Rate.objects.get(code="travel-km", valid_from=day)


def drive(day: str) -> dict:
    return {"trips": [car_trip(start=day, end=day)]}


def test_the_list_shows_what_holds_today_and_what_comes(office):
    Rate.objects.create(code="travel-km", valid_from=date(2099, 1, 1), amount="0.55", source="CRFV")
    form = next(form for form in office.get(INDEX).context["forms"] if form.key == "travel")
    line = form.lines[0]
    assert (line.code, line.name, line.unit) == ("travel-km", "Indemnité kilométrique, voiture", "par km")
    assert (line.today.amount, [rate.amount for rate in line.coming]) == (Decimal("0.45"), [Decimal("0.55")])


def test_a_code_without_any_rate_is_seen(office):
    found = {"q": "lodging-night"}
    assert "aucun tarif" not in office.get(INDEX, found).content.decode()
    Rate.objects.filter(code="lodging-night").delete()
    assert office.get(INDEX, found).content.decode().count("aucun tarif") == 1


@pytest.mark.parametrize(
    ("words", "codes"),
    [("viatique", ["meal-5-8h", "meal-over-8h"]), ("KM voiture", ["travel-km"]), ("fusée", [])],
)
def test_rates_are_found_by_their_words(office, words, codes):
    forms = office.get(INDEX, {"q": words}).context["forms"]
    assert [line.code for form in forms for line in form.lines] == codes


def test_nothing_is_stored_by_the_first_post(office):
    response = office.post(f"{KM}add/", NEXT_YEAR)
    assert "Enregistrer ce tarif" in response.content.decode()
    assert stored() == [(date(2021, 1, 1), Decimal("0.45"))]


def test_the_second_post_stores_it_and_says_who_and_with_which_source(office, clerk):
    response = enter(office)
    assert response["Location"] == KM
    assert stored() == [(date(2021, 1, 1), Decimal("0.45")), (date(2027, 1, 1), Decimal("0.50"))]
    event = Event.objects.get(action="rate.created")
    assert (event.actor, event.object_key) == (clerk, "travel-km")
    assert event.detail["changes"]["source"] == ["", "CRFV 2027"]
    content = office.get(KM).content.decode()
    assert "Claude Zenhäusern" in content
    assert "31.12.2026" in content


def test_going_back_keeps_what_was_typed(office):
    response = office.post(f"{KM}add/", NEXT_YEAR | {"back": "1"})
    assert response.context["form"]["source"].value() == "CRFV 2027"
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "0.455"}, "amount"),
        ({"amount": "=1+1"}, "amount"),
        ({"source": ""}, "source"),
        ({"valid_from": "31.02.2027"}, "valid_from"),
    ],
)
def test_a_slip_is_told_at_its_field(office, typed, field):
    response = office.post(f"{KM}add/", NEXT_YEAR | typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_date_years_ahead_is_refused(office):
    response = office.post(f"{KM}add/", NEXT_YEAR | {"valid_from": "01.01.2072"})
    assert response.status_code == 422
    assert len(response.context["plan"].errors) == 1


@pytest.mark.parametrize(("amount", "warnings"), [("0.60", 0), ("4.50", 1), ("0.05", 1)])
def test_a_great_leap_is_pointed_out(office, amount, warnings):
    plan = office.post(f"{KM}add/", NEXT_YEAR | {"amount": amount}).context["plan"]
    assert len(plan.rates[0].warnings) == warnings


def test_a_rate_nobody_was_paid_with_may_be_changed_and_deleted(office):
    enter(office)
    rate = the(date(2027, 1, 1))
    enter(office, f"{INDEX}{rate.pk}/", amount="0.52")
    assert the(date(2027, 1, 1)).amount == Decimal("0.52")
    assert Event.objects.get(action="rate.changed").detail["changes"]["amount"] == ["0.50", "0.52"]
    assert "continuera de valoir" in office.get(f"{INDEX}{rate.pk}/delete/").content.decode()
    office.post(f"{INDEX}{rate.pk}/delete/")
    assert stored() == [(date(2021, 1, 1), Decimal("0.45"))]
    assert "<del>0.52</del>" in office.get(KM).content.decode()


def test_a_shipped_rate_that_was_deleted_or_moved_never_comes_back_by_itself(office):
    shipped = the(date(2021, 1, 1))
    enter(office, f"{INDEX}{shipped.pk}/", amount="0.45", valid_from="01.01.2022")
    assert load_rates() == 0
    office.post(f"{INDEX}{shipped.pk}/delete/")
    assert load_rates() == 0
    assert stored() == []


def test_a_rate_a_claim_was_sent_with_can_only_be_followed(office):
    make_claim("travel")
    used = the(date(2021, 1, 1))
    for address in (f"{INDEX}{used.pk}/", f"{INDEX}{used.pk}/delete/"):
        assert office.get(address).status_code == 404
        assert office.post(address, {"amount": "9", "source": "x"}).status_code == 404
    again = office.post(f"{KM}add/", NEXT_YEAR | {"valid_from": "01.01.2021"})
    assert "seulement le suivre" in again.context["plan"].errors[0].error
    assert enter(office)["Location"] == KM
    assert the(date(2021, 1, 1)).amount == Decimal("0.45")


def test_a_rate_used_between_looking_and_storing_stays(office):
    plan = office.post(f"{INDEX}{the(date(2021, 1, 1)).pk}/", {"amount": "0.60", "source": "x"})
    make_claim("travel")
    office.post(f"{INDEX}store/", {"plan": plan.context["signed"]})
    assert stored() == [(date(2021, 1, 1), Decimal("0.45"))]


def test_days_already_billed_are_told_and_keep_their_rate(office):
    claim = make_claim("travel", answers=drive("10.08.2026"))
    before = claim.versions.get()
    response = office.post(f"{KM}add/", NEXT_YEAR | {"valid_from": "01.08.2026"})
    assert claim.reference in response.context["plan"].rates[0].warnings[0]
    office.post(f"{INDEX}store/", {"plan": response.context["signed"]})
    after = claim.versions.get()
    assert (after.total, after.rates, after.hash) == (before.total, before.rates, before.hash)
    later = make_claim("travel", answers=drive("10.08.2026"))
    assert (claim.total, later.total) == (Decimal("50.40"), Decimal("56.00"))


@pytest.mark.parametrize("day", ["11.08.2026", "01.01.2027"])
def test_days_nobody_billed_need_no_warning(office, day):
    make_claim("travel", answers=drive("10.08.2026"))
    plan = office.post(f"{KM}add/", NEXT_YEAR | {"valid_from": day}).context["plan"]
    assert plan.rates[0].warnings == []


def test_december_claims_sent_in_january_keep_december_s_rate(office):
    enter(office)
    with time_machine.travel("2027-01-12 09:00+01:00", tick=False):
        trips = drive("31.12.2026")["trips"] + [car_trip("t2", start="01.01.2027", end="01.01.2027")]
        claim = make_claim("travel", answers={"trips": trips})
    lines = [(line.start, line.rate, line.amount) for line in claim.versions.get().lines.all()]
    assert lines == [
        (date(2026, 12, 31), Decimal("0.45"), Decimal("50.40")),
        (date(2027, 1, 1), Decimal("0.50"), Decimal("56.00")),
    ]


def test_a_correction_of_a_december_claim_in_january_keeps_december_s_rate(office):
    enter(office)
    with time_machine.travel("2026-12-30 09:00+01:00", tick=False):
        claim = make_claim("travel", answers=drive("15.12.2026"))
    with time_machine.travel("2027-01-12 09:00+01:00", tick=False):
        workflow.return_for_correction(
            claim, reviewer=AccountFactory(staff=True), version_number=1, message="Vérifiez.", remarks={}
        )
        again = workflow.send(Draft.objects.get(claim=claim), actor=claim.owner)
    assert [version.total for version in again.versions.all()] == [Decimal("50.40"), Decimal("50.40")]


def test_the_rates_of_a_year_are_entered_on_one_page(office):
    typed = {"valid_from": "01.01.2027", "source": "RAI 90", "amount-meal-5-8h": "12.00", "amount-meal-over-8h": "20"}
    plan = office.post(f"{INDEX}several/?form=travel", typed)
    assert [rate.code for rate in plan.context["plan"].to_store] == ["meal-5-8h", "meal-over-8h"]
    assert office.post(f"{INDEX}store/", {"plan": plan.context["signed"]})["Location"] == INDEX
    assert stored("meal-over-8h")[-1] == (date(2027, 1, 1), Decimal("20.00"))


def test_several_rates_need_at_least_one(office):
    response = office.post(f"{INDEX}several/", {"valid_from": "01.01.2027", "source": "RAI 90"})
    assert response.status_code == 422
    assert "Saisissez au moins un nouveau montant" in response.content.decode()


@pytest.mark.parametrize("plan", ["", "forged", "x:y:z"])
def test_only_what_was_shown_is_stored(office, plan):
    assert office.post(f"{INDEX}store/", {"plan": plan}).status_code == 404


def test_what_a_colleague_looked_at_is_not_mine_to_store(office, german_office):
    signed = office.post(f"{KM}add/", NEXT_YEAR).context["signed"]
    assert german_office.post(f"{INDEX}store/", {"plan": signed}).status_code == 404
    assert len(stored()) == 1


def test_a_code_is_renamed_in_both_languages(office, german_office):
    save(office, f"{KM}name/", name_fr="Kilomètre", name_de="Kilometer")
    assert "Kilometer" in german_office.get(KM).content.decode()
    RateCode.objects.filter(code="travel-km").delete()
    save(office, f"{KM}name/", name_fr="Voiture", name_de="Auto", unit_fr="par km", unit_de="pro km")
    assert RateCode.objects.get(code="travel-km").name_fr == "Voiture"


@pytest.mark.parametrize("address", ["codes/nothing/", "codes/nothing/add/", "codes/nothing/name/", "999999/"])
def test_an_unknown_code_is_not_found(office, address):
    assert office.get(f"{INDEX}{address}").status_code == 404


def test_a_clerk_sees_rates_and_nothing_of_claims(office):
    claim = make_claim("travel", owner=make_person(last_name="Zufferey"))
    content = office.get("/admin/").content.decode()
    assert 'href="/admin/office/rates/"' in content
    assert claim.reference not in content
    assert 'href="/admin/claims/' not in content
    assert '"url": "/admin/pages/"' not in content
    assert office.get(f"/admin/claims/{claim.reference}/").status_code == 404


def test_reviewers_and_editors_see_none_of_it(client):
    assert not AccountFactory(staff=True).has_perm("invoicing.edit_office_data")
    bare = sign_in(client, AccountFactory(staff=True, with_device=True))
    assert bare.get(INDEX).status_code == 404


def test_the_list_costs_the_same_with_more_rates(office, django_assert_num_queries):
    office.get(INDEX)
    with django_assert_num_queries(8):
        office.get(INDEX)
    Rate.objects.bulk_create(
        Rate(code=f"more-{n}", valid_from=date(2026, 1, 1), amount="1", source="x") for n in range(30)
    )
    with django_assert_num_queries(8):
        office.get(INDEX)
