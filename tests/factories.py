"""Test objects: valid by default, each with a name one could meet in Sion."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber, SmsDevice

PASSWORD = "une phrase que personne ne devine"


def avs_number(n: int) -> str:
    """The n-th valid AVS number: 13 digits, the last one checks the others."""
    digits = f"756{n:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def swiss_iban(n: int) -> str:
    """The n-th valid Swiss IBAN, at a bank that is not a QR one."""
    account = f"00762{n:012d}"
    check = 98 - int(f"{account}121700") % 97
    return f"CH{check:02d}{account}"


class AccountFactory(DjangoModelFactory):
    """A citizen with a confirmed address who is a beneficiary; traits for the others."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    class Params:
        unverified = factory.Trait(email_verified_at=None)
        representative = factory.Trait(is_representative=True, is_beneficiary=False)
        staff = factory.Trait(
            is_staff=True, is_beneficiary=False, email=factory.Sequence(lambda n: f"collaborateur{n}@aivs.example.ch")
        )

    email = factory.Sequence(lambda n: f"jeanne.fournier{n}@example.ch")
    password = factory.django.Password(PASSWORD)
    first_name = "Jeanne"
    last_name = "Fournier"
    address = "Rue du Rhône 12"
    postcode = "1950"
    city = "Sion"
    phone = factory.Sequence(lambda n: f"+4179{1000000 + n}")
    is_beneficiary = True
    email_verified_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def with_device(self, create, extracted, **kwargs):
        """`with_device=True` adds the SMS device of the account's own number."""
        if create and extracted:
            SmsDeviceFactory(user=self, number=self.phone)


class SmsDeviceFactory(DjangoModelFactory):
    class Meta:
        model = SmsDevice

    user = factory.SubFactory(AccountFactory)
    number = factory.SelfAttribute("user.phone")
    name = "SMS"
    confirmed = True


class BeneficiaryFactory(DjangoModelFactory):
    """The owner in person; the trait `child` is someone the owner represents."""

    class Meta:
        model = Beneficiary

    class Params:
        child = factory.Trait(is_owner=False, first_name="Léo", birth_date=date(2014, 5, 3))

    owner = factory.SubFactory(AccountFactory)
    is_owner = True
    first_name = factory.SelfAttribute("owner.first_name")
    last_name = factory.SelfAttribute("owner.last_name")
    address = factory.SelfAttribute("owner.address")
    postcode = factory.SelfAttribute("owner.postcode")
    city = factory.SelfAttribute("owner.city")
    birth_date = date(1978, 3, 27)
    avs_number = factory.Sequence(lambda n: avs_number(123456000 + n))


class BankAccountFactory(DjangoModelFactory):
    class Meta:
        model = BankAccount

    owner = factory.SubFactory(AccountFactory)
    holder = factory.LazyAttribute(lambda bank_account: bank_account.owner.get_full_name())
    iban = factory.Sequence(swiss_iban)
    is_preferred = True


class DecisionNumberFactory(DjangoModelFactory):
    class Meta:
        model = DecisionNumber

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    number = factory.Sequence(lambda n: f"3232024{1000000 + n}")
    description = "Frais de voyage"
