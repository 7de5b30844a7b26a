"""What a person changes about the account: each act with its event, and a mail where someone else could have done it.

Not here: the number the codes go to (phone_change.py), the roles and people represented (people.py).
"""

from django.db import transaction
from django.utils import timezone

from . import limits
from .audit import record_event
from .confirmation import URGENT, send_link
from .models import Account, BankAccount
from .outbox import link_to, write_mail


class BankAccountInUse(Exception):
    """A claim was sent with it: it may be retired, never rewritten."""


def change_password(account: Account, password: str) -> None:
    """Set the password; every other session ends, and the owner is told."""
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        record_event("account.password_changed", actor=account, object_type="account", object_key=account.pk)
        write_mail("password-changed", account=account)


def ask_email_change(account: Account, email: str) -> None:
    """A link to the new address, a notice to the old one, which stays until the new is proven. Raises TooMany.

    An address that is somebody's looks the same: its owner is told instead.
    """
    limits.account_change(account).raise_by_one()
    holder = Account.objects.filter(email=email).exclude(pk=account.pk).first()
    with transaction.atomic():
        record_event("account.email_change_asked", actor=account, object_type="account", object_key=account.pk)
        write_mail("email-change-asked", account=account)
        if holder is None:
            send_link(account, key="email-change-link", email=email)
        else:
            reset_link = link_to("guichet:forgotten-password", language=holder.language)
            sign_in_link = link_to("guichet:sign-in", language=holder.language)
            context = {"reset_link": reset_link, "sign_in_link": sign_in_link}
            write_mail("address-in-use", account=holder, context=context, priority=URGENT)


@transaction.atomic
def add_bank_account(account: Account, *, holder: str, iban: str, is_preferred: bool) -> BankAccount:
    """Add an account to be paid to; the first one is preferred in any case."""
    is_first = not account.bank_accounts.active().exists()
    bank_account = BankAccount.objects.create(owner=account, holder=holder, iban=iban)
    if is_preferred or is_first:
        _prefer(bank_account)
    _tell_bank_change(account, bank_account, "bank_account.added")
    return bank_account


@transaction.atomic
def change_bank_account(bank_account: BankAccount, *, holder: str, iban: str) -> None:
    """Rewrite an account no claim was sent with; raises BankAccountInUse."""
    if is_in_use(bank_account):
        raise BankAccountInUse
    bank_account.holder, bank_account.iban = holder, iban
    bank_account.save(update_fields=["holder", "iban"])
    _tell_bank_change(bank_account.owner, bank_account, "bank_account.changed")


@transaction.atomic
def prefer_bank_account(bank_account: BankAccount) -> None:
    """The account new claims begin with."""
    _prefer(bank_account)
    record_event("bank_account.preferred", actor=bank_account.owner, object_type="bank_account",
                 object_key=bank_account.pk)  # fmt: skip


@transaction.atomic
def retire_bank_account(bank_account: BankAccount) -> None:
    """No longer offered; claims already sent keep it. The preference goes to the oldest one left."""
    bank_account.retired_at, bank_account.is_preferred = timezone.now(), False
    bank_account.save(update_fields=["retired_at", "is_preferred"])
    _tell_bank_change(bank_account.owner, bank_account, "bank_account.retired")
    left = bank_account.owner.bank_accounts.active().order_by("-is_preferred", "pk").first()
    if left and not left.is_preferred:
        _prefer(left)


def is_in_use(bank_account: BankAccount) -> bool:
    """Whether a claim was sent with it."""
    return bank_account.claims.exists()


def _prefer(bank_account: BankAccount) -> None:
    bank_account.owner.bank_accounts.filter(is_preferred=True).update(is_preferred=False)
    bank_account.is_preferred = True
    bank_account.save(update_fields=["is_preferred"])


def _tell_bank_change(account: Account, bank_account: BankAccount, action: str) -> None:
    record_event(action, actor=account, object_type="bank_account", object_key=bank_account.pk,
                 detail={"iban_ends_with": bank_account.iban[-4:]})  # fmt: skip
    write_mail("bank-account-changed", account=account, context={"iban_ends_with": bank_account.iban[-4:]})
