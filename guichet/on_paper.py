"""People who deal with the office by letter alone: accounts without e-mail, for which nobody can sign in.

Somebody who registers later gets an account of their own: nothing of this one shows in it, even with the same number.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from .audit import record_event
from .models import Account, BankAccount, Beneficiary


@dataclass(frozen=True, kw_only=True)
class PaperPerson:
    """What the office reads on a paper form; letters go to the representative, if there is one, at the same address."""

    last_name: str
    first_name: str
    address: str
    postcode: str
    city: str
    country: str
    birth_date: date
    avs_number: str
    language: str
    holder: str
    iban: str
    representative_last_name: str = ""
    representative_first_name: str = ""

    @property
    def is_represented(self) -> bool:
        return bool(self.representative_last_name)

    def account_fields(self) -> dict:
        names = {"last_name": self.last_name, "first_name": self.first_name}
        if self.is_represented:
            names = {"last_name": self.representative_last_name, "first_name": self.representative_first_name}
        roles = {"is_beneficiary": not self.is_represented, "is_representative": self.is_represented}
        return names | self._address() | roles | {"language": self.language}

    def beneficiary_fields(self) -> dict:
        names = ("last_name", "first_name", "birth_date", "avs_number")
        return {name: getattr(self, name) for name in names} | self._address() | {"is_owner": not self.is_represented}

    def _address(self) -> dict:
        return {name: getattr(self, name) for name in ("address", "postcode", "city", "country")}


def on_paper(avs_number: str) -> Beneficiary | None:
    """The insured person who is known by letter alone."""
    people = Beneficiary.objects.active().filter(avs_number=avs_number, owner__email=None, owner__is_active=True)
    return people.select_related("owner").order_by("pk").first()


@transaction.atomic
def add_person(person: PaperPerson, *, actor: Account) -> Beneficiary:
    """An account nobody can enter. Who is known by letter already stays who they are: twice changes nothing."""
    if known := on_paper(person.avs_number):
        return known
    account = Account(email=None, **person.account_fields())
    account.set_unusable_password()
    account.save(force_insert=True)
    beneficiary = Beneficiary.objects.create(owner=account, **person.beneficiary_fields())
    BankAccount.objects.create(owner=account, holder=person.holder, iban=person.iban, is_preferred=True)
    record_event("account.opened_on_paper", actor=actor, object_type="account", object_key=account.pk)
    return beneficiary


@transaction.atomic
def change_person(beneficiary: Beneficiary, person: PaperPerson, *, actor: Account) -> None:
    """What a newer paper says. Claims sent keep what they were sent with; a new IBAN takes the place of the old one."""
    account = beneficiary.owner
    for one, fields in ((account, person.account_fields()), (beneficiary, person.beneficiary_fields())):
        for name, value in fields.items():
            setattr(one, name, value)
        one.save(update_fields=list(fields))
    record_event("account.changed_on_paper", actor=actor, object_type="account", object_key=account.pk)
    if not account.bank_accounts.active().filter(iban=person.iban, holder=person.holder).exists():
        account.bank_accounts.active().update(retired_at=timezone.now(), is_preferred=False)
        BankAccount.objects.create(owner=account, holder=person.holder, iban=person.iban, is_preferred=True)
        record_event("bank_account.changed", actor=actor, object_type="account", object_key=account.pk,
                     detail={"iban_ends_with": person.iban[-4:]})  # fmt: skip
