"""Remarks of the office that a correction leaves unanswered: what stands at their paths is still what was sent.

Not here: showing remarks (views), asking for them (workflow).
"""

from dataclasses import dataclass

from .entry import DOCUMENTS, Entry
from .models import Decision, Draft, Version
from .sealing import head_of
from .summary import compare, summarise


@dataclass(frozen=True)
class Asked:
    path: str
    text: str


def untouched_remarks(draft: Draft, entry: Entry) -> list[Asked]:
    """What was marked on the version that came back and is as it was; nothing for a new claim."""
    if not draft.claim_id:
        return []
    decisions = Decision.objects.filter(version__claim=draft.claim_id, version__number=draft.claim.version_number)
    decision = decisions.select_related("version").prefetch_related("remarks").first()
    remarks = decision.remarks.all() if decision else []
    if not remarks:
        return []
    changed = _changed_paths(decision.version, draft, entry)
    if any(_is_within(remark.path, DOCUMENTS) for remark in remarks) and _documents_differ(decision.version, draft):
        changed.add(DOCUMENTS)
    return [Asked(remark.path, remark.text) for remark in remarks if not is_touched(remark.path, changed)]


def _changed_paths(version: Version, draft: Draft, entry: Entry) -> set[str]:
    """As the reviewer will see them: where the two versions differ once shown."""
    sent = summarise(entry.kind, version.answers, head=version.head, wording=version.wording)
    now = summarise(entry.kind, entry.asked_answers, head=head_of(entry), wording=entry.wording())
    return {change.path for change in compare(sent, now)}


def is_touched(path: str, changed: set[str]) -> bool:
    """A mark on a row or a section is answered by any change inside; one on a single document by any of documents."""
    return any(_is_within(one, path) or (one == DOCUMENTS and _is_within(path, DOCUMENTS)) for one in changed)


def _is_within(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")


def _documents_differ(version: Version, draft: Draft) -> bool:
    return sorted(_files(version)) != sorted(_files(draft))


def _files(holder: Version | Draft) -> list[tuple[int, str]]:
    return [(document.file_id, document.asked_as) for document in holder.attachments.all()]
