"""Accepting and assigning many claims at once: each in a transaction of its own, with everything checked again.

Only what is plain is accepted this way. A finding, a duplicate, an account never paid to before: these are for a person
to look at, one by one. Not here: the pages (review/bulk_views.py), what accepting does (workflow.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.models import Account

from . import workflow
from .assignment import ANYBODY, HeldByAnother, NotAssignable, assign, colleagues
from .enums import ClaimState
from .models import Claim, Line
from .overlaps import DUPLICATE, overlapping_claims
from .second_reviewer import needs_second_reviewer


class NotPlain(Exception):
    """Why this claim is not accepted along with others."""


@dataclass(frozen=True)
class Row:
    """A claim as it stood on the screen. `holder`: the key of who held it, None for nobody."""

    reference: str
    version_number: int
    holder: int | None = ANYBODY

    def __str__(self) -> str:
        return f"{self.reference}:{self.version_number}:{self.holder or ''}"

    def obstacle(self, claim: Claim) -> str:
        """What became of `claim` since: closed, or another version of it."""
        if claim.closed_at:
            return say_state(claim)
        return _("une nouvelle version est arrivée") if claim.version_number != self.version_number else ""


def say_state(claim: Claim) -> str:
    return _("déjà « %(state)s »") % {"state": claim.get_state_display()}


def say_held(claim: Claim) -> str:
    if claim.assigned_to is None:
        return _("libérée entre-temps")
    return _("prise entre-temps par %(name)s") % {"name": claim.assigned_to}


@dataclass(frozen=True)
class Result:
    reference: str
    done: bool
    text: str


def accept_all(rows: Iterable[Row], *, reviewer: Account) -> list[Result]:
    """One result a row; a row that fails stops none of the others."""
    return [_result(row, lambda row=row: _accept(row, reviewer), _("acceptée")) for row in rows]


def assign_all(rows: Iterable[Row], *, to: Account | None, actor: Account) -> list[Result]:
    done = _("attribuée à %(name)s") % {"name": to} if to else _("libérée")
    return [_result(row, lambda row=row: _assign(row, to, actor), done) for row in rows]


def _result(row: Row, act, done: str) -> Result:
    try:
        act()
    except Claim.DoesNotExist:
        return Result(row.reference, False, _("cette demande n’existe pas"))
    except workflow.TooLate as late:
        return Result(row.reference, False, row.obstacle(late.claim) or say_state(late.claim))
    except workflow.NotAllowed:
        return Result(row.reference, False, _("vous ne pouvez pas décider de cette demande"))
    except NotAssignable:
        return Result(row.reference, False, _("cette demande ne peut pas lui être attribuée"))
    except HeldByAnother as held:
        return Result(row.reference, False, say_held(held.claim))
    except NotPlain as reason:
        return Result(row.reference, False, str(reason))
    return Result(row.reference, True, done)


@transaction.atomic
def _accept(row: Row, reviewer: Account) -> None:
    claim = Claim.objects.select_for_update(of=("self",)).get(reference=row.reference)
    if not colleagues().filter(pk=reviewer.pk).exists():
        raise workflow.NotAllowed
    if workflow.is_allowed("accept", claim) and claim.version_number == row.version_number:
        refuse_what_is_not_plain(claim)
        if needs_second_reviewer(claim):
            raise NotPlain(_("un second collaborateur doit confirmer"))
    workflow.accept(claim, reviewer=reviewer, version_number=row.version_number)


@transaction.atomic
def _assign(row: Row, to: Account | None, actor: Account) -> None:
    if not colleagues().filter(pk=actor.pk).exists():
        raise workflow.NotAllowed
    claim = Claim.objects.select_for_update(of=("self",)).get(reference=row.reference)
    if row.obstacle(claim):
        raise workflow.TooLate(claim)
    assign(claim, to=to, actor=actor, seen=row.holder)


def refuse_what_is_not_plain(claim: Claim) -> None:
    """Raises NotPlain with the reason. A duplicate sent later is found too: other claims are read as they stand now."""
    lines = list(Line.objects.filter(version__claim=claim, version__number=claim.version_number))
    if claim.has_duplicate or (lines and overlapping_claims(claim, lines)[DUPLICATE]):
        raise NotPlain(_("doublon possible"))
    if claim.finding_count:
        raise NotPlain(_("point à vérifier"))
    if is_first_payment(claim):
        raise NotPlain(_("nouvel IBAN"))


def is_first_payment(claim: Claim) -> bool:
    """Whether no claim of this person was ever accepted for this account."""
    paid = Claim.objects.filter(bank_account=claim.bank_account_id, owner=claim.owner_id, state=ClaimState.ACCEPTED)
    return not paid.exists()
