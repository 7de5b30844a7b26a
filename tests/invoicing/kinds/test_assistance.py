"""Given a month of assistance, when it is priced and checked, then the rates of that month and RAI 39f–39i hold."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from invoicing import workflow
from invoicing.kinds.assistance.amounts import price_month
from invoicing.kinds.assistance.kind import ASSISTANCE
from invoicing.kinds.assistance.rows import ROWS
from invoicing.models import Rate
from invoicing.rates import MissingRate, RateBook
from invoicing.reading import check_draft
from tests.claims import assistance, make_claim, make_draft, make_person

HOURS = {"2021": ("33.50", "50.20"), "2023": ("34.30", "51.50"), "2025": ("35.30", "52.95")}
LAW = RateBook(
    Rate(code=code, valid_from=date(int(year), 1, 1), amount=Decimal(amount))
    for year, amounts in HOURS.items()
    for code, amount in zip(("assistance-hour", "assistance-hour-qualified"), amounts, strict=True)
)
NO_TABLE = {"nights": "", "night_rate": "", "shared_1_people": "", "shared_1_nights": "", "shared_1_rate": ""}


def priced(year, month, **fields):
    return price_month({"year": str(year), "month": str(month), **fields}, LAW)


@pytest.mark.parametrize(
    ("year", "month", "standard", "qualified"),
    [
        (2021, 1, "33.50", "50.20"),
        (2022, 12, "33.50", "50.20"),
        (2023, 1, "34.30", "51.50"),
        (2024, 12, "34.30", "51.50"),
        (2025, 1, "35.30", "52.95"),
        (2026, 12, "35.30", "52.95"),
    ],
)
def test_the_month_decides_the_rates(year, month, standard, qualified):
    lines = priced(year, month, hours_standard=Decimal(1), hours_qualified=Decimal(1))
    assert [line.rate for line in lines] == [Decimal(standard), Decimal(qualified)]


# domain 2.1: hour, qualified hour, most for a night, its four levels
SHIPPED = {
    2021: ("33.50", "50.20", "89.30"),
    2022: ("33.50", "50.20", "160.50", "55.85", "76.40", "116.55", "160.50"),
    2023: ("34.30", "51.50", "164.35", "57.20", "78.20", "119.35", "164.35"),
    2024: ("34.30", "51.50", "164.35", "57.20", "78.20", "119.35", "164.35"),
    2025: ("35.30", "52.95", "169.10", "58.85", "80.50", "122.80", "169.10"),
    2026: ("35.30", "52.95", "169.10", "58.85", "80.50", "122.80", "169.10"),
}


@pytest.mark.parametrize(("year", "amounts"), SHIPPED.items())
@pytest.mark.parametrize("day", [(1, 1), (12, 31)])
def test_what_the_portal_ships_are_the_figures_of_the_law(year, day, amounts):
    book, when = RateBook.load(ASSISTANCE.rate_codes), date(year, *day)
    shipped = (book.known(code, when) for code in ASSISTANCE.rate_codes)
    assert tuple(str(amount) for amount in shipped if amount is not None) == amounts


@pytest.mark.parametrize(
    ("hours", "amount"), [("0.25", "8.85"), ("1", "35.30"), ("40.5", "1429.65"), ("7.75", "273.60"), ("120", "4236.00")]
)
def test_hours_are_multiplied_and_rounded_to_five_centimes(hours, amount):
    (line,) = priced(2026, 8, hours_standard=Decimal(hours))
    assert (line.amount, line.unit) == (Decimal(amount), "h")


def test_a_month_before_the_first_rate_is_refused():
    with pytest.raises(MissingRate):
        priced(2020, 12, hours_standard=Decimal(1))


def test_nights_are_paid_at_the_flat_rate_of_the_decision():
    lines = priced(2026, 8, nights=Decimal(4), night_rate=Decimal("58.85"),
                   shared_2_people=Decimal(2), shared_2_nights=Decimal(3), shared_2_rate=Decimal("52.95"))  # fmt: skip
    assert [(line.path, line.amount) for line in lines] == [
        ("assistance.nights", Decimal("235.40")),
        ("assistance.shared_2_nights", Decimal("158.85")),
    ]


def test_salaries_and_the_advance_are_added_as_typed():
    lines = priced(2026, 8, salary_prevented=Decimal("500.03"), salary_default=Decimal(20), advance=Decimal("1000"))
    assert [line.amount for line in lines] == [Decimal("500.05"), Decimal("20.00"), Decimal("1000.00")]


def test_a_line_spans_its_month():
    (line,) = priced(2024, 2, hours_standard=Decimal(1))
    assert (line.start, line.end) == (date(2024, 2, 1), date(2024, 2, 29))


@given(
    st.integers(2021, 2027),
    st.integers(1, 12),
    st.dictionaries(
        st.sampled_from([row.quantity.name for row in ROWS] + [row.rate.name for row in ROWS if row.rate]),
        st.decimals(0, 2000, places=2),
    ),
)
def test_each_row_makes_one_line_at_most_and_the_same_answers_give_the_same_lines(year, month, typed):
    lines = priced(year, month, **typed)
    assert len({line.path for line in lines}) == len(lines)
    assert all(line.rate > 0 and line.amount >= 0 for line in lines)
    assert repr(priced(year, month, **typed)) == repr(lines)


# --- What is found -----------------------------------------------------------------

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2026-11-25T10:00:00+01:00", tick=False)


def check(owner=None, **fields):
    """A month as typed; only the fields given, unless the sample's."""
    return check_draft(make_draft("assistance", owner=owner, answers={"assistance": assistance(**fields)}))


def found(entry) -> set[tuple[str, str]]:
    return {(finding.code, finding.path.removeprefix("assistance.")) for finding in entry.findings} - {
        ("decision_year", "head.decision_number")
    }


def test_a_plain_month_raises_nothing():
    entry = check()
    assert found(entry) == set()
    assert entry.total == Decimal("1412.00") + Decimal("235.40") + Decimal("105.90")


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"month": "12"}, ("future", "month")),
        ({"month": "11"}, ("running_month", "month")),
        ({"month": "10", "year": "2025"}, ("lapsed", "month")),
        ({"month": "12", "year": "2025"}, ("old", "month")),
        ({"hours_standard": "480.5"}, ("many_hours", "hours_standard")),
        ({"hours_standard": "", "hours_qualified": "481"}, ("many_hours", "hours_qualified")),
        ({"hours_qualified": "1"}, ("qualified_hours", "hours_qualified")),
        ({"nights": "30"}, ("many_nights", "nights")),
        ({"night_rate": "169.15"}, ("night_rate_high", "night_rate")),
        ({"night_rate": "100"}, ("night_rate_unusual", "night_rate")),
        ({"shared_1_rate": "58.85"}, ("shared_rate_full", "shared_1_rate")),
        ({"shared_1_rate": "50"}, ("shared_rate_unusual", "shared_1_rate")),
        ({"salary_prevented": "100"}, ("salary_proof", "salary_prevented")),
        ({"salary_default": "100"}, ("salary_proof", "salary_default")),
        ({"advance": "100"}, ("advance_contract", "advance")),
    ],
)
def test_what_surprises_is_found_at_its_field(fields, finding):
    assert finding in found(check(**fields))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"month": "10"}, "running_month"),
        ({"month": "11", "year": "2025"}, "lapsed"),
        ({"month": "1", "year": "2026"}, "old"),
        ({"hours_standard": "480"}, "many_hours"),
        ({"nights": "29"}, "many_nights"),
        ({"night_rate": "169.10"}, "night_rate_high"),
        ({"night_rate": "80.50"}, "night_rate_unusual"),
        ({"shared_1_rate": "58.80"}, "shared_rate_full"),
        ({"shared_1_people": "3", "shared_1_rate": "47.10"}, "shared_rate_unusual"),
        ({"month": "11"}, "future"),
        ({"hours_qualified": "0"}, "qualified_hours"),
    ],
)
def test_what_just_fits_is_not_found(fields, code):
    assert code not in {code for code, _path in found(check(**fields))}


def test_what_has_to_be_proved_is_told_until_a_document_is_joined():
    row = assistance(salary_prevented="10", salary_default="10", advance="10")
    claim = make_claim("assistance", answers={"assistance": row}, documents=1)
    codes = {finding["code"] for finding in claim.versions.get().findings}
    assert not {"salary_proof", "advance_contract", "no_document"} & codes
    assert {"salary_proof", "advance_contract", "no_document"} <= {finding.code for finding in check(**row).findings}


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ({"night_rate": ""}, ["assistance.night_rate"]),
        ({"nights": ""}, ["assistance.nights"]),
        ({"shared_1_people": "1"}, ["assistance.shared_1_people"]),
        ({"shared_1_nights": "", "shared_1_rate": ""}, ["assistance.shared_1_nights", "assistance.shared_1_rate"]),
        ({"month": ""}, ["assistance.month"]),
        ({"hours_standard": "", **NO_TABLE}, ["assistance"]),
    ],
)
def test_what_is_missing_is_said_at_its_field(fields, paths):
    assert [error["path"] for error in check(**fields).errors] == paths


def test_a_wrong_cell_does_not_keep_the_others_from_being_priced():
    entry = check(nights="x")
    assert [line.path for line in entry.lines] == ["assistance.hours_standard", "assistance.shared_1_nights"]


def test_a_second_claim_for_the_month_has_to_be_a_supplement_whoever_sends_it():
    first, second = make_person(), make_person()
    second.beneficiaries.update(avs_number=first.beneficiaries.get().avs_number)
    claim = make_claim("assistance", owner=first, answers={"assistance": assistance()})

    refused = check(second)
    assert ("second_of_the_month", "supplement") in found(refused)
    assert all(claim.reference not in finding.message for finding in refused.findings)

    supplement = check(second, supplement="on")
    (told,) = [finding for finding in supplement.findings if finding.code == "supplement"]
    assert (supplement.errors, told.claims) == ([], (claim.reference,))
    assert ("second_of_the_month", "supplement") not in found(check(second, month="9"))


def test_a_salary_without_work_is_paid_for_three_months():
    owner = make_person()
    for month in ("5", "6"):
        make_claim("assistance", owner=owner, answers={"assistance": assistance(month=month, salary_prevented="10")})
    assert ("salary_months", "salary_prevented") not in found(check(owner, salary_prevented="10"))
    make_claim("assistance", owner=owner, answers={"assistance": assistance(month="7", salary_prevented="10")})
    assert ("salary_months", "salary_prevented") in found(check(owner, salary_prevented="10"))


def test_an_advance_after_the_first_invoice_surprises():
    owner = make_person()
    assert ("advance_late", "advance") not in found(check(owner, advance="100"))
    make_claim("assistance", owner=owner, answers={"assistance": assistance(month="7")})
    assert ("advance_late", "advance") in found(check(owner, advance="100"))


def test_december_sent_in_january_keeps_the_rates_of_december(time_machine):
    Rate.objects.create(code="assistance-hour", valid_from=date(2027, 1, 1), amount=Decimal("36.00"), source="test")
    time_machine.move_to("2027-01-20T10:00:00+01:00", tick=False)
    claim = make_claim("assistance", answers={"assistance": assistance(month="12")})
    assert claim.versions.get().lines.first().rate == Decimal("35.30")
    used = Rate.objects.filter(code="assistance-hour").exclude(first_used_at=None)
    assert [rate.valid_from for rate in used] == [date(2025, 1, 1)]


def test_rates_and_amounts_are_painted_again_by_the_server(signed_in_client):
    draft = make_draft("assistance", answers={"assistance": {}})
    client = signed_in_client(draft.owner)
    typed = {"assistance-year": "2024", "assistance-month": "12", "assistance-hours_standard": "10"}
    answer = client.post(reverse("invoicing:draft", args=[draft.pk]), typed, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert '<span id="rate-hours_standard" hx-swap-oob="true">34.30</span>' in page
    assert '<span id="amount-hours_standard" hx-swap-oob="true">343.00</span>' in page
    assert "343.00 CHF" in page


def test_a_month_nobody_entered_rates_for_is_refused_with_the_phone_number():
    Rate.objects.filter(code="assistance-hour").delete()
    (error,) = check().errors
    assert "027 324 96 11" in error["message"]


def test_the_same_draft_sent_twice_is_one_claim():
    draft = make_draft("assistance")
    assert workflow.send(draft, actor=draft.owner) == workflow.send(draft, actor=draft.owner)
