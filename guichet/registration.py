"""Registration: an account with all that it needs to send a first claim, in one transaction.

An address that has an account already looks the same from outside: the same page, the same time, a mail to its owner.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from . import limits
from .audit import record_event
from .confirmation import URGENT, send_link
from .models import Account, BankAccount, Beneficiary, SmsDevice
from .outbox import link_to, write_mail

ACCOUNTS_PER_NUMBER = 3


@dataclass(frozen=True)
class NewAccount:
    """What the registration form asks for, checked."""

    email: str
    password: str
    phone: str
    first_name: str
    last_name: str
    address: str
    postcode: str
    city: str
    country: str
    iban: str
    language: str
    is_beneficiary: bool
    is_representative: bool
    birth_date: date | None = None
    avs_number: str = ""


def register(new: NewAccount) -> None:
    """Create the account and mail its link; an address in use only writes to its owner. Raises TooMany."""
    limits.registration().raise_by_one()
    password_hash = make_password(
        new.password
    )  # in both cases, and outside the transaction: it takes a fifth of a second
    existing = Account.objects.filter(email=new.email).first()
    try:
        _tell_owner(existing) if existing else _create(new, password_hash)
    except IntegrityError:  # the same address registered twice at once
        _tell_owner(Account.objects.get(email=new.email))


def is_number_crowded(phone: str, *, besides: Account | None = None) -> bool:
    """Whether as many accounts as may share a number have it already."""
    accounts = Account.objects.filter(phone=phone)
    return (accounts.exclude(pk=besides.pk) if besides else accounts).count() >= ACCOUNTS_PER_NUMBER


@transaction.atomic
def _create(new: NewAccount, password_hash: str) -> Account:
    account = Account(
        email=new.email, phone=new.phone, password=password_hash, first_name=new.first_name, last_name=new.last_name,
        address=new.address, postcode=new.postcode, city=new.city, country=new.country, language=new.language,
        is_beneficiary=new.is_beneficiary, is_representative=new.is_representative,
    )  # fmt: skip
    account.save(force_insert=True)
    if new.is_beneficiary:
        add_own_beneficiary(account, birth_date=new.birth_date, avs_number=new.avs_number)
    BankAccount.objects.create(owner=account, holder=account.get_full_name(), iban=new.iban, is_preferred=True)
    SmsDevice.objects.create(user=account, number=new.phone, name="SMS", confirmed=True)
    record_event("account.registered", actor=account, object_type="account", object_key=account.pk)
    send_link(account, key="registration")
    return account


def add_own_beneficiary(account: Account, *, birth_date: date, avs_number: str) -> Beneficiary:
    """The owner as a beneficiary: own name and address, plus what only a beneficiary tells."""
    return Beneficiary.objects.create(
        owner=account, is_owner=True, birth_date=birth_date, avs_number=avs_number,
        first_name=account.first_name, last_name=account.last_name, address=account.address,
        postcode=account.postcode, city=account.city, country=account.country,
    )  # fmt: skip


@transaction.atomic
def _tell_owner(account: Account) -> None:
    record_event("account.address_in_use", object_type="account", object_key=account.pk, result="refused")
    try:
        limits.owner_notice(account).raise_by_one()
    except limits.TooMany:
        return
    context = {
        "sign_in_link": link_to("guichet:sign-in", language=account.language),
        "reset_link": link_to("guichet:forgotten-password", language=account.language),
    }
    write_mail("address-in-use", account=account, context=context, priority=URGENT)
