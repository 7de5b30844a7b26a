"""Given one aid, when it is priced and checked, then OMAI art. 2 to 9, its annex and domain 7 hold."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from invoicing import workflow
from invoicing.kinds.aids.amounts import price_aid
from invoicing.kinds.aids.limits import Limit, code_of, limit_for
from invoicing.models import CatalogueEntry, Rate
from invoicing.rates import MissingRate, RateBook
from invoicing.reading import check_draft, read_draft, take_notes
from tests.claims import aid, as_posted, head_for, make_claim, make_draft, make_person
from tests.conftest import sign_in

MAINTENANCE = {"limit_code": "limit-aid-maintenance", "limit_per": "year"}
PHONE = CatalogueEntry(
    key="15.06", number="15.06", name_fr="Vidéophone", limit_code="limit-aid-15-06", limit_per="unit"
)


def row(**fields) -> dict:
    base = {"start": date(2026, 8, 10), "end": date(2026, 8, 10), "aid": PHONE, "code": "15.06", "limit": None}
    return base | {"quantity": Decimal(1), "amount": Decimal("1650.00")} | fields


def check(owner=None, **fields):
    return check_draft(make_draft("aids", owner=owner, answers={"service": aid(**fields)}))


def errors(entry) -> list[str]:
    return [error["path"] for error in entry.errors]


def warnings(entry) -> set[str]:
    return {finding.code for finding in entry.warnings} - {"no_document"}


def finding(entry, code: str):
    return next(one for one in entry.warnings if one.code == code)


# --- Amounts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "amount", "total"), [("1", "1650.00", "1650.00"), ("3", "110", "330.00"), ("1", "99.98", "100.00")]
)
def test_an_aid_is_paid_as_billed(quantity, amount, total):
    (line,) = price_aid(row(quantity=Decimal(quantity), amount=Decimal(amount)), RateBook([]))
    assert (line.amount, line.code, line.label) == (Decimal(total), "15.06", "15.06 Vidéophone")


@pytest.mark.parametrize(
    ("limit", "quantity", "unit"),
    [
        (None, 1, "prestation"),
        (Limit("limit-aid-15-06", "unit", "15.06"), 2, "pièces"),
        (Limit("limit-aid-guide-dog", "month", "/guide-dog"), 3, "mois"),
        (Limit("limit-aid-maintenance", "year", "/maintenance"), 1, "prestation"),
    ],
)
@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_a_line_says_what_it_counts(limit, quantity, unit):
    book = RateBook(Rate.objects.all())
    (line,) = price_aid(row(limit=limit, quantity=Decimal(quantity)), book)
    assert line.unit == unit
    assert [rate["code"] for rate in book.used_as_data()] == ([limit.rate_code] if limit else [])


@pytest.mark.parametrize("amount", ["0.05", "1650.00"])
def test_a_limit_without_a_rate_on_that_day_is_refused(amount):
    book = RateBook([Rate(code="limit-aid-15-06", valid_from=date(2026, 8, 11), amount=Decimal(1700))])
    with pytest.raises(MissingRate):
        price_aid(row(limit=Limit("limit-aid-15-06", "unit", "15.06"), amount=Decimal(amount)), book)


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
@pytest.mark.parametrize(
    ("code", "day", "most"),
    [
        ("limit-aid-maintenance", date(2021, 1, 1), "485.00"),
        ("limit-aid-maintenance", date(2026, 12, 31), "485.00"),
        ("limit-aid-guide-dog", date(2021, 1, 1), "110.00"),
        ("limit-aid-guide-dog", date(2026, 12, 31), "110.00"),
        ("limit-aid-14-04-signal", date(2026, 1, 1), "1300.00"),
        ("limit-aid-15-06", date(2026, 1, 1), "1700.00"),
        ("limit-aid-4-04", date(2026, 1, 1), "200.00"),
        ("limit-aid-services", date(2021, 1, 1), "21510.00"),
        ("limit-aid-services", date(2022, 12, 31), "21510.00"),
        ("limit-aid-services", date(2023, 1, 1), "22050.00"),
        ("limit-aid-services", date(2024, 12, 31), "22050.00"),
        ("limit-aid-services", date(2025, 1, 1), "22680.00"),
        ("limit-aid-services", date(2026, 12, 31), "22680.00"),
    ],
)
def test_limits_are_those_of_the_law_on_both_sides_of_each_new_year(code, day, most):
    assert RateBook(Rate.objects.all()).at(code, day) == Decimal(most)


@pytest.mark.parametrize(
    ("traits", "delivery", "limit", "code"),
    [
        ({"acquires": True}, "purchase", Limit("limit-aid-15-06", "unit", "15.06"), "15.06"),
        ({}, "repair", None, "15.06/repair"),
        (MAINTENANCE, "maintenance", Limit("limit-aid-maintenance", "year", "/maintenance"), "15.06/maintenance"),
    ],
)
def test_the_type_of_remise_says_which_limit_holds(traits, delivery, limit, code):
    assert (limit_for(PHONE, delivery, traits), code_of(PHONE, delivery, traits)) == (limit, code)
    assert limit is None or limit.counts(code)


amounts = st.decimals(min_value="0.05", max_value=500000, places=2)


@given(st.integers(1, 999), amounts)
def test_the_total_is_the_sum_of_the_lines_in_five_centimes(quantity, amount):
    lines = price_aid(row(quantity=Decimal(quantity), amount=amount), RateBook([]))
    assert len(lines) == 1
    assert lines[0].amount % Decimal("0.05") == 0
    assert abs(lines[0].amount - quantity * amount) <= Decimal("0.025")


@given(st.integers(1, 999), amounts)
def test_pricing_twice_gives_the_same(quantity, amount):
    typed = row(quantity=Decimal(quantity), amount=amount)
    assert repr(price_aid(typed, RateBook([]))) == repr(price_aid(typed, RateBook([])))


# --- Checks -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestOneClaim:
    def test_a_usual_one_is_whole(self):
        entry = check()
        assert (errors(entry), warnings(entry), entry.form_number) == ([], set(), "318.639")

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"aid": ""}, "service.aid"),
            ({"aid": "5.07"}, "service.aid"),
            ({"delivery": ""}, "service.delivery"),
            ({"start": ""}, "service.start"),
            ({"end": "09.08.2026"}, "service.end"),
            ({"amount": "0"}, "service.amount"),
            ({"amount": "1700.01"}, "service.amount"),  # the limit per piece
            ({"quantity": ""}, "service.quantity"),
            ({"quantity": "0"}, "service.quantity"),
            ({"quantity": "1.5"}, "service.quantity"),
            ({"delivery": "guide-dog", "amount": "100"}, "service.delivery"),
            ({"delivery": "maintenance", "aid": "10.05", "amount": "100"}, "service.delivery"),
            ({"aid": "10.01", "start": "31.12.2023", "end": "01.01.2024"}, "service.aid"),
            ({"delivery": "maintenance", "aid": "14.02", "amount": "485.05"}, "service.amount"),
            ({"aid": "4.04", "amount": "200.05"}, "service.amount"),
            ({"aid": "14.04-signal", "amount": "1300.05"}, "service.amount"),
            ({"delivery": "services", "aid": "13.01", "amount": "22680.05"}, "service.amount"),
        ],
    )
    def test_what_an_aid_cannot_be(self, fields, path):
        assert errors(check(**fields)) == [path]

    @pytest.mark.parametrize(
        "fields",
        [
            {"amount": "1700.00"},
            {"quantity": "2", "amount": "1700.00"},
            {"quantity": "", "aid": "14.02"},
            {"aid": "10.01", "start": "31.12.2023", "end": "31.12.2023"},
            {"delivery": "maintenance", "aid": "14.02", "amount": "485.00"},
            {"delivery": "repair", "amount": "1701.00"},  # the limit is that of the aid, not of its repair
            {"delivery": "services", "aid": "14.02", "amount": "22680.00"},
            {"aid": "11.02", "delivery": "guide-dog", "amount": "110", "quantity": "1"},
        ],
    )
    def test_what_just_may_be(self, fields):
        assert errors(check(**fields)) == []

    @pytest.mark.parametrize(
        ("fields", "paths"),
        [
            ({"start": "15.12.2025", "end": "14.01.2026", "delivery": "maintenance"}, ["service.end"]),
            ({"start": "15.12.2024", "end": "14.01.2025", "delivery": "services"}, ["service.end"]),
            ({"start": "15.12.2025", "end": "31.12.2025", "delivery": "maintenance"}, []),
            ({"start": "15.12.2025", "end": "14.01.2026"}, []),  # no limit changes for a videophone
        ],
    )
    def test_a_yearly_limit_is_that_of_one_year(self, fields, paths):
        assert errors(check(**{"aid": "14.02", "amount": "100", **fields})) == paths

    @pytest.mark.parametrize(("quantity", "amount", "paths"), [
        ("3", "110.00", []), ("3", "110.05", ["service.amount"]), ("4", "110.00", ["service.quantity"]),
    ])  # fmt: skip
    def test_a_dog_is_kept_by_the_month(self, quantity, amount, paths):
        typed = {"aid": "11.02", "delivery": "guide-dog", "start": "01.05.2026", "end": "31.07.2026"}
        assert errors(check(**typed, quantity=quantity, amount=amount)) == paths

    @pytest.mark.parametrize(("key", "codes"), [("13.01", {"needs_decision"}), ("14.02", set())])
    def test_an_aid_for_work_needs_a_decision_that_says_so(self, key, codes):
        assert warnings(check(aid=key)) == codes

    def test_a_limit_that_the_office_adds_holds_from_its_day(self):
        CatalogueEntry.objects.filter(key="5.06").update(limit_code="limit-aid-5-06", limit_per="year")
        Rate.objects.create(code="limit-aid-5-06", valid_from=date(2026, 1, 1), amount=1500, source="OMAI 5.06")
        wig = {"aid": "5.06", "amount": "1600"}
        assert errors(check(**wig)) == ["service.amount"]
        before = check(**wig, start="31.12.2025", end="31.12.2025")
        assert [(one.code, one.path) for one in before.findings if one.code == "no_rate"] == [("no_rate", "service")]

    def test_a_claim_carries_the_number_of_its_paper_form_and_keeps_its_limit(self):
        claim = make_claim("aids")
        version = claim.versions.get()
        assert (claim.form_number, version.wording["number"]) == ("318.639", "318.639")
        assert [rate["code"] for rate in version.rates] == ["limit-aid-15-06"]
        assert version.wording["catalogue"] == {"15.06": {"fr": "15.06 Vidéophone SIP", "de": "15.06 SIP-Videophone"}}

    def test_without_a_choice_it_has_the_number_of_all_five(self):
        assert read_draft(make_draft("aids", answers={"service": {}})).form_number == "318.635 – 318.639"


# --- Other claims -----------------------------------------------------------------


@pytest.fixture
def two_accounts(office_data):
    """Two accounts that send for one insured person."""
    first, second = make_person(), make_person()
    avs = first.beneficiaries.get().avs_number
    second.beneficiaries.update(avs_number=avs)
    return first, second


def maintenance(**fields) -> dict:
    return aid(**{"aid": "14.02", "delivery": "maintenance", "amount": "300", **fields})


def later(**fields) -> dict:
    return maintenance(start="01.09.2026", end="02.09.2026", amount="185.05") | fields


@pytest.mark.django_db
class TestOtherClaims:
    @pytest.mark.parametrize(
        ("fields", "warned"),
        [
            ({}, True),
            ({"aid": "9.01"}, True),  # the yearly limit of maintenance is for all aids together
            ({"amount": "185.00"}, False),
            ({"start": "01.09.2025", "end": "02.09.2025"}, False),
            ({"delivery": "repair"}, False),
        ],
    )
    def test_own_claims_of_a_year_share_its_limit(self, two_accounts, fields, warned):
        owner, _other = two_accounts
        claim = make_claim("aids", owner=owner, answers={"service": maintenance()})
        entry = check(owner, **later(**fields))
        assert errors(entry) == []
        assert warnings(entry) == ({"year_limit"} if warned else set())
        if warned:
            assert "300.00" in finding(entry, "year_limit").message
            with translation.override("de"):
                assert "pro Kalenderjahr" in finding(entry, "year_limit").message
            assert finding(entry, "year_limit").claims == (claim.reference,)

    def test_a_refused_or_withdrawn_claim_does_not_count(self, two_accounts):
        owner, _other = two_accounts
        claim = make_claim("aids", owner=owner, answers={"service": maintenance()})
        workflow.withdraw(claim, actor=owner, version_number=1)
        assert warnings(check(owner, **later())) == set()

    @pytest.mark.parametrize("amount", ["0.05", "185.00", "185.05", "485.00"])
    def test_claims_of_another_account_are_told_alike_whatever_is_typed(self, two_accounts, amount):
        other, owner = two_accounts
        claim = make_claim("aids", owner=other, answers={"service": maintenance(amount="300.15")})
        entry = check(owner, **later(amount=amount))
        shared = finding(entry, "year_shared")
        assert (warnings(entry), shared.claims) == ({"year_shared"}, (claim.reference,))
        assert not {claim.reference, "300", "185.05", other.last_name} & set(shared.message.replace(".", " ").split())

    def test_claims_of_another_year_of_another_account_are_not_told(self, two_accounts):
        other, owner = two_accounts
        make_claim("aids", owner=other, answers={"service": maintenance()})
        assert warnings(check(owner, **later(start="01.09.2025", end="02.09.2025"))) == set()

    @pytest.mark.parametrize(
        ("key", "past", "now", "warned"),
        [
            ("5.01-plastic", "11.08.2022", "10.08.2026", True),
            ("5.01-glass", "10.08.2025", "10.08.2026", False),
            ("5.01-glass", "11.08.2025", "10.08.2026", True),
            ("14.02", "11.08.2025", "10.08.2026", False),
        ],
    )
    def test_an_aid_is_not_renewed_before_its_interval(self, two_accounts, key, past, now, warned):
        owner, other = two_accounts
        claim = make_claim("aids", owner=owner, answers={"service": aid(aid=key, start=past, end=past, amount="10")})
        own, elsewhere = (check(one, aid=key, start=now, end=now, amount="20") for one in (owner, other))
        assert warnings(own) == warnings(elsewhere) == ({"interval"} if warned else set())
        if warned:
            assert finding(own, "interval").message.endswith(f"({claim.reference})")
            assert claim.reference not in finding(elsewhere, "interval").message
            assert finding(elsewhere, "interval").claims == (claim.reference,)

    def test_what_is_noted_beside_the_amount_is_of_the_own_account_alone(self, two_accounts):
        owner, other = two_accounts
        make_claim("aids", owner=owner, answers={"service": maintenance(amount="100")})
        make_claim("aids", owner=other, answers={"service": maintenance(amount="50")})
        assert notes(owner, **later()) == [
            "Plafond : 485.00 CHF par année civile.",
            "Déjà demandé en 2026 depuis votre compte : 100.00 CHF. Il reste au plus 385.00 CHF.",
        ]
        assert notes(owner, **later(start="01.09.2025", end="02.09.2025")) == ["Plafond : 485.00 CHF par année civile."]


def notes(owner, **fields) -> list[str]:
    draft = make_draft("aids", owner=owner, answers={"service": aid(**fields)})
    entry = read_draft(draft)
    take_notes(entry, draft)
    return [note.replace("\u00a0", " ") for note in entry.row_at("service").notes]


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
class TestNotes:
    @pytest.mark.parametrize(
        ("fields", "noted"),
        [
            ({}, ["Plafond : 1’700.00 CHF par pièce."]),
            ({"amount": "", "start": ""}, ["Plafond : 1’700.00 CHF par pièce."]),  # as soon as the aid is chosen
            ({"aid": "11.02", "delivery": "guide-dog"}, ["Plafond : 110.00 CHF par mois."]),
            ({"delivery": "services", "start": "31.12.2024"}, ["Plafond : 22’050.00 CHF par année civile."]),
            ({"delivery": "repair"}, []),
            ({"delivery": ""}, []),
            ({"aid": "14.02"}, []),
        ],
    )
    def test_the_limit_stands_beside_the_amount_as_one_types(self, fields, noted):
        assert notes(make_person(), **fields) == noted

    def test_a_correction_does_not_count_what_it_replaces(self, office_data):
        owner = make_person()
        claim = make_claim("aids", owner=owner, answers={"service": maintenance()})
        draft = make_draft("aids", owner=owner, answers={"service": maintenance()})
        draft.claim = claim
        entry = read_draft(draft)
        take_notes(entry, draft)
        assert len(entry.row_at("service").notes) == 1


# --- The page -----------------------------------------------------------------------


@pytest.fixture
def citizen(office_data) -> Client:
    owner = make_person()
    client = sign_in(Client(), owner)
    client.account = owner
    return client


def page_of(client: Client, **fields) -> str:
    draft = make_draft("aids", owner=client.account, answers={"service": fields})
    return client.get(reverse("invoicing:draft", args=[draft.pk])).content.decode()


@pytest.mark.django_db
class TestPage:
    def test_the_whole_catalogue_is_there_closed(self, citizen):
        page = page_of(citizen)
        entries = CatalogueEntry.objects.filter(catalogue="aids", is_active=True).count()
        assert page.count('name="service-aid"') == entries == 50
        assert page.count('class="catalogue__form"') == 5
        assert 'class="catalogue__form" open' not in page

    def test_what_was_chosen_is_in_sight(self, citizen):
        page = page_of(citizen, **aid())
        assert page.count('class="catalogue__form" open') == 1
        assert 'value="15.06" checked' in page
        assert "<strong>15.06 Vidéophone SIP</strong>" in page

    def test_a_hidden_aid_stays_for_who_chose_it_before(self, citizen):
        CatalogueEntry.objects.filter(key="15.06").update(is_active=False)
        assert 'value="15.06"' not in page_of(citizen)
        assert 'value="15.06" checked' in page_of(citizen, **aid())

    def test_without_a_choice_the_catalogue_says_so(self, citizen):
        draft = make_draft("aids", owner=citizen.account, answers={"service": aid(aid="")})
        page = citizen.get(reverse("invoicing:draft", args=[draft.pk]), {"check": ""}).content.decode()
        assert 'href="#id_service-aid_0"' in page
        assert page.count("Choisissez une prestation dans la liste.") == 2  # on top and at the field
        assert page.count('id="id_service-aid_0"') == 1

    def test_what_is_not_confirmed_is_for_the_office_alone(self, citizen):
        assert "à confirmer" not in page_of(citizen)

    @pytest.mark.parametrize(
        ("fields", "label"),
        [
            ({}, "Nombre de pièces"),
            ({"aid": "11.02", "delivery": "guide-dog"}, "Nombre de mois"),
            ({"aid": "14.02", "quantity": "2"}, "Quantité"),
        ],
    )
    def test_pieces_or_months_are_asked_where_they_count(self, citizen, fields, label):
        page = page_of(citizen, **aid(**fields)).replace(' <span class="field__optional">(facultatif)</span>', "")
        assert f"{label}</label>" in page

    def test_else_there_is_one(self, citizen):
        page = page_of(citizen, **aid(aid="14.02"))
        assert '<input type="hidden" name="service-quantity" value="1">' in page

    @pytest.mark.parametrize(("shown", "painted"), [("15.06/purchase", False), ("/", True)])
    def test_fields_are_painted_again_for_another_aid_alone(self, citizen, shown, painted):
        draft = make_draft("aids", owner=citizen.account, answers={})
        typed = as_posted({"head": head_for(citizen.account), "service": aid()}) | {"shown-service": shown}
        page = citizen.post(reverse("invoicing:draft", args=[draft.pk]), typed, headers={"HX-Request": "true"})
        assert ('id="price-service"' in page.content.decode()) is painted
        assert "1’700.00 CHF par pièce" in page.content.decode()

    @pytest.mark.parametrize(("typed", "queries"), [(aid(), 10), (maintenance(), 11)])
    def test_it_costs_few_queries_however_much_was_sent(self, citizen, typed, queries, django_assert_num_queries):
        """One more where what was claimed in the year is looked up."""
        draft = make_draft("aids", owner=citizen.account, answers={"service": typed})
        address = reverse("invoicing:draft", args=[draft.pk])
        citizen.get(address)
        with django_assert_num_queries(queries):
            citizen.get(address)
        for day in range(10, 20):
            same_day = {"start": f"{day}.03.2026", "end": f"{day}.03.2026", "amount": "10"}
            make_claim("aids", owner=citizen.account, answers={"service": maintenance(**same_day)})
        with django_assert_num_queries(queries):
            citizen.get(address)

    def test_german_speaks_german(self, citizen):
        with translation.override("de"):
            draft = make_draft("aids", owner=citizen.account, answers={"service": aid()})
            page = citizen.get(reverse("invoicing:draft", args=[draft.pk])).content.decode()
        assert "SIP-Videophone" in page
        assert "Hilfsmittel für den Kopfbereich" in page
        assert "pro Stück" in page
        assert "par pièce" not in page
