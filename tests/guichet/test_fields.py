"""What people type, what is stored, and what they are told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from guichet.forms.fields import (
    AvsField,
    BirthDateField,
    IbanField,
    MobilePhoneField,
    PostcodeField,
    StrictEmailField,
    SwissDateField,
    check_postcode,
    is_valid_avs,
)  # fmt: skip
from tests.factories import avs_number, swiss_iban


def refusal(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("typed", ["756.9217.0769.85", "7569217076985", " 756 9217 0769 85 ", "756-9217-0769-85"])
def test_an_avs_number_is_stored_as_thirteen_digits(typed):
    assert AvsField().clean(typed) == "7569217076985"


@pytest.mark.parametrize(
    "typed", ["756X9217.0769.85", "756<9217.0769.85", "756.0000.0000.00", "756.1234.5678.90", "٧569217076985",
              "1234567890123", "756921707698", "75692170769850"],
)  # fmt: skip
def test_what_is_no_avs_number_is_refused_with_an_example(typed):
    assert "756.9217.0769.85" in refusal(AvsField(), typed)


@given(st.integers(0, 999_999_999), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_never_passes_as_an_avs_number(n, place, shift):
    right = avs_number(n)
    assert is_valid_avs(right)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert not is_valid_avs(wrong)


def test_a_stored_avs_number_is_shown_with_dots_and_a_typed_one_as_typed():
    assert AvsField().prepare_value("7569217076985") == "756.9217.0769.85"
    assert AvsField().prepare_value("756.92") == "756.92"
    assert AvsField(required=False).clean("") == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("CH93 0076 2011 6238 5295 7", "CH9300762011623852957"), ("li21 0881 0000 2324 013a a", "LI21088100002324013AA"),
     ("CH36 0000 0000 0000 0000 0", "CH3600000000000000000"), ("", "")],
)  # fmt: skip
def test_an_iban_is_stored_without_spaces(typed, stored):
    assert IbanField(required=False).clean(typed) == stored


@given(st.integers(0, 10**11))
def test_every_right_iban_passes(n):
    assert IbanField().clean(swiss_iban(n)) == swiss_iban(n)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("CH44 3199 9123 0008 8901 2", "QR-IBAN"), ("CH64 3196 1000 0044 2155 7", "QR-IBAN"),
     ("FR76 3000 6000 0112 3456 7890 189", "Suisse ou au Liechtenstein"), ("CH93 0076 2011 6238 5295 8", "21 signes"),
     ("CH93", "21 signes"), ("compte", "21 signes"), ("CH93 ٠076 2011 6238 5295 7", "21 signes")],
)  # fmt: skip
def test_a_wrong_iban_says_what_is_wrong(typed, words):
    assert words in refusal(IbanField(), typed)


def test_a_stored_iban_is_shown_in_groups():
    assert IbanField().prepare_value("CH9300762011623852957") == "CH93 0076 2011 6238 5295 7"
    assert IbanField().prepare_value("CH93") == "CH93"


@pytest.mark.parametrize(
    "typed", ["079 123 45 67", "0791234567", "+41 79 123 45 67", "0041791234567", "079\u00a0123 45 67"]
)
def test_a_swiss_mobile_number_is_accepted_as_people_write_it(typed):
    assert str(MobilePhoneField().clean(typed)) == "+41791234567"


@pytest.mark.parametrize("typed", ["+33 6 12 34 56 78", "+49 151 12345678", "+39 320 1234567", "+43 664 1234567"])
def test_mobile_numbers_of_the_neighbours_are_accepted(typed):
    assert str(MobilePhoneField().clean(typed)) == typed.replace(" ", "")


@pytest.mark.parametrize(
    "typed", ["0900 123 456", "0901 123 456", "0848 123 456", "0800 123 123", "0860 79 123 45 67", "027 324 96 11",
              "+979 1234 5678", "+1 900 234 5678", "+88123456789", "+41791234567;ext=12", "079 123 45 67x5", "abc",
              "٠791234567"],
)  # fmt: skip
def test_what_is_no_mobile_number_is_refused(typed):
    assert "téléphone portable" in refusal(MobilePhoneField(), typed)


@pytest.mark.parametrize("typed", ["+7 912 345 67 89", "+62 812 3456 789", "+216 20 123 456"])
def test_mobile_numbers_from_further_away_are_asked_to_call(typed):
    assert "Appelez-nous au 027 324 96 11" in refusal(MobilePhoneField(), typed)


def test_a_swiss_number_is_shown_the_swiss_way():
    field = MobilePhoneField()
    assert field.prepare_value(field.clean("+41791234567")) == "079 123 45 67"


@pytest.mark.parametrize(
    "typed", ["a@e.ch,b@e.ch", "a@e.ch\r\nBcc:x@y", '"a b"@e.ch', "a@[127.0.0.1]", "a@localhost", "a" * 65 + "@e.ch",
              "a@e", "a b@e.ch", "a@e.ch;b@e.ch"],
)  # fmt: skip
def test_an_address_that_mail_does_not_reach_is_refused(typed):
    assert "prenom.nom@exemple.ch" in refusal(StrictEmailField(), typed)


def test_an_address_is_stored_in_lower_case():
    assert StrictEmailField().clean(" Paul@Example.CH ") == "paul@example.ch"


@pytest.mark.parametrize(
    "typed",
    ["27.3.2026", "27.03.2026", "27.03.26", "27/3/2026", "27/03/26", "27-03-2026", "2026-03-27", " 27. 3. 2026 "],
)
def test_a_date_is_accepted_as_people_write_it(typed):
    assert SwissDateField().clean(typed) == date(2026, 3, 27)


@pytest.mark.parametrize("typed", ["31.02.2026", "27 mars", "٢٧.03.2026", "2026", "3.27.2026"])
def test_what_is_no_date_is_told_with_an_example(typed):
    assert refusal(SwissDateField(), typed) == "Saisissez une date comme 27.03.2026."


@pytest.mark.parametrize("typed", ["01.01.2999", "31.12.1899"])
def test_a_birth_date_lies_in_a_life(typed):
    assert "date de naissance" in refusal(BirthDateField(), typed)


@pytest.mark.parametrize(("postcode", "country"), [("1950", "CH"), ("9490", "LI"), ("75011", "FR"), ("SW1A 1AA", "GB")])
def test_a_postcode_fits_its_country(postcode, country):
    assert check_postcode(PostcodeField().clean(postcode.lower()), country) is None


@pytest.mark.parametrize(("postcode", "country"), [("195", "CH"), ("19500", "CH"), ("0950", "LI"), ("A950", "CH")])
def test_a_swiss_postcode_has_four_digits(postcode, country):
    with pytest.raises(ValidationError, match="quatre chiffres"):
        check_postcode(postcode, country)


def test_a_postcode_has_no_other_signs():
    assert "quatre chiffres" in refusal(PostcodeField(), "1٩50")
