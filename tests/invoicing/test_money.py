"""Given an amount, when it is rounded, then it lies on five centimes and never further than 2.5 centimes away."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.money import round_to_five_centimes

AMOUNTS = st.decimals(min_value=0, max_value=1_000_000, places=4)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0", "0.00"),
        ("10.02", "10.00"),
        ("10.025", "10.05"),
        ("10.07", "10.05"),
        ("10.075", "10.10"),
        ("50.4", "50.40"),
    ],
)
def test_half_goes_up(amount, rounded):
    assert str(round_to_five_centimes(Decimal(amount))) == rounded


@given(AMOUNTS)
def test_the_result_lies_on_five_centimes(amount):
    assert round_to_five_centimes(amount) % Decimal("0.05") == 0


@given(AMOUNTS)
def test_rounding_moves_an_amount_by_less_than_five_centimes(amount):
    assert abs(round_to_five_centimes(amount) - amount) <= Decimal("0.025")


@given(AMOUNTS)
def test_rounding_twice_changes_nothing(amount):
    once = round_to_five_centimes(amount)
    assert round_to_five_centimes(once) == once
