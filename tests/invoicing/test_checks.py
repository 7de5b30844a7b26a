"""Given a day, a decision number, an account or a sum, when any form is checked, then domain 7 « All forms » holds.

Each rule on both sides: what just is found, and what just is not.
"""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.utils.translation import gettext_lazy

from invoicing import kinds
from invoicing.reading import check_draft
from tests.claims import head_for, make_claim, make_draft, make_person, service
from tests.factories import BankAccountFactory, BeneficiaryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2026-11-25T10:00:00+01:00", tick=False)


def found(owner=None, *services, **head) -> set[tuple[str, str]]:
    """(code, path) of what is found, the missing receipt aside."""
    owner = owner or make_person()
    answers = {"services": list(services or [service()]), "head": head_for(owner) | head}
    findings = check_draft(make_draft(owner=owner, answers=answers)).findings
    return {(one.code, one.path) for one in findings} - {("no_document", "documents")}


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("26.11.2026", {"future"}),
        ("25.11.2026", set()),
        ("01.11.2022", set()),  # four years end on 30 November 2026
        ("31.10.2022", {"old"}),
        ("01.11.2021", {"old"}),  # five years end on 30 November 2026
        ("31.10.2021", {"lapsed"}),
        ("31.12.1959", {"lapsed"}),
    ],
)
def test_a_day_is_past_and_neither_lapsed_nor_old(day, codes):
    number = f"323 {day[-4:]} 1000123"
    assert found(None, service(date=day), decision_number=number) == {(code, "services.s1.date") for code in codes}


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("323 2026 1000123", set()),
        ("323 2027 1000123", {"decision_year"}),
        ("323 2016 1000123", set()),
        ("323 2015 1000123", {"decision_year"}),
        ("324 2026 1000123", {"other_office"}),
    ],
)
def test_a_decision_number_is_of_this_office_and_of_the_last_ten_years(number, codes):
    assert found(decision_number=number) == {(code, "head.decision_number") for code in codes}


@pytest.mark.parametrize(("price", "codes"), [("99999.95", set()), ("100000", {("total", "services.a")})])
def test_a_total_is_of_a_million_at_the_most(price, codes):
    rows = service("a", quantity="10", unit_price=price), service("b", quantity="1", unit_price="0.50")
    assert {one for one in found(None, *rows) if one[0] == "total"} == codes


@pytest.mark.parametrize(
    ("holder", "codes"),
    [
        ("Léo Fournier", set()),
        ("FOURNIER Jeanne-Marie", set()),
        ("Jeanne & Pierre Fournier", set()),
        ("Pierre Fournier", {("other_holder", "head.bank_account")}),
        ("Fondation Les Tilleuls", {("other_holder", "head.bank_account")}),
    ],
)
def test_an_account_is_the_beneficiary_s_or_the_representative_s(holder, codes):
    owner = make_person()
    child = BeneficiaryFactory(owner=owner, child=True)
    account = BankAccountFactory(owner=owner, holder=holder, is_preferred=False)
    assert found(owner, beneficiary=str(child.pk), bank_account=str(account.pk)) == codes


def test_a_receipt_is_missed_until_it_is_joined():
    assert [finding["code"] for finding in make_claim().versions.get().findings] == ["no_document"]
    assert make_claim(documents=1).versions.get().findings == []


def test_a_version_keeps_its_findings_in_both_languages():
    claim = make_claim(answers={"services": [service(date="31.10.2022")]}, documents=1)
    kept = next(finding for finding in claim.versions.get().findings if finding["code"] == "old")
    assert kept["message"] == {
        "fr": "Cette prestation est ancienne\u00a0: le délai pour la facturer échoit le 31.10.2027.",
        "de": "Diese Leistung liegt weit zurück: Die Frist für die Rechnung läuft am 31.10.2027 ab.",
    }


RULES = ["checks", "overlaps", *(f"kinds.{kind.name}.checks" for kind in iter_modules(kinds.__path__) if kind.ispkg)]


@pytest.mark.parametrize("module", RULES)
def test_no_rule_words_its_finding_in_one_language(module):
    assert import_module(f"invoicing.{module}")._ is gettext_lazy
