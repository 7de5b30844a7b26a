"""Who is insured: the account's owner in person, and those the owner represents. With their decision numbers."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from .audit import record_event
from .models import Account, Beneficiary, DecisionNumber
from .registration import add_own_beneficiary

PERSON = ("last_name", "first_name", "address", "postcode", "city", "country")
INSURED = (*PERSON, "birth_date", "avs_number")


@dataclass(frozen=True)
class Details:
    """« Mes informations »: name, address and roles; date of birth and AVS number of a beneficiary."""

    person: dict
    language: str
    wants_sms: bool
    is_beneficiary: bool
    is_representative: bool
    birth_date: date | None = None
    avs_number: str = ""


@transaction.atomic
def change_details(account: Account, details: Details) -> None:
    """Save who the person is; a beneficiary's own entry follows, and rests when the role is given up."""
    changed = [name for name, value in details.person.items() if getattr(account, name) != value]
    for name, value in details.person.items():
        setattr(account, name, value)
    account.language = details.language
    account.wants_sms = details.wants_sms
    account.is_beneficiary = details.is_beneficiary
    account.is_representative = details.is_representative
    account.save()
    _follow(account, details)
    record_event("account.details_changed", actor=account, object_type="account", object_key=account.pk,
                 detail={"fields": changed})  # fmt: skip


def own_beneficiary(account: Account) -> Beneficiary | None:
    """The owner as a beneficiary, also when that role rests."""
    return account.beneficiaries.filter(is_owner=True).first()


@transaction.atomic
def add_beneficiary(account: Account, data: dict) -> Beneficiary:
    """Add someone the owner represents."""
    beneficiary = Beneficiary.objects.create(owner=account, **data)
    _note("beneficiary.added", beneficiary)
    return beneficiary


@transaction.atomic
def change_beneficiary(beneficiary: Beneficiary, data: dict) -> None:
    """Save the person's data; what was sent already keeps its own copy."""
    for name, value in data.items():
        setattr(beneficiary, name, value)
    beneficiary.save()
    _note("beneficiary.changed", beneficiary)


@transaction.atomic
def retire_beneficiary(beneficiary: Beneficiary) -> None:
    """No longer offered; claims already sent keep the person."""
    beneficiary.retired_at = timezone.now()
    beneficiary.save(update_fields=["retired_at"])
    _note("beneficiary.retired", beneficiary)


@transaction.atomic
def rename_decision_number(decision_number: DecisionNumber, *, description: str) -> None:
    decision_number.description = description
    decision_number.save(update_fields=["description"])
    _note("decision_number.renamed", decision_number.beneficiary)


@transaction.atomic
def delete_decision_number(decision_number: DecisionNumber) -> None:
    """No longer offered in forms; claims keep the number they were sent with."""
    decision_number.delete()
    _note("decision_number.deleted", decision_number.beneficiary)


def _follow(account: Account, details: Details) -> None:
    own = own_beneficiary(account)
    if not details.is_beneficiary:
        if own and own.retired_at is None:
            retire_beneficiary(own)
        return
    if own is None:
        own = add_own_beneficiary(account, birth_date=details.birth_date, avs_number=details.avs_number)
        _note("beneficiary.added", own)
        return
    data = details.person | {"birth_date": details.birth_date, "avs_number": details.avs_number, "retired_at": None}
    change_beneficiary(own, data)


def _note(action: str, beneficiary: Beneficiary) -> None:
    record_event(action, actor=beneficiary.owner, object_type="beneficiary", object_key=beneficiary.pk)
