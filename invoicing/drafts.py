"""Drafts: what was posted becomes raw answers; rows come, go and come back; what was typed is stored.

Not here: judging and pricing (entry), sending (workflow), documents (uploads).
"""

import json
import re

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import get_random_string

from guichet.models import Account

from .entry import MOST_ROWS, is_blank, sections_of
from .kinds.base import COMPANION_OF, Kind, Section
from .models import Attachment, Draft
from .people import load_people

ROW_ID = re.compile(r"[a-z0-9]{1,12}")
ROW_ID_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
MOST_DAYS = 400  # more ticks in one calendar than a year has days

REVIEW = "invoicing.review_claim"  # the right to treat claims, and to type in those that came on paper

Row = dict
Removed = list[tuple[int, Row]]  # position and row, as `restore_rows` takes them back


def drafts_of(account: Account) -> QuerySet[Draft]:
    """The drafts `account` may open, with their claim: its own, and what it types in from paper for others."""
    return Draft.objects.filter(_is_in_hands_of(account)).select_related("claim")


def documents_of(account: Account) -> QuerySet[Attachment]:
    """The documents `account` may open: its own, and those of drafts it types in for others."""
    mine = Q(owner=account) & (Q(draft=None) | Q(draft__entered_by=None))
    return Attachment.objects.filter(mine | _is_in_hands_of(account, draft="draft__")).select_related("file")


def _is_in_hands_of(account: Account, *, draft: str = "") -> Q:
    own = Q(**{f"{draft}owner": account, f"{draft}entered_by": None})
    is_reviewer = account.is_staff and account.has_perm(REVIEW)
    return own | Q(**{f"{draft}entered_by": account}) if is_reviewer else own


def load_documents(draft: Draft) -> None:
    """Read the draft's documents once, for all who ask; after the last one was joined or removed."""
    prefetch_related_objects([draft], Prefetch("attachments", Attachment.objects.select_related("file")))


def start_draft(account: Account, kind: Kind) -> Draft:
    """A new draft of `kind`; one that was opened and left untouched serves again."""
    untouched = Draft.objects.filter(
        owner=account, kind=kind.key, saved_at=None, sent_as=None, claim=None, entered_by=None
    ).first()
    return untouched or Draft.objects.create(owner=account, kind=kind.key, answers=blank_answers(account, kind))


def blank_answers(account: Account, kind: Kind) -> dict:
    """What stands in a form before anything is typed: the only choices there are, and one row each."""
    people = load_people(account)
    head = {"bank_account": str(people.bank_accounts[0].pk)} if people.bank_accounts else {}
    if len(people.beneficiaries) == 1:
        head["beneficiary"] = str(people.beneficiaries[0].pk)
    rows = {section.key: [blank_row(section)] for section in kind.sections if section.repeated}
    return {"head": head, **rows}


def blank_row(section: Section) -> Row:
    initial = {name: field.initial for name, field in section.form.base_fields.items() if field.initial is not None}
    return {"id": get_random_string(6, ROW_ID_SIGNS), **initial}


class AlreadySent(Exception):
    """The draft was sent meanwhile, from another window: it cannot be changed any more."""


def store_answers(draft: Draft, answers: dict) -> None:
    """Keep what was typed. Raises AlreadySent."""
    draft.answers, draft.saved_at = answers, timezone.now()
    if not Draft.objects.filter(pk=draft.pk, sent_as=None).update(answers=answers, saved_at=draft.saved_at):
        raise AlreadySent


# --- Reading a post ------------------------------------------------------------------


def answers_from_post(kind: Kind, post: QueryDict, previous: dict) -> dict:
    """Raw answers as posted. What the post does not speak of stays as it was; nothing is judged."""
    answers = {}
    for section in sections_of(kind):
        before = previous.get(section.key)
        if section.repeated:
            answers[section.key] = _read_rows(section, post, before or [])
        else:
            answers[section.key] = _read_fields(section, post, section.key, before or {})
    return answers


def _read_rows(section: Section, post: QueryDict, previous: list[Row]) -> list[Row]:
    name = f"{section.key}-rows"
    if name not in post:
        return previous
    ids = [row_id for row_id in dict.fromkeys(post.getlist(name)) if ROW_ID.fullmatch(row_id)][:MOST_ROWS]
    before = {row["id"]: row for row in previous}
    rows = [{"id": i, **_read_fields(section, post, f"{section.key}-{i}", before.get(i, {}))} for i in ids]
    return _drop_orphans(section, rows)


def _read_fields(section: Section, post: QueryDict, prefix: str, previous: dict) -> dict:
    read = {}
    for name, field in section.form.base_fields.items():
        posted = f"{prefix}-{name}"
        if field.widget.value_omitted_from_data(post, {}, posted):
            value = previous.get(name, "")
        else:
            value = field.widget.value_from_datadict(post, {}, posted)
        read[name] = _storable(value)
    return read


def _storable(value):
    """A value as JSON and PostgreSQL keep it: no NUL, no endless list."""
    if isinstance(value, list):
        return [_storable(item) for item in value[:MOST_DAYS]]
    return value.replace("\x00", "") if isinstance(value, str) else value


def _drop_orphans(section: Section, rows: list[Row]) -> list[Row]:
    """A companion stands right after the row it belongs to, and goes with it."""
    if not section.companion:
        return rows
    companions: dict[str, list[Row]] = {}
    for row in rows:
        companions.setdefault(row.get(COMPANION_OF) or "", []).append(row)
    return [row for owner in companions.get("", []) for row in (owner, *companions.get(owner["id"], []))]


# --- Rows --------------------------------------------------------------------------------


def add_row(answers: dict, section: Section) -> Row | None:
    """A row at the end, blank but for what follows from the last one; None when there are as many as a form takes."""
    rows = answers.setdefault(section.key, [])
    if len(rows) >= MOST_ROWS:
        return None
    taken_over = section.follow(rows[-1]) if section.follow and rows else {}
    rows.append({**blank_row(section), **taken_over})
    return rows[-1]


def add_companion(answers: dict, section: Section, row_id: str) -> Row | None:
    """A companion's row after the row `row_id` and its other companions; None where there can be none."""
    rows = answers.get(section.key, [])
    owner = next((row for row in rows if row["id"] == row_id), None)
    if not owner or not section.companion or not section.companion.is_possible(owner) or len(rows) >= MOST_ROWS:
        return None
    companion = {**blank_row(section), COMPANION_OF: row_id}
    last = max(place for place, row in enumerate(rows) if row_id in (row["id"], row.get(COMPANION_OF)))
    rows.insert(last + 1, companion)
    return companion


def remove_row(answers: dict, section: Section, row_id: str) -> Removed:
    """Take out a row and its companions; a form never stays without any row."""
    rows = answers.get(section.key, [])
    removed = [(n, row) for n, row in enumerate(rows) if row_id in (row["id"], row.get(COMPANION_OF))]
    answers[section.key] = [row for row in rows if row_id not in (row["id"], row.get(COMPANION_OF))]
    if not answers[section.key]:
        answers[section.key] = [blank_row(section)]
    return removed


def restore_rows(answers: dict, section: Section, payload: str) -> Row | None:
    """Put back what `remove_row` took out, as the page kept it; None when it cannot be read."""
    rows = answers.get(section.key, [])
    if len(rows) == 1 and is_blank(section, rows[0]):
        rows.clear()
    restored = None
    taken = {row["id"] for row in rows}
    for place, row in _readable(section, payload):
        if row["id"] not in taken and len(rows) < MOST_ROWS:
            rows.insert(place, row)
            restored = restored or row
    answers[section.key] = _drop_orphans(section, rows) or [blank_row(section)]
    return restored


def _readable(section: Section, payload: str) -> list[tuple[int, Row]]:
    """Removed rows as the page posts them back: ids, known fields and texts only."""
    try:
        return [(int(place), _readable_row(section, row)) for place, row in json.loads(payload)[:MOST_ROWS]]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _readable_row(section: Section, row: Row) -> Row:
    if not ROW_ID.fullmatch(row["id"]):
        raise ValueError(row["id"])
    known = {name: row[name] for name in section.form.base_fields if isinstance(row.get(name), str | bool | list)}
    return {"id": row["id"], **{name: _storable(value) for name, value in known.items()}}
