"""Above an amount the office sets two accept: which claims, and who may be the second.

Not here: accepting (workflow).
"""

from guichet.models import Account

from .models import Approval, Claim, OfficeSettings

CONFIRM = "invoicing.confirm_claim"  # the right to be the second of two reviewers


def needs_second_reviewer(claim: Claim) -> bool:
    most = OfficeSettings.load().second_reviewer_above
    return most is not None and claim.total > most


def may_confirm(first: Approval, reviewer: Account) -> bool:
    return first.reviewer_id != reviewer.pk and reviewer.has_perm(CONFIRM)
