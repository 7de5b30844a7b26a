"""A draft as an entry: read with the office's words, the account's people, the rates; and checked with other claims.

Not here: what an entry is (entry), what becomes of it (workflow).
"""

from django.utils.functional import SimpleLazyObject

from .checks import check_all_forms, form_is_not_offered
from .entry import Entry
from .history import PastLine, load_history
from .kinds.registry import get_kind
from .models import Draft
from .office import load_office
from .overlaps import find_overlaps
from .people import load_people
from .rates import RateBook


def read_draft(draft: Draft) -> Entry:
    """The draft as an entry: forms bound, priced, not yet checked."""
    kind = get_kind(draft.kind)
    return Entry(
        kind,
        draft.answers,
        office=load_office(kind),
        people=load_people(draft.owner, claim=draft.claim),
        rates=RateBook.load(kind.rate_codes, prefix=kind.rate_prefix),
        documents=[document.asked_as for document in draft.attachments.all()],
        today=draft.received_on,
    )


def check_draft(draft: Draft) -> Entry:
    """The draft as an entry with every finding; errors stand at their fields."""
    entry = read_draft(draft)
    history = _history(entry, draft)
    held_back = list(form_is_not_offered(entry)) if waits_for_its_form(draft, entry) else []
    entry.check(held_back, check_all_forms(entry), find_overlaps(entry, history), history=history)
    return entry


def waits_for_its_form(draft: Draft, entry: Entry) -> bool:
    """Whether the office stopped offering the form after the draft was begun.

    It does so when the form no longer says what is right: what is sent would keep that. A correction, which the office
    asked for, and what came on paper go on.
    """
    return not entry.office.sheet.is_offered and not draft.claim_id and not draft.entered_by_id


def take_notes(entry: Entry, draft: Draft) -> None:
    """Notes beside the amounts, as the form's page shows them. Nothing of another account is even read for them."""
    if any(section.notes for section in entry.kind.sections):
        entry.take_notes(SimpleLazyObject(lambda: _own_history(entry, draft)))  # read where a note looks at it


def _own_history(entry: Entry, draft: Draft) -> list[PastLine]:
    """Claims that the account itself sent with this form for the same person, as far back as one may claim."""
    if not entry.beneficiary:
        return []
    return load_history(
        entry.beneficiary.avs_number,
        since=entry.today,
        months=entry.kind.months_to_claim,
        except_for=draft.claim,
        kind=entry.kind.key,
        owner=draft.owner_id,
    )


def _history(entry: Entry, draft: Draft) -> list[PastLine]:
    """Other claims of the same insured person, as far back as the form asks."""
    if not entry.lines or not entry.beneficiary:
        return []
    return load_history(
        entry.beneficiary.avs_number,
        since=min(line.start for line in entry.lines),
        months=entry.kind.history_months,
        except_for=draft.claim,
    )
