"""People: the beneficiaries, bank accounts and saved decision numbers one account may choose from."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber

from .models import Claim


@dataclass(frozen=True)
class People:
    owner_id: int
    owner_name: tuple[str, str]  # first and last
    beneficiaries: list[Beneficiary]
    decisions: list[DecisionNumber]
    bank_accounts: list[BankAccount]

    def beneficiary(self, pk: str) -> Beneficiary | None:
        return next((one for one in self.beneficiaries if str(one.pk) == str(pk)), None)

    def bank_account(self, pk: str) -> BankAccount | None:
        return next((one for one in self.bank_accounts if str(one.pk) == str(pk)), None)

    def decision(self, pk: str) -> DecisionNumber | None:
        return next((one for one in self.decisions if str(one.pk) == str(pk)), None)


def load_people(account: Account, *, claim: Claim | None = None) -> People:
    """Two queries. A claim under correction keeps its beneficiary and bank account, retired or not."""
    kept_person, kept_account = (Q(pk=claim.beneficiary_id), Q(pk=claim.bank_account_id)) if claim else (Q(), Q())
    bank_accounts = account.bank_accounts.filter(Q(retired_at=None) | kept_account if claim else Q(retired_at=None))
    beneficiaries = account.beneficiaries.filter(Q(retired_at=None) | kept_person if claim else Q(retired_at=None))
    name = account.first_name, account.last_name
    return People(account.pk, name, *_with_decisions(beneficiaries), bank_accounts=list(bank_accounts))


def _with_decisions(beneficiaries: QuerySet[Beneficiary]) -> tuple[list[Beneficiary], list[DecisionNumber]]:
    """Beneficiaries joined with their saved numbers: the newest number of each person first."""
    rows = beneficiaries.annotate(
        saved_id=F("decision_numbers"),
        saved_number=F("decision_numbers__number"),
        saved_description=F("decision_numbers__description"),
    )
    people: dict[int, Beneficiary] = {}
    decisions = []
    for row in sorted(rows.order_by(), key=_in_order):
        person = people.setdefault(row.pk, row)
        if row.saved_id and not row.retired_at:
            decisions.append(
                DecisionNumber(
                    pk=row.saved_id, number=row.saved_number, description=row.saved_description, beneficiary=person
                )
            )
    return list(people.values()), decisions


def _in_order(row: Beneficiary) -> tuple:
    """Oneself first, then by name; sorted here, because to put an order into a query takes longer than the query."""
    return (not row.is_owner, row.last_name, row.first_name, row.pk, -(row.saved_id or 0))
