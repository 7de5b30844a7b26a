"""People: the beneficiaries, bank accounts and saved decision numbers one account may choose from."""

from dataclasses import dataclass

from django.db.models import F, Q

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber
from guichet.prepared import Given, Prepared

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


OF_THE_OWNER = Q(owner=Given("owner")) & (Q(retired_at=None) | Q(pk=Given("kept")))
bank_accounts_of = Prepared(lambda: BankAccount.objects.filter(OF_THE_OWNER))
beneficiaries_of = Prepared(  # joined with their saved numbers: one row for each
    lambda: (
        Beneficiary.objects.filter(OF_THE_OWNER)
        .annotate(
            saved_id=F("decision_numbers"),
            saved_number=F("decision_numbers__number"),
            saved_description=F("decision_numbers__description"),
        )
        .order_by()
    )
)


def load_people(account: Account, *, claim: Claim | None = None) -> People:
    """Two queries. A claim under correction keeps its beneficiary and bank account, retired or not."""
    kept_person, kept_account = (claim.beneficiary_id, claim.bank_account_id) if claim else (0, 0)
    bank_accounts = bank_accounts_of(owner=account.pk, kept=kept_account)
    beneficiaries = beneficiaries_of(owner=account.pk, kept=kept_person)
    for each in (*bank_accounts, *beneficiaries):
        each.owner = account
    name = account.first_name, account.last_name
    return People(account.pk, name, *_with_decisions(beneficiaries), bank_accounts=bank_accounts)


def _with_decisions(rows: list[Beneficiary]) -> tuple[list[Beneficiary], list[DecisionNumber]]:
    """Each beneficiary once, and the saved numbers: the newest of each person first."""
    people: dict[int, Beneficiary] = {}
    decisions = []
    for row in sorted(rows, key=_in_order):
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
