"""Given hearing aids, repairs, batteries, implants, hardship, when they are priced and checked, then OMAI 5.07 holds.

The rates are those the portal ships: the figures of the official form 300.001 and of domain 2.3.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guichet.models import Beneficiary
from invoicing.kinds.hearing import amounts
from invoicing.kinds.hearing.rates import RATE_CODES, is_child
from invoicing.management.commands.load_office_data import read
from invoicing.models import Line, Rate
from invoicing.rates import MissingRate, RateBook
from invoicing.reading import read_draft
from tests.claims import (
    as_posted,
    batteries,
    head_for,
    hearing_aid,
    make_draft,
    make_person,
    repair,
)

LAW = RateBook(
    Rate(code=rate["code"], valid_from=rate["valid_from"], amount=Decimal(rate["amount"]))
    for rate in read("rates")["rate"]
    if rate["code"] in RATE_CODES
)
GROWN, YOUNG = date(1984, 3, 27), date(2014, 5, 3)


def amounts_of(lines) -> list[str]:
    return [str(line.amount) for line in lines]


# --- Amounts -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2021, 2027))
@pytest.mark.parametrize("day", [(1, 1), (12, 31)])
class TestFlatRatesOfEveryYear:
    @pytest.mark.parametrize(("ears", "amount"), [("monaural", "840.00"), ("binaural", "1650.00")])
    def test_an_adults_aid(self, year, day, ears, amount):
        device = {"date": date(year, *day), "ears": ears, "birth_date": GROWN}
        assert amounts_of(amounts.price_device(device, LAW)) == [amount]

    @pytest.mark.parametrize(("part", "amount"), [("electronics", "200.00"), ("other", "130.00")])
    def test_an_adults_repair(self, year, day, part, amount):
        row = {"id": "r", "date": date(year, *day), "side": "left", "part": part, "birth_date": GROWN}
        assert amounts_of(amounts.price_repair(row, LAW)) == [amount]


@pytest.mark.parametrize(
    ("birth_date", "ears", "amount"),
    [
        (GROWN, "monaural", "40.00"),
        (GROWN, "binaural", "80.00"),
        (YOUNG, "monaural", "60.00"),
        (YOUNG, "binaural", "120.00"),
    ],
)
def test_batteries_are_paid_by_the_calendar_year(birth_date, ears, amount):
    years = [2021, 2022, 2023, 2024, 2025, 2026]
    lines = amounts.price_batteries({"id": "b", "years": years, "ears": ears, "birth_date": birth_date}, LAW)
    assert amounts_of(lines) == [amount] * 6
    assert [line.start for line in lines] == [date(year, 1, 1) for year in years]


def test_the_age_on_the_first_of_january_decides_the_year_of_batteries():
    born = date(2007, 1, 1)
    lines = amounts.price_batteries({"id": "b", "years": [2024, 2025], "ears": "monaural", "birth_date": born}, LAW)
    assert amounts_of(lines) == ["60.00", "40.00"]


@pytest.mark.parametrize(
    ("day", "child"),
    [(date(2026, 5, 2), True), (date(2026, 5, 3), False), (date(2008, 5, 3), True)],
)
def test_a_child_is_one_until_the_day_before_it_is_eighteen(day, child):
    assert is_child(date(2008, 5, 3), day) is child


def test_a_childs_aid_is_paid_as_billed():
    device = {"date": date(2026, 3, 4), "ears": "binaural", "birth_date": YOUNG, "amount": Decimal("3980.02")}
    (line,) = amounts.price_device(device, LAW)
    assert (line.amount, line.label) == (Decimal("3980.00"), "Appareil auditif, binaural, tarif enfant")


def test_a_childs_repair_is_paid_as_billed():
    row = {"id": "r", "date": date(2026, 3, 4), "side": "right", "part": "other", "birth_date": YOUNG}
    assert amounts_of(amounts.price_repair(row | {"amount": Decimal("87.35")}, LAW)) == ["87.35"]


def test_services_and_device_of_an_implant_make_two_lines():
    typed = {"date": date(2026, 3, 4), "device": "bone", "birth_date": GROWN}
    lines = amounts.price_implant(typed | {"service_amount": Decimal(1200), "device_amount": Decimal("3450.5")}, LAW)
    assert amounts_of(lines) == ["1200.00", "3450.50"]


@pytest.mark.parametrize("birth_date", [GROWN, YOUNG])
def test_a_day_before_the_first_rate_is_refused(birth_date):
    day = date(2020, 12, 31)
    common = {"id": "x", "date": day, "birth_date": birth_date, "amount": Decimal(1), "ears": "monaural"}
    with pytest.raises(MissingRate):
        amounts.price_device(common, LAW)
    with pytest.raises(MissingRate):
        amounts.price_batteries({**common, "years": [2020]}, LAW)
    with pytest.raises(MissingRate):
        amounts.price_implant({**common, "device": "bone", "service_amount": Decimal(800)}, LAW)


def test_batteries_of_a_cochlear_implant_have_no_rate_until_the_office_enters_one():
    with pytest.raises(MissingRate):
        amounts.price_batteries(
            {"id": "b", "years": [2026], "ears": "monaural", "device": "cochlear", "birth_date": GROWN}, LAW
        )


@given(
    years=st.sets(st.integers(2021, 2026), min_size=1),
    ears=st.sampled_from(["monaural", "binaural"]),
    birth_date=st.dates(date(1930, 1, 1), date(2021, 1, 1)),
)
def test_each_year_is_one_line_and_two_ears_cost_twice_one(years, ears, birth_date):
    row = {"id": "b", "years": sorted(years), "ears": ears, "birth_date": birth_date}
    lines = amounts.price_batteries(row, LAW)
    assert [line.start.year for line in lines] == row["years"]
    assert lines == amounts.price_batteries(row, LAW)
    one_ear = amounts.price_batteries(row | {"ears": "monaural"}, LAW)
    assert [line.amount for line in lines] == [line.amount * (1 + (ears == "binaural")) for line in one_ear]
    assert all(line.amount == line.quantity * line.rate for line in lines)


# --- The page ----------------------------------------------------------------------------


@pytest.fixture
def person(office_data, signed_in_client):
    owner = make_person()
    client = signed_in_client(owner)
    client.account = owner
    return client


def post(client, draft, answers, **more) -> str:
    typed = as_posted({"head": head_for(client.account), **answers}, **more)
    return client.post(reverse("invoicing:draft", args=[draft.pk]), typed, headers={"HX-Request": "true"})


@pytest.mark.django_db
class TestPage:
    def test_the_amount_of_a_child_appears_with_its_maximum(self, person):
        draft = make_draft("hearing", owner=person.account, answers={"device": {}})
        grown = post(person, draft, {"device": hearing_aid()}).content.decode()
        assert 'type="hidden" name="device-amount"' in grown
        Beneficiary.objects.update(birth_date=YOUNG)
        young = post(person, draft, {"device": hearing_aid()}).content.decode()
        assert "4’170.00 CHF au plus" in young
        again = post(person, draft, {"device": hearing_aid()}, **{"shown-device": "True 4170.00"}).content.decode()
        assert 'name="device-amount"' not in again

    def test_thirty_rows_ask_the_database_no_more_than_one(self, person):
        counts = []
        for rows in (1, 30):
            typed = {"repairs": [repair(f"r{n}") for n in range(rows)], "batteries": [batteries()]}
            draft = make_draft("hearing", owner=person.account, answers=typed)
            address = reverse("invoicing:draft", args=[draft.pk])
            person.get(address)  # what every page keeps in mind is read once
            with CaptureQueriesContext(connection) as queries:
                person.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 10

    def test_a_section_can_be_emptied(self, person):
        draft = make_draft("hearing", owner=person.account, answers={"device": hearing_aid()})
        person.post(reverse("invoicing:draft", args=[draft.pk]), {"action": "clear:device"})
        draft.refresh_from_db()
        assert draft.answers["device"] == {}
        assert person.post(reverse("invoicing:draft", args=[draft.pk]), {"action": "clear:repairs"}).status_code == 404

    def test_batteries_of_a_cochlear_implant_are_offered_once_they_have_a_rate(self, person):
        draft = make_draft("hearing", owner=person.account, answers={"batteries": [batteries(device="cochlear")]})
        address = reverse("invoicing:draft", args=[draft.pk])
        assert "Implant cochléaire" not in person.get(address).content.decode()
        for ears, amount in (("monaural", 400), ("binaural", 800)):
            code = f"hearing-batteries-cochlear-adult-{ears}"
            Rate.objects.create(code=code, valid_from=date(2021, 1, 1), amount=amount, source="Circulaire")
        assert "Implant cochléaire" in person.get(address).content.decode()
        assert read_draft(draft).total == Decimal(1600)


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("birth_date", [GROWN, YOUNG])
def test_units_fit_their_column_in_both_languages(language, birth_date):
    row = {"id": "x", "date": date(2026, 3, 4), "birth_date": birth_date, "side": "left", "amount": Decimal(900)}
    with translation.override(language):
        lines = [
            *amounts.price_device(row | {"ears": "binaural"}, LAW),
            *amounts.price_repair(row | {"part": "other"}, LAW),
            *amounts.price_batteries(row | {"ears": "binaural", "years": [2026]}, LAW),
            *amounts.price_implant(row | {"device": "middle-ear", "service_amount": Decimal(900)}, LAW),
            *amounts.price_hardship(row, LAW),
        ]
    assert max(len(line.unit) for line in lines) <= Line._meta.get_field("unit").max_length
    assert max(len(line.code) for line in lines) <= Line._meta.get_field("code").max_length
