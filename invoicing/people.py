"""People: the beneficiaries, bank accounts and saved decision numbers one account may choose from."""

from dataclasses import dataclass

from django.db.models import Q

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber

from .models import Claim


@dataclass(frozen=True)
class People:
    beneficiaries: list[Beneficiary]
    bank_accounts: list[BankAccount]
    decisions: list[DecisionNumber]

    def beneficiary(self, pk: str) -> Beneficiary | None:
        return next((one for one in self.beneficiaries if str(one.pk) == str(pk)), None)

    def bank_account(self, pk: str) -> BankAccount | None:
        return next((one for one in self.bank_accounts if str(one.pk) == str(pk)), None)

    def decision(self, pk: str) -> DecisionNumber | None:
        return next((one for one in self.decisions if str(one.pk) == str(pk)), None)


def load_people(account: Account, *, claim: Claim | None = None) -> People:
    """Three queries. A claim under correction keeps its beneficiary and bank account, retired or not."""
    keeps_person = Q(pk=claim.beneficiary_id) if claim else Q()
    keeps_account = Q(pk=claim.bank_account_id) if claim else Q()
    beneficiaries = account.beneficiaries.filter(Q(retired_at=None) | keeps_person if claim else Q(retired_at=None))
    bank_accounts = account.bank_accounts.filter(Q(retired_at=None) | keeps_account if claim else Q(retired_at=None))
    decisions = DecisionNumber.objects.filter(beneficiary__owner=account, beneficiary__retired_at=None)
    return People(list(beneficiaries), list(bank_accounts), list(decisions.select_related("beneficiary")))
