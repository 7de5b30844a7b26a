"""The people side of the portal: accounts, those they stand for, what was told them, what was done."""

from .account import Account, normalise_email
from .bank_account import BankAccount
from .beneficiary import Beneficiary
from .decision_number import DecisionNumber
from .device import SmsDevice
from .event import Event
from .message import Channel, Message
from .office_text import OfficeText
from .sign_in import EmailLink, Lockout

__all__ = [
    "Account",
    "BankAccount",
    "Beneficiary",
    "Channel",
    "DecisionNumber",
    "EmailLink",
    "Event",
    "Lockout",
    "Message",
    "OfficeText",
    "SmsDevice",
    "normalise_email",
]
