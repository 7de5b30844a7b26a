"""What a reviewer should look at before deciding, gathered from this claim and the person's others.

Not here: what the checks found when the claim was sent (its findings), showing (the templates).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.enums import ClaimState
from invoicing.history import PastLine, load_history, references
from invoicing.line_words import LineWords
from invoicing.models import Claim, Line
from invoicing.money import as_quantity, swiss_amount
from invoicing.overlaps import DUPLICATE, OVERLAP, Meeting, sort_meetings

HISTORY_MONTHS = 24
NEW_ACCOUNT_DAYS = 30
CONTACT_CHANGED_DAYS = 30
MOST_LABELS = 3  # of what was refused before
MUCH_MORE = Decimal("1.5")  # than the most of the claims before
VALAIS = re.compile("18[6-9][0-9]|19[0-9][0-9]|39[0-9][0-9]")  # with some of Vaud's: better silent than wrong
CONTACT_CHANGES = ("account.email_changed", "account.phone_changed", "account.details_changed")


@dataclass(frozen=True)
class Notice:
    """One thing to see; `claims` are references to open beside it, `path` is where it stands in this one."""

    code: str
    text: str
    claims: Sequence[str] = field(default_factory=tuple)
    path: str = ""


def notices_about(
    claim: Claim, lines: Sequence[Line], *, account_used_since: datetime | None, contact_changed_at: datetime | None,
    words: LineWords,
) -> list[Notice]:  # fmt: skip
    """In the order of their weight; empty when nothing stands out. One query.

    `account_used_since`: the first earlier claim to the same IBAN; `contact_changed_at`: the last change, if recent.
    """
    history = load_history(
        claim.avs_number, since=claim.period_start, months=HISTORY_MONTHS, except_for=claim, states=ClaimState.values
    )
    counting = [past for past in history if past.state in ClaimState.COUNTING]
    return [
        *_meetings(claim, lines, counting),
        *_bank_account(account_used_since),
        *_contact(contact_changed_at),
        *_residence(claim),
        *_refusals(lines, history, words),
        *_quantities(claim, lines, history, words),
        *_amount(claim, history),
    ]


def _meetings(claim: Claim, lines: Sequence[Line], history: list[PastLine]) -> Iterator[Notice]:
    """As things stand now: a claim sent later from another account meets this one too. Each claim is named once."""
    duplicates, overlaps = sort_meetings(lines, history, kind=claim.kind)
    same = _met(duplicates)
    other = [reference for reference in _met(overlaps) if reference not in same]
    if same:
        text = _("Même montant pour les mêmes jours dans une autre demande.")
        yield Notice(DUPLICATE, text, same, duplicates[0].line.path)
    if other:
        text = _("Même prestation pour des jours qui se recoupent dans une autre demande.")
        yield Notice(OVERLAP, text, other, overlaps[0].line.path)


def _met(meetings: Sequence[Meeting]) -> Sequence[str]:
    return references([past for meeting in meetings for past in meeting.past])


def _bank_account(first: datetime | None) -> Iterator[Notice]:
    """Whether money went to this IBAN before, whoever entered it."""
    if first is None:
        yield Notice("new_iban", _("Ce compte bancaire est utilisé pour la première fois."))
    elif (days := _days_since(first)) < NEW_ACCOUNT_DAYS:
        text = ngettext(
            "Compte bancaire utilisé depuis %(days)s jour.", "Compte bancaire utilisé depuis %(days)s jours.", days
        )
        yield Notice("young_iban", text % {"days": days})


def first_use_of_account() -> Subquery:
    """For a query of versions: when the first earlier claim to the same IBAN was sent.

    Coalesce keeps the database from looking for it among all claims, the oldest first.
    """
    same = Claim.objects.filter(
        bank_account__iban=OuterRef("claim__bank_account__iban"), submitted_at__lt=OuterRef("claim__submitted_at")
    )
    return Subquery(same.order_by(Coalesce("submitted_at", "submitted_at")).values("submitted_at")[:1])


def _contact(changed_at: datetime | None) -> Iterator[Notice]:
    if changed_at:
        text = _("Les données de contact du compte ont changé le %(day)s.")
        yield Notice("contact_changed", text % {"day": f"{timezone.localdate(changed_at):%d.%m.%Y}"})


def _residence(claim: Claim) -> Iterator[Notice]:
    """LAI 55: the office of the canton where one lived when one applied; who moved since is known to the reviewer."""
    person = claim.beneficiary
    if person.country != "CH" or not VALAIS.fullmatch(person.postcode):
        text = _("Domicile hors du Valais : %(place)s. Vérifiez que l’office est compétent.")
        yield Notice("elsewhere", text % {"place": f"{person.postcode} {person.city}"})


def _refusals(lines: Sequence[Line], history: list[PastLine], words: LineWords) -> Iterator[Notice]:
    """What it was is told: a general invoice and the kilometres of a car have one code for much that differs."""
    codes = {line.code for line in lines if line.code}
    refused = [past for past in history if past.state == ClaimState.REFUSED and past.code in codes]
    if refused:
        labels = list(dict.fromkeys(words.said.get(past.label, past.label) for past in refused))[:MOST_LABELS]
        text = _("Déjà refusé : %(labels)s.") % {"labels": ", ".join(labels)}
        yield Notice("refused_before", text, references(refused))


def _quantities(claim: Claim, lines: Sequence[Line], history: list[PastLine], words: LineWords) -> Iterator[Notice]:
    """The same thing under the same name, in another quantity than ever accepted: 112 km where it used to be 62."""
    before: dict[tuple[str, str], Decimal] = {}
    for past in _accepted(claim, history):
        key = past.code, past.label
        before[key] = max(before.get(key, past.quantity), past.quantity)
    for line in lines:
        most = before.get((line.code, line.label))
        if most and line.quantity > most:
            text = _("%(label)s : %(quantity)s, au plus %(most)s jusqu’ici.")
            quantity = words.quantity(line) or as_quantity(line.quantity)
            told = {"label": words.label(line), "quantity": quantity, "most": as_quantity(most)}
            yield Notice("quantity", text % told)


def _amount(claim: Claim, history: list[PastLine]) -> Iterator[Notice]:
    totals: dict[str, Decimal] = {}
    for past in _accepted(claim, history):
        totals[past.reference] = totals.get(past.reference, Decimal(0)) + past.amount
    most = max(totals.values(), default=Decimal(0))
    if most and claim.total > most * MUCH_MORE:
        text = _("Le montant dépasse nettement les demandes acceptées jusqu’ici (au plus %(most)s CHF).")
        yield Notice("amount", text % {"most": swiss_amount(most)})


def _accepted(claim: Claim, history: list[PastLine]) -> list[PastLine]:
    return [past for past in history if past.is_accepted and past.kind == claim.kind]


def _days_since(moment: datetime) -> int:
    day: date = timezone.localdate(moment)
    return (timezone.localdate() - day).days
