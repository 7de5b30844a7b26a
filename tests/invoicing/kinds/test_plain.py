"""Given services that no other form is for, when they are priced and checked, then the bill is paid as it stands."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.kinds.plain.amounts import price_service
from invoicing.rates import RateBook
from invoicing.reading import check_draft
from tests.claims import make_draft, service


def priced(quantity, unit_price, day=date(2026, 6, 4)):
    row = {"id": "s", "date": day, "description": "Braille", "quantity": quantity, "unit_price": unit_price}
    return price_service(row, RateBook([]))


@pytest.mark.parametrize("year", range(2021, 2027))
@pytest.mark.parametrize("day", [(1, 1), (12, 31)])
def test_a_bill_is_worth_the_same_on_both_sides_of_each_new_year(year, day):
    (line,) = priced(Decimal(2), Decimal("43.00"), date(year, *day))
    assert (line.amount, line.start, line.end) == (Decimal("86.00"), date(year, *day), date(year, *day))


@pytest.mark.parametrize(
    ("quantity", "unit_price", "amount"),
    [("1", "0.05", "0.05"), ("1.5", "33.35", "50.05"), ("3", "12.34", "37.00"), ("0.01", "100", "1.00")],
)
def test_quantity_times_price_is_rounded_to_five_centimes(quantity, unit_price, amount):
    assert [line.amount for line in priced(Decimal(quantity), Decimal(unit_price))] == [Decimal(amount)]


@given(st.decimals("0.01", 9999, places=2), st.decimals("0.05", 100000, places=2))
def test_a_service_is_one_line_and_priced_twice_the_same(quantity, unit_price):
    lines = priced(quantity, unit_price)
    assert repr(lines) == repr(priced(quantity, unit_price))
    assert [line.rate for line in lines] == [unit_price]
    assert abs(lines[0].amount - quantity * unit_price) <= Decimal("0.025")


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestChecks:
    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"date": ""}, "date"),
            ({"description": "ab"}, "description"),
            ({"quantity": "0"}, "quantity"),
            ({"unit_price": "0"}, "unit_price"),
            ({"unit_price": "100000.05"}, "unit_price"),
        ],
    )
    def test_what_a_service_cannot_be(self, fields, name):
        entry = check_draft(make_draft("plain", answers={"services": [service(**fields)]}))
        assert [error["path"] for error in entry.errors] == [f"services.s1.{name}"]

    @pytest.mark.parametrize(
        ("description", "warned"),
        [
            ("Billet de train Sion–Berne", True),
            ("60 km en voiture", True),
            ("Batterien für das Hörgerät", True),
            ("Assistance en juillet", True),
            ("Transcription en braille", False),
            ("Entraînement à la conduite", False),  # « train » within a word
            ("Kilogrammes de matériel", False),
        ],
    )
    def test_what_belongs_to_another_form_is_told(self, description, warned):
        entry = check_draft(make_draft("plain", answers={"services": [service(description=description)]}))
        found = [(finding.code, finding.path) for finding in entry.warnings if finding.code == "other_form"]
        assert found == ([("other_form", "services.s1.description")] if warned else [])
