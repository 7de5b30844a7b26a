"""A claim as its owner follows it: what happened, in plain words, newest first.

Not here: the state (workflow), how it looks (templates), what only the office sees (review).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from guichet.models import Event

from .enums import ClaimState, Outcome
from .kinds.registry import get_kind
from .models import Claim, Decision, OfficeMessage, UndoneDecision, Version
from .review.dossier import SentVersion
from .review.happenings import UNDOING
from .summary import spoken, summarise

TOLD = ("claim.entered", "claim.read", "claim.reminded", "claim.returned", "claim.written_to", *sorted(UNDOING))


@dataclass
class Moment:
    """One thing that happened. `by_me`: the person did it, not the office."""

    at: datetime
    title: str
    text: str = ""  # what the office wrote, in the language of the claim
    reason: str = ""
    by_me: bool = False
    version: Version | None = None  # whose PDF is offered
    answer_by: date | None = None
    remarks: list[dict[str, str]] = field(default_factory=list)


def load_moments(claim: Claim, versions: list[Version]) -> list[Moment]:
    """One query, and one more for each kind of thing that happened: messages, decisions undone."""
    events = list(Event.objects.filter(object_type="claim", object_key=claim.reference, action__in=TOLD).order_by("at"))
    happened = {event.action for event in events}
    on_paper = {event.detail.get("version") for event in events if event.action == "claim.entered"}
    moments = [*_versions(versions, on_paper), *_events(events, versions)]
    if "claim.written_to" in happened:
        moments += [_written(message) for message in claim.office_messages.all()]
    if happened & UNDOING:
        told = iter([event.detail.get("told", True) for event in events if event.action == "claim.undo"])
        undone = UndoneDecision.objects.filter(version__in=versions)
        known = [one for one in undone if _asks(one) or next(told, True)]  # the others never left the office
        moments += [moment for one in known for moment in _undone(one, versions)]
    if claim.state == ClaimState.WITHDRAWN:
        moments.append(Moment(claim.closed_at, _("Vous avez retiré la demande"), by_me=True))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def remarks_on(version: Version, texts: dict[str, str]) -> list[dict[str, str]]:
    """Remarks with what a person calls their field: « Trajet 2, Kilomètres parcourus »."""
    if not texts:
        return []
    sections = summarise(
        get_kind(version.claim.kind), version.answers, head=version.head, wording=version.wording, lines=()
    )
    labels = SentVersion(version, sections).labels
    return [{"label": labels.get(path, _("Documents")), "text": text} for path, text in texts.items()]


def _versions(versions: list[Version], on_paper: set[int]) -> Iterator[Moment]:
    """`on_paper`: numbers of those that the office typed in."""
    for version in versions:
        is_mine = version.number not in on_paper
        title = _("Vous avez envoyé la demande") if is_mine else _("L’office a saisi votre formulaire papier")
        if version.number > 1:
            corrected = _("Vous avez envoyé la demande corrigée, version %(number)s")
            typed = _("L’office a saisi votre correction sur papier, version %(number)s")
            title = (corrected if is_mine else typed) % {"number": version.number}
        yield Moment(version.sent_at, title, by_me=is_mine, version=version)
        if decision := getattr(version, "decision", None):
            yield _decided(decision, version)


def _decided(decision: Decision, version: Version) -> Moment:
    texts = {remark.path: remark.text for remark in decision.remarks.all()} if _asks(decision) else {}
    return _decision(decision, answer_by=decision.answer_by, remarks=remarks_on(version, texts))


def _decision(decision: Decision | UndoneDecision, **more) -> Moment:
    titles = {
        Outcome.ACCEPTED: _("L’office a accepté la demande"),
        Outcome.REFUSED: _("L’office a refusé la demande"),
        Outcome.RETURNED: _("L’office a demandé une correction"),
    }
    reason = spoken(decision.reason_wording)
    return Moment(decision.decided_at, titles[decision.outcome], decision.message, reason, **more)


def _asks(decision: Decision | UndoneDecision) -> bool:
    return decision.outcome == Outcome.RETURNED


def _events(events: list[Event], versions: list[Version]) -> Iterator[Moment]:
    """Reminders; and that the office opened a version, the first time only."""
    for event in events:
        if event.action == "claim.reminded":
            yield Moment(event.at, _("L’office vous a rappelé la correction"))
    reads = [event.at for event in events if event.action == "claim.read"]
    sent = [version.sent_at for version in versions]
    for start, end in zip(sent, [*sent[1:], None], strict=True):
        first = next((at for at in reads if at >= start and (end is None or at < end)), None)
        if first:
            yield Moment(first, _("L’office a ouvert votre demande"))


def _written(message: OfficeMessage) -> Moment:
    return Moment(message.sent_at, _("Message de l’office"), message.text)


def _undone(undone: UndoneDecision, versions: list[Version]) -> Iterator[Moment]:
    """What was decided, as far as it concerns the person, and that it no longer holds."""
    if not _asks(undone):
        yield _decision(undone)
        yield Moment(undone.undone_at, _("L’office a annulé sa décision et reprend la demande"), undone.why)
        return
    version = next(one for one in versions if one.pk == undone.version_id)
    asked = remarks_on(version, undone.remarks)
    yield _decision(undone, remarks=asked)
    if undone.undone_by_id:
        yield Moment(undone.undone_at, _("L’office n’attend plus de correction"), undone.why)
    else:
        yield Moment(undone.undone_at, _("Le délai pour corriger est passé : l’office décide avec ce qu’il a"))
