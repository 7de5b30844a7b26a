"""The same days claimed twice: found by AVS number and day, across all accounts and forms.

A person is told that there is such a claim, and which one where it is his own; nothing of another account. The office
sees the claims. Not here: reading other claims (history).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .checks import day_path
from .entry import Entry
from .enums import Level
from .history import PastLine, load_histories, load_history, own_references, references
from .kinds.base import Finding, PricedLine
from .models import Claim

DUPLICATE, OVERLAP = "duplicate", "overlap"
MOST_NAMED = 3  # of the person's own claims


@dataclass(frozen=True)
class Meeting:
    """A line, and the lines of other claims that meet it."""

    line: PricedLine | PastLine
    past: list[PastLine]


def find_overlaps(entry: Entry, history: Sequence[PastLine]) -> list[Finding]:
    """Warnings: one for what looks sent twice, one for days that another claim of the same service touches."""
    duplicates, overlaps = sort_meetings(entry.lines, history, kind=entry.kind.key)
    findings = []
    if duplicates:
        text = _(
            "Une demande du même montant existe déjà pour ces jours. Vérifiez que vous ne l’envoyez pas deux fois."
        )
        findings.append(_finding(entry, DUPLICATE, text, duplicates))
    if overlaps:
        text = _("Une autre demande porte sur la même prestation et des jours qui se recoupent. Vérifiez les dates.")
        findings.append(_finding(entry, OVERLAP, text, overlaps))
    return findings


def overlapping_claims(claim: Claim, lines: Sequence[PricedLine]) -> dict[str, list[str]]:
    """For the office, as things stand now: duplicate and overlap → references of other claims. One query."""
    history = load_history(claim.avs_number, since=min(line.start for line in lines), except_for=claim)
    duplicates, overlaps = sort_meetings(lines, history, kind=claim.kind)
    return {
        DUPLICATE: list(references([past for meeting in duplicates for past in meeting.past])),
        OVERLAP: list(references([past for meeting in overlaps for past in meeting.past])),
    }


def doubled_claims(claims: Sequence[Claim]) -> set[str]:
    """The references of those that have a duplicate, as things stand now. One query, however many."""
    if not claims:
        return set()
    histories = load_histories((claim.avs_number for claim in claims), since=min(one.period_start for one in claims))
    return {claim.reference for claim in claims if _is_doubled(claim, histories.get(claim.avs_number, []))}


def _is_doubled(claim: Claim, history: list[PastLine]) -> bool:
    own = [line for line in history if line.reference == claim.reference]
    others = [line for line in history if line.reference != claim.reference]
    return bool(sort_meetings(own, others, kind=claim.kind)[0])


def sort_meetings(
    lines: Iterable[PricedLine | PastLine], history: Sequence[PastLine], *, kind: str
) -> tuple[list[Meeting], list[Meeting]]:
    """Lines that meet others: of the same amount (in any form), and of the same service at another amount."""
    duplicates, overlaps = [], []
    for line in lines:
        met = [past for past in history if past.start <= line.end and line.start <= past.end]
        same = [past for past in met if past.amount == line.amount and _is_same(line, past, kind)]
        other = [past for past in met if past.kind == kind and past.code == line.code and past not in same]
        if same:
            duplicates.append(Meeting(line, same))
        if other:
            overlaps.append(Meeting(line, other))
    return duplicates, overlaps


def _is_same(line: PricedLine, past: PastLine, kind: str) -> bool:
    """Within a form, days that overlap are enough; in another form they must be the very same."""
    return past.kind == kind or (past.start, past.end) == (line.start, line.end)


def _finding(entry: Entry, code: str, text: str, meetings: list[Meeting]) -> Finding:
    past = [one for meeting in meetings for one in meeting.past]
    own = own_references(past, entry.people.owner_id)[:MOST_NAMED]
    return Finding(day_path(entry, meetings[0].line), Level.WARNING, code, text, own=own, claims=references(past))
