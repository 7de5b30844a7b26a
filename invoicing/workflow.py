"""Every change of a claim's state. One table, one function an act: the state it expects, the row locked, the version
the caller saw, the event and the messages in the same transaction.

No FSM library: five acts fit on a page, and a table is read faster than decorators.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from guichet.audit import record_event
from guichet.models import Account, Message
from guichet.outbox import stop_mail, write_mail, write_notice

from .entry import Entry
from .enums import ClaimState, Outcome
from .models import (
    Approval,
    Attachment,
    Claim,
    Decision,
    Draft,
    ListEntry,
    OfficeSettings,
    Remark,
    UndoneDecision,
    Version,
)  # fmt: skip
from .paper import facts_of_draft, language_of, may_send
from .reading import check_draft
from .recusal import has_conflict
from .sealing import facts_of, keep_decision_number, next_reference, seal_version
from .second_reviewer import may_confirm, needs_second_reviewer
from .tasks import draw_documents, make_pdf

OWN_ACTS = ("claim-received", "claim-withdrawn")  # mails about what the person just did: no news for an SMS
S = ClaimState
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    # act: (states it is allowed in, state it leads to)
    "send_again": ((S.RETURNED,), S.SUBMITTED),
    "accept": ((S.SUBMITTED,), S.ACCEPTED),
    "return_for_correction": ((S.SUBMITTED,), S.RETURNED),
    "refuse": ((S.SUBMITTED,), S.REFUSED),
    "take_back": ((S.RETURNED,), S.SUBMITTED),
    "let_lapse": ((S.RETURNED,), S.SUBMITTED),
    "undo": ((S.ACCEPTED, S.REFUSED), S.SUBMITTED),
    "withdraw": ((S.SUBMITTED, S.RETURNED), S.WITHDRAWN),
}


class NotAllowed(Exception):
    """The act is not this person's: an unproved e-mail address, one's own claim or a relative's, somebody else's."""


class NeedsSecondReviewer(NotAllowed):
    """The amount is above the office's threshold, and this is not the second person to accept it."""


class NotWhole(Exception):
    """The answers have errors; `entry` carries them at their fields."""

    def __init__(self, entry: Entry):
        super().__init__("the answers are not whole")
        self.entry = entry


class TooLate(Exception):
    """Somebody was faster. Says who did what when."""

    def __init__(self, claim: Claim):
        super().__init__(f"{claim.reference} is {claim.state}, version {claim.version_number}")
        self.claim = claim
        self.decision = Decision.objects.filter(version__claim=claim).select_related("reviewer").last()

    @property
    def at(self) -> datetime:
        return self.claim.changed_at


# --- Sending ---------------------------------------------------------------------


@transaction.atomic
def send(draft: Draft, *, actor: Account) -> Claim:
    """Make a claim of a draft, or a new version of the claim it corrects. The same draft twice gives the same claim.

    Raises NotAllowed, NotWhole and TooLate.
    """
    # `sent_as` is not joined: PostgreSQL locks a row as it is now, but joins to it what was there before the wait
    draft = Draft.objects.select_for_update(of=("self",)).select_related("owner").get(pk=draft.pk)
    if not may_send(draft, actor):
        raise NotAllowed
    if draft.sent_as:
        return draft.sent_as
    with translation.override(language_of(draft)):
        return _send(draft, actor)


def _send(draft: Draft, actor: Account) -> Claim:
    entry = check_draft(draft)
    if not entry.is_whole:
        raise NotWhole(entry)
    claim = _renew_claim(draft, entry) if draft.claim_id else _open_claim(draft, entry)
    version = seal_version(claim, draft, entry)
    keep_decision_number(entry)
    Draft.objects.filter(pk=draft.pk).update(sent_as=claim, claim=None)
    act = "claim.entered" if draft.entered_by_id else "claim.sent"
    record_event(act, actor=actor, object_type="claim", object_key=claim.reference,
                 detail={"version": version.number, "total": str(version.total)})  # fmt: skip
    is_first_paper = draft.entered_by_id and version.number == 1
    _tell_owner(claim, "claim-entered" if is_first_paper else "claim-received", version=version)
    make_pdf.enqueue(version.pk)
    if version.attachments.exists():
        draw_documents.enqueue(version.pk)
    return claim


def _open_claim(draft: Draft, entry: Entry) -> Claim:
    return Claim.objects.create(
        reference=next_reference(),
        owner=draft.owner,
        kind=draft.kind,
        **facts_of(entry),
        **facts_of_draft(draft),
    )


def _renew_claim(draft: Draft, entry: Entry) -> Claim:
    """LPGA 29 al. 3: the first sending counts, so `submitted_at` stays."""
    claim = _lock(draft.claim, act="send_again", version_number=draft.claim.version_number)
    for name, value in facts_of(entry).items():
        setattr(claim, name, value)
    claim.version_number += 1
    claim.entered_by_id = draft.entered_by_id or claim.entered_by_id
    _move(claim, "send_again")
    return claim


# --- Deciding ----------------------------------------------------------------------


@transaction.atomic
def accept(claim: Claim, *, reviewer: Account, version_number: int, message: str = "") -> Decision | None:
    """Accept the version the reviewer saw. Above the office's threshold the first acceptance only waits for a second
    one, and None is returned. Raises NotAllowed, NeedsSecondReviewer and TooLate.
    """
    claim = _lock(claim, act="accept", version_number=version_number)
    if needs_second_reviewer(claim) and not _is_second(claim, reviewer):
        _approve(claim, reviewer, message)
        return None
    decision = _decide(claim, "accept", Outcome.ACCEPTED, reviewer, version_number, message=message)
    return _tell_decision("claim-accepted", decision)


def _is_second(claim: Claim, reviewer: Account) -> bool:
    """Whether somebody else accepted this version already; raises NeedsSecondReviewer when it may not be this one."""
    first = Approval.objects.filter(version__claim=claim, version__number=claim.version_number).first()
    if first and not may_confirm(first, reviewer):
        raise NeedsSecondReviewer
    return first is not None


def _approve(claim: Claim, reviewer: Account, message: str) -> None:
    if has_conflict(reviewer, claim):
        raise NotAllowed
    version = claim.versions.get(number=claim.version_number)
    Approval.objects.create(version=version, reviewer=reviewer, message=message)
    claim.waits_for_second = True
    claim.save(update_fields=["waits_for_second"])
    record_event("claim.approved", actor=reviewer, object_type="claim", object_key=claim.reference,
                 detail={"version": version.number})  # fmt: skip


@transaction.atomic
def refuse(claim: Claim, *, reviewer: Account, version_number: int, reason: ListEntry, message: str = "") -> Decision:
    """Refuse with a reason of the office's list. Raises NotAllowed and TooLate."""
    wording = {"fr": reason.label_fr, "de": reason.label_de}
    decision = _decide(claim, "refuse", Outcome.REFUSED, reviewer, version_number,
                       message=message, reason=reason.key, reason_wording=wording)  # fmt: skip
    return _tell_decision("claim-refused", decision)


@transaction.atomic
def return_for_correction(
    claim: Claim, *, reviewer: Account, version_number: int, message: str, remarks: dict[str, str],
    answer_by: date | None = None,
) -> Decision:  # fmt: skip
    """Ask for a correction: a message, remarks at paths, a day to answer by. A draft filled as sent waits.

    Raises NotAllowed and TooLate.
    """
    decision = _decide(claim, "return_for_correction", Outcome.RETURNED, reviewer, version_number,
                       message=message, answer_by=answer_by)  # fmt: skip
    Remark.objects.bulk_create(Remark(decision=decision, path=path, text=text) for path, text in remarks.items())
    _open_correction(decision.version)
    return _tell_decision("claim-returned", decision)


@transaction.atomic
def take_back(claim: Claim, *, reviewer: Account, version_number: int, why: str) -> UndoneDecision:
    """Take a request for correction back before it was answered; its text is kept. Raises NotAllowed and TooLate."""
    undone = _undo(claim, "take_back", version_number, reviewer=reviewer, why=why)
    _tell_owner(undone.version.claim, "claim-correction-taken-back", undone=undone)
    return undone


@transaction.atomic
def let_lapse(claim: Claim, *, version_number: int) -> UndoneDecision:
    """The day to answer by has passed: the office decides on what it has. Raises TooLate."""
    undone = _undo(claim, "let_lapse", version_number)
    _tell_owner(undone.version.claim, "claim-deadline-passed", undone=undone)
    return undone


@transaction.atomic
def undo(claim: Claim, *, reviewer: Account, version_number: int, why: str) -> UndoneDecision:
    """Undo an acceptance or a refusal within the office's time. A mail not yet sent never leaves; after one that was,
    the person is told. Raises NotAllowed and TooLate.
    """
    decision = Decision.objects.filter(version__claim=claim, version__number=version_number).first()
    if decision and not can_be_undone(decision):
        raise NotAllowed
    mail = decision.mail if decision else None
    is_told = not (mail and stop_mail(mail))
    undone = _undo(claim, "undo", version_number, reviewer=reviewer, why=why, is_told=is_told)
    Approval.objects.filter(version=undone.version).delete()
    if is_told:
        _tell_owner(undone.version.claim, "claim-decision-undone", undone=undone)
    return undone


def can_be_undone(decision: Decision) -> bool:
    return timezone.now() <= undone_until(decision, OfficeSettings.load())


def undone_until(decision: Decision, settings: OfficeSettings) -> datetime:
    return decision.decided_at + timedelta(minutes=settings.undo_minutes)


def _undo(
    claim: Claim, act: str, version_number: int, *, reviewer: Account | None = None, why: str = "", is_told: bool = True
) -> UndoneDecision:
    """The decision on the newest version goes to those that no longer hold; `is_told`: whether the person knows it."""
    claim = _lock(claim, act=act, version_number=version_number)
    if reviewer and has_conflict(reviewer, claim):
        raise NotAllowed
    _move(claim, act)
    decision = Decision.objects.select_related("version").get(version__claim=claim, version__number=version_number)
    kept = ("version", "outcome", "reviewer", "message", "reason_wording", "decided_at")
    undone = UndoneDecision.objects.create(
        **{name: getattr(decision, name) for name in kept},
        remarks={remark.path: remark.text for remark in decision.remarks.all()},
        undone_by=reviewer, why=why,
    )  # fmt: skip
    decision.delete()
    undone.version.claim = claim
    record_event(f"claim.{act}", actor=reviewer, object_type="claim", object_key=claim.reference,
                 detail={"version": version_number, "told": is_told})  # fmt: skip
    return undone


@transaction.atomic
def withdraw(claim: Claim, *, actor: Account, version_number: int) -> Claim:
    """The person takes the claim back while nobody has decided on its substance. Raises NotAllowed and TooLate."""
    claim = _lock(claim, act="withdraw", version_number=version_number)
    if claim.owner_id != actor.pk:
        raise NotAllowed
    _move(claim, "withdraw")
    Draft.objects.filter(claim=claim).delete()
    record_event("claim.withdrawn", actor=actor, object_type="claim", object_key=claim.reference)
    _tell_owner(claim, "claim-withdrawn")
    return claim


def _decide(claim: Claim, act: str, outcome: Outcome, reviewer: Account, version_number: int, **fields) -> Decision:
    claim = _lock(claim, act=act, version_number=version_number)
    if has_conflict(reviewer, claim):
        raise NotAllowed
    _move(claim, act)
    version = claim.versions.get(number=version_number)
    version.claim = claim
    decision = Decision.objects.create(version=version, outcome=outcome, reviewer=reviewer, **fields)
    record_event(f"claim.{outcome.value}", actor=reviewer, object_type="claim", object_key=claim.reference,
                 detail={"version": version.number, "reason": decision.reason})  # fmt: skip
    return decision


def _open_correction(version: Version) -> Draft:
    """The person's form exactly as sent, documents included; one that was opened before keeps what was typed."""
    claim = version.claim
    if kept := Draft.objects.filter(claim=claim).first():
        return kept
    draft = Draft.objects.create(
        owner_id=claim.owner_id, kind=claim.kind, claim=claim, answers=version.answers, saved_at=timezone.now()
    )
    Attachment.objects.bulk_create(
        Attachment(
            owner_id=claim.owner_id,
            file_id=document.file_id,
            name=document.name,
            asked_as=document.asked_as,
            draft=draft,
        )
        for document in version.attachments.all()
    )
    return draft


# --- What every act needs ---------------------------------------------------------


def is_allowed(act: str, claim: Claim) -> bool:
    return claim.state in TRANSITIONS[act][0]


def _lock(claim: Claim, *, act: str, version_number: int) -> Claim:
    """The claim's row, locked; raises TooLate unless state and version are those the caller saw."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("owner", "beneficiary").get(pk=claim.pk)
    if not is_allowed(act, claim) or claim.version_number != version_number:
        raise TooLate(claim)
    return claim


def _move(claim: Claim, act: str) -> None:
    claim.state, claim.waits_for_second = TRANSITIONS[act][1], False
    claim.changed_at = timezone.now()
    claim.closed_at = claim.changed_at if claim.state in ClaimState.CLOSED else None
    claim.save()


def _tell_decision(key: str, decision: Decision) -> Decision:
    decision.mail = _tell_owner(decision.version.claim, key, decision=decision)
    decision.save(update_fields=["mail"])
    return decision


def _tell_owner(claim: Claim, key: str, **context) -> Message:
    """A mail in the person's language, with a link and no word about health in its subject."""
    with translation.override(claim.owner.language):
        path = reverse("invoicing:claim", args=[claim.reference])
        if claim.state == ClaimState.RETURNED:
            path = reverse("invoicing:claim-correct", args=[claim.reference])
    write = write_mail if key in OWN_ACTS else write_notice
    return write(key, account=claim.owner, context={"claim": claim, "link": settings.SITE_URL + path, **context})
