"""Entry: a draft being read. Its sections as forms, what it is worth, what was found.

Not here: storing (drafts), showing (summary, views), changing a state (workflow).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from .calendar_days import today as swiss_today
from .enums import Level
from .history import PastLine
from .kinds.base import COMPANION_OF, Answers, AskedDocument, CheckContext, Finding, Kind, PricedLine, Section
from .kinds.forms import CatalogueField, SectionForm
from .kinds.head import CLOSING, HEAD
from .money import ZERO
from .office import Office
from .people import People
from .rates import MissingRate, RateBook

MOST_ROWS = 200
DOCUMENTS = "documents"  # the path of what is said about files


@dataclass
class BoundRow:
    """One row of a repeated section, or the whole of a simple one."""

    section: Section
    form: SectionForm
    path: str
    id: str = ""
    title: str = ""
    number: int = 0
    raw: dict = field(default_factory=dict)
    belongs_to: "BoundRow | None" = None
    lines: list[PricedLine] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def remove_label(self) -> str:
        label = self.section.companion.remove_label if self.belongs_to else self.section.remove_label
        return label % {"number": self.number}

    @property
    def place(self) -> str:
        """What to call it where its fields are told of from afar; nothing for a section that is always filled."""
        return self.title if self.section.repeated or self.section.optional else ""

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)


@dataclass
class BoundSection:
    section: Section
    rows: list[BoundRow]

    @property
    def amount(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def is_open(self) -> bool:
        """Whether a folded section shows its fields: something was typed, or is to be corrected."""
        return any(row.remarks or row.form._errors or not is_blank(self.section, row.raw) for row in self.rows)


def sections_of(kind: Kind) -> tuple[Section, ...]:
    """The sections of a kind between the head and the foot that all share."""
    return (HEAD, *kind.sections, CLOSING)


def dom_id(bound: BoundRow, name: str) -> str:
    """The HTML id a link to a field points at: its input, or the first one of a group."""
    if name not in bound.form.fields:
        return f"section-{bound.path.replace('.', '-')}"
    bound_field = bound.form[name]
    return bound_field.id_for_label or f"{bound_field.auto_id}_0"


def _without(typed: dict, names: set[str] | None) -> dict:
    return {name: value for name, value in typed.items() if name not in (names or ())}


class Entry:
    """Reads raw answers once. `lines`, `total`, `findings` and `errors` are there afterwards, whole or not."""

    def __init__(
        self, kind: Kind, raw: dict, *, office: Office, people: People, rates: RateBook, documents: Sequence[str] = (),
        today: date | None = None,
    ):  # fmt: skip
        """`documents`: one string per joined file, the key of the asked document it is, or an empty one."""
        self.kind, self.raw, self.office, self.people, self.rates = kind, raw, office, people, rates
        self.documents, self.today = documents, today or swiss_today()
        self.sections = [self._bind(section) for section in sections_of(kind)]
        self._rows = {bound.path: bound for bound in self.rows()}
        self.findings: list[Finding] = []
        self.document_errors: dict[str, str] = {}
        self.answers = kind.complete(self._clean())
        self.lines = self._price()

    # --- what it says -------------------------------------------------------------

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def head(self) -> dict:
        return self.answers.get("head") or {}

    @property
    def beneficiary(self):
        return self.people.beneficiary(self.head.get("beneficiary", ""))

    @property
    def named_beneficiary(self):
        """Who the head names, sound or not: fields of other sections may depend on it."""
        return self.people.beneficiary((self.raw.get("head") or {}).get("beneficiary", ""))

    @property
    def bank_account(self):
        return self.people.bank_account(self.head.get("bank_account", ""))

    @property
    def is_whole(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> list[dict]:
        """What stops, in the order of the page: {id, path, where, message}; `where` names one row of several."""
        at_fields = [error for bound in self.rows() for error in self._errors_of(bound)]
        return at_fields + [
            {"id": f"document-{key}", "path": f"documents.{key}", "message": message}
            for key, message in self.document_errors.items()
        ]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.WARNING]

    @property
    def asked_documents(self) -> list[AskedDocument]:
        """What has to be joined, given what was typed so far."""
        return self.kind.documents_asked(self.answers)

    @property
    def asked_answers(self) -> dict:
        """What was typed, as it is sent: without what its row leaves no place for. The draft keeps all."""
        unasked = {bound.path: bound.form.unasked() for bound in self.rows()}
        asked = dict(self.raw)
        for section in self.kind.sections:
            typed = asked.get(section.key)
            if section.repeated and typed:
                asked[section.key] = [_without(row, unasked.get(f"{section.key}.{row['id']}")) for row in typed]
            elif typed:
                asked[section.key] = _without(typed, unasked.get(section.key))
        return asked

    @property
    def form_number(self) -> str:
        """The number of the official form this becomes."""
        return self.kind.number_of(self.answers, self.office)

    def wording(self) -> dict:
        """The office's words about these answers, as they stand today."""
        chosen = {
            bound.raw[name]
            for bound in self.rows()
            for name, form_field in bound.form.fields.items()
            if isinstance(form_field, CatalogueField) and bound.raw.get(name)
        }
        return self.office.wording(chosen=chosen, number=self.form_number)

    def price_anew(self) -> list[PricedLine]:
        """The lines of a whole entry once more, worded in the active language."""
        priced = ((section, part) for section, part in self._parts() if section.price and part)
        return [line for section, part in priced for line in section.price(part, self.rates)]

    def rows(self) -> Iterator[BoundRow]:
        for section in self.sections:
            yield from section.rows

    # --- checking and showing -----------------------------------------------------

    def check(self, *more: "list[Finding]", history: Sequence[PastLine] = ()) -> None:
        """Run the kind's checks, add `more` findings, and put errors at their fields."""
        self.findings += self.kind.check(self.answers, self._check_context(history))
        for findings in more:
            self.findings += findings
        for finding in self.findings:
            if finding.level == Level.ERROR:
                self._put_at_field(finding)

    def take_notes(self, own_history: Sequence[PastLine]) -> None:
        """Have each row say what limits its amount, given the account's own earlier claims."""
        context = self._check_context(own_history)
        for bound in self.rows():
            if bound.section.notes:
                bound.notes = bound.section.notes(bound.form.cleaned_data, context)

    def hush(self) -> None:
        """Show what was typed without judging it yet."""
        for bound in self.rows():
            bound.form._errors = {}

    def row_at(self, path: str) -> BoundRow | None:
        """The row that `path` is, or stands in: trips.k3f9.kilometres is in trips.k3f9, stay.days_8 in stay."""
        parts = path.split(".")
        return self._rows.get(".".join(parts[:2])) or self._rows.get(parts[0])

    # --- inside -----------------------------------------------------------------------

    def _bind(self, section: Section) -> BoundSection:
        raw = self.raw.get(section.key)
        if not section.repeated:
            form = self._form(section, raw or {}, section.key)
            return BoundSection(
                section, [BoundRow(section, form, section.key, title=str(section.title), raw=raw or {})]
            )
        rows: dict[str, BoundRow] = {}
        for number, row in section.number_rows((raw or [])[:MOST_ROWS]):
            rows[row["id"]] = BoundRow(
                section,
                self._form(section, row, f"{section.key}-{row['id']}"),
                f"{section.key}.{row['id']}",
                id=row["id"],
                title=section.title_of(row, number),
                number=number,
                raw=row,
                belongs_to=rows.get(row.get(COMPANION_OF, "")),
            )
        return BoundSection(section, list(rows.values()))

    def _form(self, section: Section, raw: dict, prefix: str) -> SectionForm:
        data = {f"{prefix}-{name}": value for name, value in raw.items()}
        return section.form(data, prefix=prefix, entry=self)

    def _clean(self) -> Answers:
        answers: Answers = {}
        for section in self.sections:
            key = section.section.key
            if section.section.repeated:
                answers[key] = [
                    {**row.form.cleaned_data, "id": row.id} for row in self._judged(section) if row.form.is_valid()
                ]
            else:
                judged = self._judged(section) if section.section.optional else section.rows
                counts = judged and (judged[0].form.is_valid() or section.section.is_piecemeal)
                answers[key] = judged[0].form.cleaned_data if counts else {}
        return answers

    def _judged(self, section: BoundSection) -> list[BoundRow]:
        """Rows that count: a row left blank is passed over, unless the section needs one and has no other."""
        filled = [row for row in section.rows if not is_blank(section.section, row.raw)]
        judged = filled or (section.rows[:1] if section.section.required else [])
        passed_over = {row.path for row in section.rows} - {row.path for row in judged}
        for row in section.rows:
            if row.path in passed_over:
                row.form._errors, row.form.cleaned_data = {}, {}
        return judged

    def _price(self) -> list[PricedLine]:
        lines = []
        for section, part in self._parts():
            path = f"{section.key}.{part['id']}" if section.repeated else section.key
            bound = self.row_at(path)
            bound.lines = self._price_part(section, part, path)
            lines += bound.lines
        return lines

    def _parts(self) -> Iterator[tuple[Section, dict]]:
        """Each row, and each section that is not repeated, with its clean answers."""
        for section in self.kind.sections:
            answers = self.answers[section.key]
            for part in answers if isinstance(answers, list) else [answers]:
                yield section, part

    def _price_part(self, section: Section, part: dict, path: str) -> list[PricedLine]:
        if not section.price or not part:
            return []
        try:
            return section.price(part, self.rates)
        except MissingRate as missing:
            message = _("Aucun tarif n’est enregistré pour le %(day)s. Appelez l’office : %(phone)s.")
            values = {"day": f"{missing.day:%d.%m.%Y}", "phone": settings.OFFICE_PHONE}
            self.findings.append(Finding(path, Level.ERROR, "no_rate", message, values))
            return []

    def _check_context(self, history: Sequence[PastLine]) -> CheckContext:
        return CheckContext(
            today=self.today,
            beneficiary=self.beneficiary,
            decision_number=self.head.get("decision_number", ""),
            documents=len(self.documents),
            lines=self.lines,
            traits=self.office.traits(),
            rates=self.rates,
            history=history,
            owner_id=self.people.owner_id,
        )

    def _put_at_field(self, finding: Finding) -> None:
        section, _dot, key = finding.path.partition(".")
        if section == DOCUMENTS:
            self.document_errors[key] = finding.message
            return
        bound = self.row_at(finding.path) or self._first_row_of(finding.path)
        name = finding.path.removeprefix(bound.path).strip(".")
        bound.form.add_error(name if name in bound.form.fields else None, finding.message)

    def _first_row_of(self, path: str) -> BoundRow:
        """An error of a section without rows stands at the head's end rather than nowhere."""
        key = path.split(".")[0]
        section = next(section for section in self.sections if section.section.key == key)
        return section.rows[0] if section.rows else self.sections[0].rows[0]

    def _errors_of(self, bound: BoundRow) -> Iterator[dict]:
        for name, messages in bound.form.errors.items():
            path = bound.path if name == "__all__" else f"{bound.path}.{name}"
            for message in messages:
                yield {"id": dom_id(bound, name), "path": path, "where": bound.place, "message": message}


def is_blank(section: Section, raw: dict) -> bool:
    """Whether nothing was typed in a row; what stands there from the start does not count."""
    fields = section.form.base_fields
    return not any(raw.get(name) and raw.get(name) != fields[name].initial for name in fields)
