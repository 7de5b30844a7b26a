"""The list of claims: what it shows first, what its filters and its search find, and at what price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guichet.models import Beneficiary
from invoicing.models import Claim
from invoicing.names import search_key
from tests.claims import change_claim, make_claim, make_person

pytestmark = pytest.mark.django_db
LIST = "/admin/claims/"


def references(response) -> list[str]:
    return [claim.reference for claim in response.context["object_list"]]


def close(claim: Claim, state: str) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=state, closed_at=timezone.now())


def age(claim: Claim, *, days: int) -> None:
    change_claim(claim, submitted_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def claims(office_data) -> list[Claim]:
    """Three of Jane's: an accepted one, an open one of ten days, an open one of today."""
    owner = make_person(first_name="Hélène", last_name="de Preux")
    claims = [make_claim(kind, owner=owner) for kind in ("plain", "travel", "plain")]
    close(claims[0], "accepted")
    age(claims[1], days=10)
    return claims


def test_the_list_begins_with_the_claim_that_waits_longest(office, claims):
    response = office.get(LIST)
    assert references(response) == [claims[1].reference, claims[2].reference]
    content = response.content.decode()
    assert "10 jours" in content
    assert "En traitement" in content
    assert "170.90" in content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=every", [0, 2, 1]),
        ("state=accepted", [0]),
        ("state=submitted", [1, 2]),
        ("kind=travel", [1]),
        ("kind=plain&state=every", [2, 0]),
        ("q=de preux", [1, 0, 2]),
        ("q=depreux", [1, 0, 2]),
        ("q=HELENE de Preux", [1, 0, 2]),
        ("q=Preux", [1, 0, 2]),
        ("q=d", []),
        ("q=nobody", []),
        ("q=756.1", []),
    ],
)
def test_filters_and_search_find_what_they_say(office, claims, query, found):
    response = office.get(f"{LIST}?{query}")
    assert set(references(response)) == {claims[n].reference for n in found}


def test_days_of_receipt_include_both_ends(office, claims):
    day = timezone.localdate() - timedelta(days=10)
    assert references(office.get(f"{LIST}?received_from={day}&received_to={day}")) == [claims[1].reference]
    later = day + timedelta(days=1)
    assert references(office.get(f"{LIST}?received_from={later}")) == [claims[2].reference]


@pytest.mark.parametrize("spelling", ["{0}", "{1}", "{2}", " {0} "])
def test_an_avs_number_is_found_in_any_spelling(office, claims, spelling):
    make_claim()
    person = Beneficiary.objects.get(claims=claims[0])
    number = person.avs_number
    spaced = f"{number[:3]} {number[3:7]} {number[7:11]} {number[11:]}"
    response = office.get(LIST, {"q": spelling.format(number, person.avs_dotted, spaced)})
    assert set(references(response)) == {claim.reference for claim in claims}


@pytest.mark.parametrize("spelling", ["{year}-{n:06d}", "{year}-{n}", "{year}{n:06d}", "{year} {n:06d}"])
def test_a_reference_is_found_whatever_became_of_the_claim(office, claims, spelling):
    year, number = claims[0].reference.split("-")
    assert references(office.get(LIST, {"q": spelling.format(year=year, n=int(number))})) == [claims[0].reference]


def test_the_order_can_be_turned(office, claims):
    assert references(office.get(f"{LIST}?ordering=-submitted_at")) == [claims[2].reference, claims[1].reference]
    assert references(office.get(f"{LIST}?ordering=total")) == [claims[2].reference, claims[1].reference]
    assert references(office.get(f"{LIST}?ordering=owner__password")) == [claims[1].reference, claims[2].reference]


@pytest.mark.parametrize(
    ("last_name", "typed"),
    [
        ("Müller", "mueller"), ("Mueller", "Müller"), ("Müller", "MULLER léa"), ("Zürcher", "Lea Zuercher"),
        ("Zu\u0308rcher", "Zürcher"), ("Œuvray", "oeuvray"), ("O’Neill", "O'Neill, Léa"), ("Weiß", "weiss"),
        ("de Preux", "preux lea"), ("Zen Ruffinen", "Ruffinen"), ("In-Albon", "albon"), ("d’Andrès", "Andres"),
        ("Bonvin-Rey", "bonvin rey"), ("Métrailler", "  métrailler   L. "),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(office, office_data, last_name, typed):
    person = make_person()
    Beneficiary.objects.filter(owner=person).update(last_name=last_name, first_name="Léa")
    claim, _other = make_claim(owner=person), make_claim()
    assert references(office.get(LIST, {"q": typed})) == [claim.reference]


@pytest.mark.parametrize("typed", ["{n}", "{n:06d}", "n° {n}", "Réf. {year}-{n:06d}.", "{year}.{n}", "{year} / {n}"])
def test_a_reference_is_found_as_it_stands_in_a_mail_or_without_its_year(office, claims, typed):
    year, number = claims[1].reference.split("-")
    assert references(office.get(LIST, {"q": typed.format(year=year, n=int(number))})) == [claims[1].reference]


@pytest.mark.parametrize("typed", ["756.9217.2026.8", "20261234567", "2026-000001 2026-000002", "4181234"])
def test_digits_that_are_no_number_of_ours_find_nothing(office, claims, typed):
    """And the page says what can be searched."""
    response = office.get(LIST, {"q": typed})
    assert references(response) == []
    assert "Un prénom seul ne suffit pas." in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "p=" + "9" * 5000, "p=-1", "p=²", "received_from=0001-01-01", "received_to=9999-12-31", "amount_from=1e30",
        "period_from=0001-01-01&period_to=9999-12-31", "q=%00", "q=" + "x" * 50_000, "ordering=--total", "q=%F0%9F%98",
        "assigned=" + "9" * 40, "received_from=2026-12-01&received_to=2026-01-01",
    ],
)  # fmt: skip
def test_no_address_breaks_the_list(office, claims, query):
    assert office.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "label", "readable"),
    [
        ("state=open&assigned=999999", "Attribuée à", "state=open"),
        ("kind=gone", "Formulaire", ""),
        ("amount_from=abc&amount_to=5&q=Preux", "Montant en CHF", "q=Preux"),
        ("received_from=2026-13-45&language=fr", "Reçue", "language=fr"),
    ],
)
def test_a_filter_that_means_nothing_any_more_says_so(office, claims, query, label, readable):
    content = office.get(f"{LIST}?{query}").content.decode()
    assert f"ne se lit pas ou n’existe plus\u00a0: {label}." in content
    assert f'href="{LIST}?{readable}">Montrer sans ce filtre' in content.replace("&amp;", "&")


def test_the_ranges_in_force_are_said_in_words(office, claims):
    content = office.get(f"{LIST}?amount_from=0&received_to=2026-12-31&period_from=2026-01-01&period_to=2026-06-30")
    for words in ("dès 0<", "jusqu’à 31.12.2026<", "01.01.2026 – 30.06.2026<"):
        assert words in content.content.decode()


def test_results_alone_come_for_a_search_as_one_types(office, claims):
    response = office.get(f"{LIST}results/?q=de preux&_w_filter_fragment=1")
    assert claims[0].reference in response.content.decode()
    assert "<html" not in response.content.decode()


def test_thirty_claims_cost_as_many_queries_as_one(office, office_data):
    owner = make_person()
    make_claim(owner=owner)
    office.get(LIST)
    with CaptureQueriesContext(connection) as one:
        office.get(LIST)
    for _n in range(29):
        make_claim(owner=owner)
    with CaptureQueriesContext(connection) as thirty:
        response = office.get(LIST)
    assert len(references(response)) == 30
    assert len(thirty) == len(one) <= 10


def test_counting_stops_where_nobody_pages(office, claims, monkeypatch):
    monkeypatch.setattr("invoicing.review.listing.MOST_AHEAD", -49)
    response = office.get(LIST)
    assert response.context["count_label"] == "plus de 1 demandes"
    assert response.context["all_count"] == 0


def test_all_of_the_list_is_not_offered_where_it_would_be_refused(office, claims, monkeypatch):
    assert 'name="all"' in office.get(LIST).content.decode()
    monkeypatch.setattr("invoicing.review.listing.MOST_AT_ONCE", 1)
    assert 'name="all"' not in office.get(LIST).content.decode()


def test_the_list_speaks_the_reviewers_language(german_office, claims):
    assert '<html lang="de"' in german_office.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("Zürcher", "Anna"), "zurcheranna"),
        (("Œuvray", "Noël"), "oeuvraynoel"),
        (("O’Neill-Weiß", "J."), "oneillweissj"),
    ],
)
def test_names_are_looked_up_without_accents(names, key):
    assert search_key(*names) == key
