"""What a kind is made of: sections, prices, findings. A kind is one official form; all others read it through this.

Not here: reading answers (forms.answers), adding up (pricing), showing (summary).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.enums import Level

if TYPE_CHECKING:
    from guichet.models import Beneficiary
    from invoicing.history import PastLine
    from invoicing.office import Office
    from invoicing.rates import RateBook

    from .forms import SectionForm

Answers = dict[str, dict | list[dict]]


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line of a claim: quantity × rate = amount, in CHF, for the days from start to end.

    `code` names the service alike in every claim (travel-km, 5.06): intervals, yearly limits and overlaps go by it.
    """

    code: str
    section: str
    path: str
    label: str
    start: date
    end: date
    quantity: Decimal
    unit: str
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Finding:
    """Something to see at a path of the answers: an error stops, a warning is told to both sides.

    `text` is lazy and `values` go into it, so that it is worded in any language. `own`: references of the person's
    other claims it is about, named to him; `claims`: of anybody's, for the office's eyes only.
    """

    path: str
    level: Level
    code: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """In the active language."""
        text = str(self.text) % self.values if self.values else str(self.text)
        return f"{text} ({', '.join(self.own)})" if self.own else text


@dataclass(frozen=True)
class AskedDocument:
    """A document without which a claim cannot be sent; `key` ties the file to what it proves."""

    key: str  # letters, digits and hyphens, 40 at the most: hospital-k3f9-1
    label: str


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """What checks may know beyond the answers.

    `history`: lines of other claims that count, for the same insured person, from whichever account they came. What is
    said of them must tell nothing of another account.
    """

    today: date
    beneficiary: "Beneficiary | None"
    decision_number: str
    documents: int
    lines: Sequence[PricedLine]
    traits: dict[str, dict[str, dict]]  # list → key → facts of a list entry
    rates: "RateBook"
    history: "Sequence[PastLine]" = ()
    owner_id: int | None = None  # the account that asks: what `history` says of others is not for its eyes


COMPANION_OF = "companion_of"  # the field that makes a row a companion: the id of the row it belongs to


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A further row that repeats another one of its section; its form asks only for what differs."""

    label: str  # the button that adds one
    title: str  # of the row, with the %(number)s of the one it belongs to
    remove_label: str
    left_out: str  # said once its row no longer is one that may have companions
    when: tuple[str, str]  # the field and the value of a row that may have companions

    def is_possible(self, row: dict) -> bool:
        name, value = self.when
        return row.get(name) == value


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the form: one form, or rows of it. `price` turns one row (or the section) into lines.

    Templates: `template` the whole section, `row_template` the fields of a row, `amount_template` what it is worth,
    `live_template` what is painted again when `form.live_key()` changes. `notes` says beside the amount, as one types,
    what limits it; it gets what is readable so far, and of other claims only those this account sent with this form.
    """

    key: str
    title: str
    form: type["SectionForm"]
    repeated: bool = False
    required: bool = False  # rows: at least one
    is_piecemeal: bool = False  # a simple section whose sound fields are priced though another one is wrong
    optional: bool = False  # a simple section that is passed over while nothing is typed in it
    is_folded: bool = False  # closed until it is opened or used
    months_to_claim: int = 0  # where a section has more or less time than its form
    day_field: str = ""  # the field that says the day of service, where it is neither `end` nor `date`
    row_title: str = ""
    add_label: str = ""
    remove_label: str = ""
    follow: Callable[[dict], dict] | None = None  # what a new row takes over from the one before it
    companion: Companion | None = None
    intro: str = ""
    template: str = "invoicing/section.html"
    row_template: str = "invoicing/row_fields.html"
    amount_template: str = "invoicing/amount.html"
    live_template: str = ""
    price: "Callable[[dict, RateBook], list[PricedLine]] | None" = None
    notes: "Callable[[dict, CheckContext], list[str]] | None" = None

    def number_rows(self, rows: Sequence[dict]) -> list[tuple[int, dict]]:
        """Rows with their numbers; a companion bears the number of the row it belongs to."""
        numbers: dict[str, int] = {}
        numbered = []
        for row in rows:
            owner = row.get(COMPANION_OF) if self.companion else ""
            number = numbers.get(owner, 0) if owner else len(numbers) + 1
            if not owner:
                numbers[row["id"]] = number
            numbered.append((number, row))
        return numbered

    def title_of(self, row: dict, number: int) -> str:
        """« Trajet 2 », « Accompagnant du trajet 2 »."""
        is_companion = self.companion and row.get(COMPANION_OF)
        return (self.companion.title if is_companion else self.row_title) % {"number": number}


def ask_for_nothing(answers: Answers) -> list[AskedDocument]:
    return []


def keep_answers(answers: Answers) -> Answers:
    return answers


def find_nothing(answers: Answers, context: CheckContext) -> list[Finding]:
    return []


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One official form. Number, title and introduction are data (FormSheet), found by `key`."""

    key: str
    sections: tuple[Section, ...]
    rate_codes: tuple[str, ...] = ()
    rate_prefix: str = ""  # further codes that begin like this: those of a catalogue's limits
    lists: tuple[str, ...] = ()
    catalogue: str = ""  # the catalogue that a CatalogueField of the kind chooses from
    months_to_claim: int = 60  # LPGA 24: five years after the end of the month of service
    takes_running_periods: bool = False  # a month that has begun may be claimed before it ends
    empty_message: str = ""  # what to add when nothing was claimed
    complete: Callable[[Answers], Answers] = keep_answers
    stylesheet: str = ""  # css/….css, where the form has a look of its own
    check: Callable[[Answers, CheckContext], list[Finding]] = find_nothing
    documents_expected: Callable[[Answers], bool] = field(default=lambda answers: True)
    documents_asked: Callable[[Answers], list[AskedDocument]] = ask_for_nothing
    number_of: "Callable[[Answers, Office], str]" = field(default=lambda answers, office: office.sheet.number)
    history_months: int = 0  # how far back other claims matter: intervals and yearly limits

    @property
    def asks_documents(self) -> bool:
        return self.documents_asked is not ask_for_nothing

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)
