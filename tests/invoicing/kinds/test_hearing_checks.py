"""Given claims for hearing aids, when they are checked, then the intervals, limits and exclusions of domain 7 hold."""

from datetime import date
from decimal import Decimal

import pytest

from guichet.models import Beneficiary
from invoicing import workflow
from invoicing.models import Rate
from invoicing.reading import check_draft
from tests.claims import (
    batteries,
    change_claim,
    hardship,
    hearing_aid,
    implant,
    join_asked_documents,
    make_claim,
    make_draft,
    make_person,
    repair,
)  # fmt: skip
from tests.factories import AccountFactory

GROWN, YOUNG = date(1984, 3, 27), date(2014, 5, 3)
AVS = "7569217076985"


def draft_of(owner=None, *, joined=True, **answers):
    draft = make_draft("hearing", owner=owner, answers=answers)
    if joined:
        join_asked_documents(draft)
    return draft


def check(owner=None, **answers):
    return check_draft(draft_of(owner, **answers))


def errors(entry):
    return [error["path"] for error in entry.errors]


def warnings(entry):
    return {finding.code for finding in entry.warnings}


def insured(birth_date=GROWN):
    """A new account of the same insured person."""
    owner = make_person()
    Beneficiary.objects.filter(owner=owner).update(avs_number=AVS, birth_date=birth_date)
    return owner


def claim_before(*, accepted=True, owner=None, **answers):
    """A claim of the same insured person, from another account unless said."""
    claim = make_claim("hearing", owner=owner or insured(), answers=answers)
    if accepted:
        workflow.accept(claim, reviewer=AccountFactory(staff=True), version_number=1)
    return claim


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestWhatIsTyped:
    def test_every_section_may_be_claimed_at_once(self):
        entry = check(
            device=hearing_aid(date="03.03.2025"),
            repairs=[repair(), repair("r2", part="other"), repair("r3", side="right")],
            batteries=[batteries()],
            implant=implant(),
            hardship=hardship(),
        )
        assert errors(entry) == []
        assert entry.total == Decimal("1650") + 200 + 130 + 200 + 2 * 80 + Decimal("4650.50") + 1360
        assert entry.total == sum(line.amount for line in entry.lines)

    @pytest.mark.parametrize(
        ("answers", "path"),
        [
            ({"device": hearing_aid(provision="")}, "device.provision"),
            ({"device": hearing_aid(ears="")}, "device.ears"),
            ({"device": hearing_aid(date="31.12.2099")}, "device.date"),
            ({"device": hearing_aid(date="31.10.2021")}, "device.date"),
            ({"repairs": [repair(side="both")]}, "repairs.r1.side"),
            ({"batteries": [batteries(years=[])]}, "batteries.b1.years"),
            ({"batteries": [batteries(years=["2020"])]}, "batteries.b1.years"),
            ({"batteries": [batteries(years=["2099"])]}, "batteries.b1.years"),
            ({"batteries": [batteries(years=["2025x"])]}, "batteries.b1.years"),
            ({"implant": implant(service_amount="", device_amount="")}, "implant.service_amount"),
            ({"hardship": hardship(amount="")}, "hardship.amount"),
        ],
    )
    def test_what_cannot_be(self, answers, path):
        assert path in errors(check(**answers))

    def test_an_empty_form_says_what_to_do(self):
        assert errors(check(device={}, repairs=[{"id": "r"}], batteries=[{"id": "b"}])) == ["device"]

    @pytest.mark.parametrize(
        ("billed", "paths"), [("4170", []), ("4170.05", ["device.amount"]), ("", ["device.amount"])]
    )
    def test_a_childs_aid_stays_within_the_maximum(self, billed, paths):
        entry = check(insured(YOUNG), device=hearing_aid(amount=billed))
        assert errors(entry) == paths

    def test_the_maximum_is_named(self):
        entry = check(insured(YOUNG), device=hearing_aid(ears="monaural", amount="3000"))
        assert "2’830.00 CHF" in entry.errors[0]["message"]

    def test_a_grown_person_cannot_change_the_flat_rate(self):
        assert check(device=hearing_aid(amount="9999")).total == Decimal("1650.00")

    @pytest.mark.parametrize(
        ("birth_date", "billed", "paths"),
        [
            (GROWN, "750", []),
            (GROWN, "749.95", ["implant.service_amount"]),
            (GROWN, "1950", []),
            (GROWN, "1950.05", ["implant.service_amount"]),
            (YOUNG, "500", []),
            (YOUNG, "1000", []),
            (YOUNG, "1000.05", ["implant.service_amount"]),
        ],
    )
    def test_services_for_an_implant_stay_within_the_limits(self, birth_date, billed, paths):
        assert errors(check(insured(birth_date), implant=implant(service_amount=billed))) == paths

    def test_an_implant_rests_on_a_decision_that_names_it(self):
        assert "implant_decision" in warnings(check(implant=implant()))
        assert "implant_decision" not in warnings(check(device=hearing_aid()))

    def test_hardship_rests_on_a_decision_and_leaves_out_the_flat_rate(self):
        assert "flat_rate_twice" not in warnings(check(hardship=hardship()))
        assert {"hardship_decision", "flat_rate_twice"} <= warnings(check(device=hearing_aid(), hardship=hardship()))

    @pytest.mark.parametrize(("day", "paths"), [("03.03.2026", ["repairs.r1.date"]), ("04.03.2026", [])])
    def test_no_repair_in_the_first_year(self, day, paths):
        entry = check(device=hearing_aid(date="04.03.2025"), repairs=[repair(date=day)])
        assert errors(entry) == paths

    def test_a_repair_of_the_aid_before_is_no_repair_of_the_new_one(self):
        entry = check(device=hearing_aid(date="04.03.2026"), repairs=[repair(date="03.03.2026")])
        assert errors(entry) == []

    @pytest.mark.parametrize(
        ("second", "paths"),
        [
            ({}, ["repairs.r2.date"]),
            ({"side": "right"}, []),
            ({"part": "other"}, []),
            ({"date": "31.12.2025"}, []),
        ],
    )
    def test_one_repair_of_a_sort_for_each_side_and_year(self, second, paths):
        assert errors(check(repairs=[repair(date="01.01.2026"), repair("r2", **second)])) == paths

    def test_a_childs_repair_is_told_to_the_office(self):
        entry = check(insured(YOUNG), repairs=[repair(amount="87.35")])
        assert errors(entry) == []
        assert "child_repair" in warnings(entry)
        assert "child_repair" not in warnings(check(repairs=[repair()]))

    @pytest.mark.parametrize(("years", "paths"), [(["2024", "2025"], ["batteries.b2.years"]), (["2024"], [])])
    def test_a_year_is_ticked_once(self, years, paths):
        entry = check(batteries=[batteries(years=["2025"]), batteries("b2", years=years, ears="monaural")])
        assert errors(entry) == paths

    def test_five_years_back_until_their_end(self):
        entry = check(batteries=[batteries(years=["2021"])])
        assert errors(entry) == []
        assert "old" in warnings(entry)

    @pytest.mark.parametrize(
        ("provision", "years", "warned"),
        [("first", ["2025"], True), ("first", ["2026"], False), ("renewal", ["2025"], False)],
    )
    def test_batteries_before_the_delivery_surprise(self, provision, years, warned):
        entry = check(device=hearing_aid(provision=provision), batteries=[batteries(years=years)])
        assert ("before_delivery" in warnings(entry)) is warned

    @pytest.mark.parametrize(("birth_date", "warned"), [(date(1961, 3, 4), True), (date(1961, 3, 5), False)])
    def test_a_pensioner_is_told_of_the_avs(self, birth_date, warned):
        entry = check(insured(birth_date), device=hearing_aid())
        assert ("pensioner" in warnings(entry)) is warned

    def test_bills_are_asked_for_but_not_for_batteries(self):
        answers = {"device": hearing_aid(date="03.03.2025"), "repairs": [repair()], "hardship": hardship()}
        entry = check_draft(draft_of(joined=False, **answers, implant=implant(), batteries=[batteries()]))
        keys = ["aid", "repair-r1", "implant"]
        assert errors(entry) == [f"documents.{key}" for key in keys]
        only_batteries = check_draft(draft_of(joined=False, batteries=[batteries()]))
        assert (errors(only_batteries), warnings(only_batteries)) == ([], set())

    def test_an_aid_and_an_implant_may_share_a_year_on_two_sides(self):
        for ears in ("monaural", "binaural"):
            code = f"hearing-batteries-cochlear-adult-{ears}"
            Rate.objects.create(code=code, valid_from=date(2021, 1, 1), amount=400, source="Circulaire")
        implanted = batteries("b2", device="cochlear", ears="monaural", years=["2026"])
        one_side = [batteries(device="aid", ears="monaural"), implanted]
        assert errors(check(batteries=one_side)) == []
        assert errors(check(batteries=[batteries(device="aid"), implanted])) == ["batteries.b2.years"]


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestOtherClaims:
    """From another account: its reference is never told."""

    @pytest.mark.parametrize(("before", "paths"), [(date(2020, 3, 5), ["device.date"]), (date(2020, 3, 4), [])])
    def test_six_years_between_aids(self, before, paths):
        claim = claim_before(device=hearing_aid())
        # a delivery that long ago can no longer be claimed: it was sent in its time
        claim.versions.get().lines.update(start=before, end=before)
        change_claim(claim, period_start=before, period_end=before)
        assert errors(check(insured(), device=hearing_aid(provision="renewal"))) == paths

    def test_what_is_told_names_own_claims_only(self):
        theirs = claim_before(device=hearing_aid(date="05.03.2025"))
        (error,) = check(insured(), device=hearing_aid()).errors
        assert theirs.reference not in error["message"]
        assert "2025" not in error["message"]
        (error,) = check(theirs.owner, device=hearing_aid()).errors
        assert theirs.reference in error["message"]

    def test_an_aid_that_is_only_claimed_warns(self):
        theirs = claim_before(accepted=False, device=hearing_aid(date="05.03.2025"))
        entry = check(insured(), device=hearing_aid())
        (finding,) = [finding for finding in entry.warnings if finding.code == "interval"]
        assert errors(entry) == []
        assert finding.claims == (theirs.reference,)
        assert theirs.reference not in finding.message

    @pytest.mark.parametrize(("accepted", "paths"), [(True, ["repairs.r1.date"]), (False, [])])
    def test_no_repair_in_the_first_year(self, accepted, paths):
        claim_before(accepted=accepted, device=hearing_aid(date="13.05.2025"))
        entry = check(insured(), repairs=[repair()])
        assert errors(entry) == paths
        assert ("first_year" in warnings(entry)) is not accepted

    def test_a_repair_in_the_second_year(self):
        claim_before(device=hearing_aid(date="12.05.2025"))
        assert errors(check(insured(), repairs=[repair()])) == []

    @pytest.mark.parametrize(
        ("before", "paths"),
        [({"date": "02.01.2026"}, ["repairs.r1.date"]), ({"date": "31.12.2025"}, []), ({"side": "right"}, [])],
    )
    def test_one_repair_of_a_sort_for_each_side_and_year(self, before, paths):
        claim_before(repairs=[repair(**before)])
        assert errors(check(insured(), repairs=[repair()])) == paths

    @pytest.mark.parametrize(("years", "paths"), [(["2025"], ["batteries.b1.years"]), (["2024"], [])])
    def test_a_year_of_batteries_is_paid_once(self, years, paths):
        claim_before(batteries=[batteries(years=["2025"])])
        assert errors(check(insured(), batteries=[batteries(years=years, ears="monaural")])) == paths

    def test_a_year_of_batteries_that_is_only_claimed_warns(self):
        claim_before(accepted=False, batteries=[batteries(years=["2025"])])
        entry = check(insured(), batteries=[batteries(years=["2025"])])
        assert errors(entry) == []
        assert "duplicate" in warnings(entry)

    def test_batteries_before_the_delivery_surprise(self):
        claim_before(device=hearing_aid(date="05.03.2025"))
        assert "before_delivery" in warnings(check(insured(), batteries=[batteries(years=["2024"])]))
        assert "before_delivery" not in warnings(check(insured(), batteries=[batteries(years=["2025"])]))

    @pytest.mark.parametrize(
        ("before", "now", "paths"),
        [
            ("left", "left", ["hardship.side"]),
            ("both", "right", ["hardship.side"]),
            ("left", "both", ["hardship.side"]),
            ("left", "right", []),
        ],
    )
    def test_hardship_is_paid_once_for_a_side(self, before, now, paths):
        claim_before(hardship=hardship(date="05.03.2025", side=before))
        assert errors(check(insured(), hardship=hardship(side=now))) == paths

    def test_hardship_leaves_out_a_flat_rate_paid_before(self):
        claim_before(device=hearing_aid(date="05.03.2025"))
        assert "flat_rate_twice" in warnings(check(insured(), hardship=hardship()))
