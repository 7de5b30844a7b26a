"""Every change of a claim's state. One table, one function an act: the state it expects, the row locked, the version
the caller saw, the event and the messages in the same transaction.

No FSM library: five acts fit on a page, and a table is read faster than decorators.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from guichet.audit import record_event
from guichet.models import Account, Beneficiary, DecisionNumber
from guichet.outbox import write_mail

from .entry import Entry
from .enums import ClaimState, Outcome
from .models import Attachment, Claim, Decision, Draft, ListEntry, ReferenceCounter, Remark, Version
from .reading import check_draft
from .sealing import facts_of, seal_version
from .tasks import draw_documents, make_pdf

S = ClaimState
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    # act: (states it is allowed in, state it leads to)
    "send_again": ((S.RETURNED,), S.SUBMITTED),
    "accept": ((S.SUBMITTED,), S.ACCEPTED),
    "return_for_correction": ((S.SUBMITTED,), S.RETURNED),
    "refuse": ((S.SUBMITTED,), S.REFUSED),
    "withdraw": ((S.SUBMITTED, S.RETURNED), S.WITHDRAWN),
}


class NotAllowed(Exception):
    """The act is not this person's: an unproved e-mail address, a reviewer's own claim, somebody else's matter."""


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
    draft = Draft.objects.select_for_update(of=("self",)).select_related("claim", "owner", "sent_as").get(pk=draft.pk)
    if draft.owner_id != actor.pk or not actor.is_email_verified:
        raise NotAllowed
    if draft.sent_as:
        return draft.sent_as
    entry = check_draft(draft)
    if not entry.is_whole:
        raise NotWhole(entry)
    claim = _renew_claim(draft, entry) if draft.claim_id else _open_claim(draft, entry)
    version = seal_version(claim, draft, entry)
    _keep_decision_number(entry)
    Draft.objects.filter(pk=draft.pk).update(sent_as=claim, claim=None)
    record_event("claim.sent", actor=actor, object_type="claim", object_key=claim.reference,
                 detail={"version": version.number, "total": str(version.total)})  # fmt: skip
    _tell_owner(claim, "claim-received", version=version)
    make_pdf.enqueue(version.pk)
    if version.attachments.exists():
        draw_documents.enqueue(version.pk)
    return claim


def _open_claim(draft: Draft, entry: Entry) -> Claim:
    return Claim.objects.create(
        reference=_next_reference(),
        owner=draft.owner,
        kind=draft.kind,
        language=(translation.get_language() or "fr")[:2],
        **facts_of(entry),
    )


def _renew_claim(draft: Draft, entry: Entry) -> Claim:
    """LPGA 29 al. 3: the first sending counts, so `submitted_at` stays."""
    claim = _lock(draft.claim, act="send_again", version_number=draft.claim.version_number)
    for name, value in facts_of(entry).items():
        setattr(claim, name, value)
    claim.version_number += 1
    _move(claim, "send_again")
    return claim


def _next_reference() -> str:
    year = timezone.localdate().year
    ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save()
    return str(counter)


def _keep_decision_number(entry: Entry) -> None:
    if entry.head.get("save_decision"):
        DecisionNumber.objects.update_or_create(
            beneficiary=Beneficiary.objects.get(pk=entry.beneficiary.pk),
            number=entry.head["decision_number"],
            defaults={"description": entry.head.get("decision_description", "")},
        )


# --- Deciding ----------------------------------------------------------------------


@transaction.atomic
def accept(claim: Claim, *, reviewer: Account, version_number: int, message: str = "") -> Decision:
    """Accept the version the reviewer saw. Raises NotAllowed and TooLate."""
    decision = _decide(claim, "accept", Outcome.ACCEPTED, reviewer, version_number, message=message)
    _tell_owner(decision.version.claim, "claim-accepted", decision=decision)
    return decision


@transaction.atomic
def refuse(claim: Claim, *, reviewer: Account, version_number: int, reason: ListEntry, message: str = "") -> Decision:
    """Refuse with a reason of the office's list. Raises NotAllowed and TooLate."""
    wording = {"fr": reason.label_fr, "de": reason.label_de}
    decision = _decide(claim, "refuse", Outcome.REFUSED, reviewer, version_number,
                       message=message, reason=reason.key, reason_wording=wording)  # fmt: skip
    _tell_owner(decision.version.claim, "claim-refused", decision=decision)
    return decision


@transaction.atomic
def return_for_correction(
    claim: Claim, *, reviewer: Account, version_number: int, message: str, remarks: dict[str, str]
) -> Decision:
    """Ask for a correction: a message, and remarks at paths. A draft filled as sent waits for the person.

    Raises NotAllowed and TooLate.
    """
    decision = _decide(claim, "return_for_correction", Outcome.RETURNED, reviewer, version_number, message=message)
    Remark.objects.bulk_create(Remark(decision=decision, path=path, text=text) for path, text in remarks.items())
    _open_correction(decision.version)
    _tell_owner(decision.version.claim, "claim-returned", decision=decision)
    return decision


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
    if claim.owner_id == reviewer.pk:
        raise NotAllowed
    _move(claim, act)
    version = claim.versions.get(number=version_number)
    version.claim = claim
    decision = Decision.objects.create(version=version, outcome=outcome, reviewer=reviewer, **fields)
    record_event(f"claim.{outcome.value}", actor=reviewer, object_type="claim", object_key=claim.reference,
                 detail={"version": version.number, "reason": decision.reason})  # fmt: skip
    return decision


def _open_correction(version: Version) -> Draft:
    """The person's form exactly as sent, documents included."""
    claim = version.claim
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
    claim.state = TRANSITIONS[act][1]
    claim.changed_at = timezone.now()
    claim.closed_at = claim.changed_at if claim.state in ClaimState.CLOSED else None
    claim.save()


def _tell_owner(claim: Claim, key: str, **context) -> None:
    """A mail in the person's language, with a link and no word about health in its subject."""
    with translation.override(claim.owner.language):
        path = reverse("invoicing:claim", args=[claim.reference])
        if claim.state == ClaimState.RETURNED:
            path = reverse("invoicing:claim-correct", args=[claim.reference])
    write_mail(key, account=claim.owner, context={"claim": claim, "link": settings.SITE_URL + path, **context})
