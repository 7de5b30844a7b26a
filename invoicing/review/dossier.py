"""Everything the office sees of one claim, gathered once: answers, lines, findings, documents, versions, history.

Not here: deciding (acts.py), showing (the templates).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.models import Account
from invoicing.entry import DOCUMENTS, sections_of
from invoicing.enums import ClaimState, Outcome
from invoicing.kinds.base import Kind
from invoicing.kinds.registry import get_kind
from invoicing.line_words import LineWords, words_for_reader
from invoicing.models import (
    Approval,
    Attachment,
    Claim,
    Decision,
    Line,
    Note,
    OfficeMessage,
    ReadyReply,
    UndoneDecision,
    Version,
)  # fmt: skip
from invoicing.overlaps import DUPLICATE, OVERLAP
from invoicing.recusal import has_conflict
from invoicing.replies import replies_for
from invoicing.second_reviewer import may_confirm
from invoicing.summary import (
    Block,
    Change,
    Item,
    SummarySection,
    compare,
    compare_documents,
    spoken,
    spoken_title,
    summarise,
)  # fmt: skip
from invoicing.untouched import is_touched

from .attention import CONTACT_CHANGES, Notice, first_use_of_account, notices_about
from .happenings import UNDOING, Happening, load_happenings


@dataclass
class Answer:
    """One answer, with what the office wrote or writes about it."""

    item: Item
    can_be_remarked: bool
    asked: str = ""  # the remark that made the person correct it
    old: str | None = None  # what stood there in the version before, when it changed


@dataclass
class Row:
    """One row of the form, or a whole simple section."""

    block: Block
    answers: list[Answer]
    asked: str = ""


@dataclass
class Part:
    section: SummarySection
    rows: list[Row]
    words: LineWords


@dataclass
class SentVersion:
    """A version as it was sent, the decision on it, and what changed since the one before."""

    version: Version
    sections: list[SummarySection]
    decision: Decision | None = None
    changes: list[Change] = field(default_factory=list)

    @cached_property
    def labels(self) -> dict[str, str]:
        """path → what a person calls it: « Trajet 2, Kilomètres parcourus »."""
        names = {DOCUMENTS: _("Documents")}
        for section in self.sections:
            names[section.key] = section.title
            for block in section.blocks:
                names[block.path] = block.title
                for item in block.items:
                    names[item.path] = _("%(row)s, %(field)s") % {"row": block.title, "field": item.label}
        return names

    @property
    def reason(self) -> str:
        """The reason of a refusal, as worded that day."""
        wording = self.decision.reason_wording if self.decision else {}
        return wording.get(_language(), "")

    @property
    def remarks(self) -> list[dict[str, str]]:
        remarks = self.decision.remarks.all() if self.decision else []
        return [{"label": self.labels.get(remark.path, remark.path), "text": remark.text} for remark in remarks]

    @property
    def findings(self) -> list[dict]:
        """As worded when it was sent, in the reader's language; the first ones were kept in the person's alone."""
        persons = self.version.claim.language
        return [
            finding | _worded(finding["message"], persons) | {"label": self.labels.get(finding["path"], "")}
            for finding in self.version.findings
        ]


@dataclass
class Dossier:
    """One claim with all that belongs to it. The last of `versions` is the one to decide on."""

    claim: Claim
    kind: Kind
    versions: list[SentVersion]
    events: list[Happening]
    lines: list[Line]
    notes: list[Note]
    messages: list[OfficeMessage]
    undone: list[UndoneDecision]
    has_to_leave: bool  # to a colleague: it is the reviewer's own claim, or a relative's
    first_approval: Approval | None  # the first of two acceptances, while the second is waited for
    may_accept: bool  # not once, and not without the right to be the second

    @property
    def newest(self) -> SentVersion:
        return self.versions[-1]

    @property
    def title(self) -> str:
        """The form's title, as worded when it was sent."""
        return spoken_title(self.newest.version.wording)

    @property
    def undone_last(self) -> UndoneDecision | None:
        """The decision on this version that was undone last."""
        return next((one for one in reversed(self.undone) if one.version_id == self.newest.version.pk), None)

    def remarks_of(self, undone: UndoneDecision) -> list[dict[str, str]]:
        """What a request for correction that no longer holds asked for."""
        labels = next(sent.labels for sent in self.versions if sent.version.pk == undone.version_id)
        return [{"label": labels.get(path, path), "text": text} for path, text in undone.remarks.items()]

    @property
    def correction_kept(self) -> UndoneDecision | None:
        """The request for correction of this version that was taken back last."""
        kept = [one for one in self.undone if one.version_id == self.newest.version.pk and one.undone_by_id]
        return next((one for one in reversed(kept) if one.outcome == Outcome.RETURNED), None)

    @cached_property
    def replies(self) -> list[ReadyReply]:
        return replies_for(self.claim)

    @cached_property
    def words(self) -> LineWords:
        return words_for_reader(self.newest.version)

    @cached_property
    def notices(self) -> list[Notice]:
        """What stands out beside the findings."""
        return notices_about(
            self.claim,
            self.lines,
            account_used_since=self.newest.version.account_used_since,
            contact_changed_at=next((event.at for event in self.events if event.action in CONTACT_CHANGES), None),
            words=self.words,
        )

    def is_told(self, finding: dict) -> bool:
        """Whether the notices name all the claims that `finding` met when this one was sent."""
        met = {reference for one in self.notices if one.code in (DUPLICATE, OVERLAP) for reference in one.claims}
        return finding["code"] in (DUPLICATE, OVERLAP) and bool(met) and met.issuperset(finding.get("claims") or ())

    @cached_property
    def remark_paths(self) -> set[str]:
        """Where a remark may stand: fields of the form that were answered, rows, sections, the documents."""
        paths = {DOCUMENTS}
        for part in self.parts:
            paths |= {part.section.key} | {row.block.path for row in part.rows}
            paths |= {answer.item.path for row in part.rows for answer in row.answers if answer.can_be_remarked}
        return paths

    @cached_property
    def parts(self) -> list[Part]:
        """The newest version in the order of the form, with remarks asked before and values that changed."""
        asked = self._asked_before()
        old = {change.path: change.old for change in self.newest.changes}
        fields = self._fields()
        parts = []
        for section in self.newest.sections:
            rows = []
            for block in section.blocks:
                answers = [
                    Answer(item, _field_path(item.path) in fields, asked.get(item.path, ""), old.get(item.path))
                    for item in block.items
                ]
                rows.append(Row(block, answers, asked.get(block.path, "")))
            parts.append(Part(section, rows, self.words))
        return parts

    @property
    def asked_of_documents(self) -> str:
        return self._asked_before().get(DOCUMENTS, "")

    @property
    def left_as_sent(self) -> list[str]:
        """What the office asked for and the newest version does not answer, as the version before calls it."""
        changed, labels = {change.path for change in self.newest.changes}, self.newest.labels
        return [labels.get(path, path) for path in self._asked_before() if not is_touched(path, changed)]

    def acts(self) -> Iterator[Happening]:
        return (event for event in self._own_events() if not event.action.endswith(".read"))

    def readings(self) -> list[Happening]:
        return [event for event in self._own_events() if event.action.endswith(".read")]

    def _own_events(self) -> list[Happening]:
        return [event for event in self.events if event.object_type == "claim"]

    def _asked_before(self) -> dict[str, str]:
        before = self.versions[-2].decision if len(self.versions) > 1 else None
        return {remark.path: remark.text for remark in before.remarks.all()} if before else {}

    def _fields(self) -> set[str]:
        """section.field for all the fields a person can correct."""
        return {f"{section.key}.{name}" for section in sections_of(self.kind) for name in section.form.base_fields}


def _language() -> str:
    return "de" if (get_language() or "").startswith("de") else "fr"


def _worded(message: dict[str, str] | str, persons_language: str) -> dict[str, str]:
    if isinstance(message, dict):
        return {"message": spoken(message), "language": _language()}
    return {"message": message, "language": persons_language}


def _field_path(path: str) -> str:
    """trips.k3f9.kilometres → trips.kilometres."""
    parts = path.split(".")
    return f"{parts[0]}.{parts[-1]}"


VERSIONS = (  # with what the page shows of them; built once, asked for one claim
    Version.objects.select_related("claim__owner", "claim__beneficiary")
    .annotate(account_used_since=first_use_of_account())
    .order_by("number")
)


def load_dossier(reference: str, *, reviewer: Account) -> Dossier:
    """Six queries or a few more, however many versions, lines and documents. Raises Http404."""
    documents = Prefetch("attachments", Attachment.objects.select_related("file"))
    versions = list(VERSIONS.filter(claim__reference=reference).prefetch_related(documents))
    if not versions:
        raise Http404
    claim = versions[-1].claim
    kind = get_kind(claim.kind)
    lines = list(Line.objects.filter(version=versions[-1]).order_by("position"))
    events = load_happenings(claim)
    happened = {event.action for event in events}  # spares a query for each thing that most claims do not have
    notes = claim.notes.select_related("author") if "note.written" in happened else ()
    messages = claim.office_messages.select_related("author") if "claim.written_to" in happened else ()
    undone = UndoneDecision.objects.filter(version__claim=claim).select_related("reviewer", "undone_by", "version")
    approvals = Approval.objects.filter(version=versions[-1]).select_related("reviewer")
    first = approvals.first() if "claim.approved" in happened else None
    return Dossier(
        claim, kind, _sent_versions(kind, versions, lines), events, lines, list(notes), list(messages),
        list(undone) if happened & UNDOING else [], has_conflict(reviewer, claim),
        first, not first or may_confirm(first, reviewer),
    )  # fmt: skip


def _sent_versions(kind: Kind, versions: list[Version], lines: list[Line]) -> list[SentVersion]:
    sent: list[SentVersion] = []
    decisions = _decisions(versions[-1].claim)
    for version in versions:
        own_lines = lines if version is versions[-1] else []
        sections = summarise(kind, version.answers, head=version.head, wording=version.wording, lines=own_lines)
        changes = []
        if sent:
            changes = compare(sent[-1].sections, sections)
            changes += compare_documents(sent[-1].version.attachments.all(), version.attachments.all())
        sent.append(SentVersion(version, sections, decisions.get(version.pk), changes))
    return sent


def _decisions(claim: Claim) -> dict[int, Decision]:
    """version → what was decided on it. A claim that waits in its first version has none."""
    if claim.state == ClaimState.SUBMITTED and claim.version_number == 1:
        return {}
    decisions = Decision.objects.filter(version__claim=claim).select_related("reviewer").prefetch_related("remarks")
    return {decision.version_id: decision for decision in decisions}
