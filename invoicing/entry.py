"""Entry: a draft being read. Its sections as forms, what it is worth, what was found.

Not here: storing (drafts), showing (summary, views), changing a state (workflow).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from .calendar_days import today as swiss_today
from .enums import Level
from .kinds.base import COMPANION_OF, Answers, CheckContext, Finding, Kind, PricedLine, Section
from .kinds.forms import SectionForm
from .kinds.head import CLOSING, HEAD
from .money import ZERO
from .office import Office
from .people import People
from .rates import MissingRate, RateBook

MOST_ROWS = 200


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

    @property
    def remove_label(self) -> str:
        label = self.section.companion.remove_label if self.belongs_to else self.section.remove_label
        return label % {"number": self.number}

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


def sections_of(kind: Kind) -> tuple[Section, ...]:
    """The sections of a kind between the head and the foot that all share."""
    return (HEAD, *kind.sections, CLOSING)


def dom_id(bound: BoundRow, name: str) -> str:
    """The HTML id a link to a field points at: its input, or the first one of a group."""
    if name not in bound.form.fields:
        return f"section-{bound.path.replace('.', '-')}"
    bound_field = bound.form[name]
    return bound_field.id_for_label or f"{bound_field.auto_id}_0"


class Entry:
    """Reads raw answers once. `lines`, `total`, `findings` and `errors` are there afterwards, whole or not."""

    def __init__(
        self, kind: Kind, raw: dict, *, office: Office, people: People, rates: RateBook, documents: int = 0,
        today: date | None = None,
    ):  # fmt: skip
        self.kind, self.raw, self.office, self.people, self.rates = kind, raw, office, people, rates
        self.documents, self.today = documents, today or swiss_today()
        self.sections = [self._bind(section) for section in sections_of(kind)]
        self.findings: list[Finding] = []
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
    def bank_account(self):
        return self.people.bank_account(self.head.get("bank_account", ""))

    @property
    def is_whole(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> list[dict]:
        """What stops, in the order of the page: {id, path, message}."""
        return [error for bound in self.rows() for error in self._errors_of(bound)]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.WARNING]

    def rows(self) -> Iterator[BoundRow]:
        for section in self.sections:
            yield from section.rows

    # --- checking and showing -----------------------------------------------------

    def check(self, *more: "list[Finding]") -> None:
        """Run the kind's checks, add `more` findings, and put errors at their fields."""
        self.findings += self.kind.check(self.answers, self._check_context())
        for findings in more:
            self.findings += findings
        for finding in self.findings:
            if finding.level == Level.ERROR:
                self._put_at_field(finding)

    def hush(self) -> None:
        """Show what was typed without judging it yet."""
        for bound in self.rows():
            bound.form._errors = {}

    def row_at(self, path: str) -> BoundRow | None:
        return next((bound for bound in self.rows() if path == bound.path or path.startswith(bound.path + ".")), None)

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
                form = section.rows[0].form
                answers[key] = form.cleaned_data if form.is_valid() else {}
        return answers

    def _judged(self, section: BoundSection) -> list[BoundRow]:
        """Rows that count: a row left blank is passed over, unless the section needs one and has no other."""
        filled = [row for row in section.rows if not is_blank(section.section, self._raw_row(section, row.id))]
        judged = filled or (section.rows[:1] if section.section.required else [])
        for row in section.rows:
            if row not in judged:
                row.form._errors, row.form.cleaned_data = {}, {}
        return judged

    def _raw_row(self, section: BoundSection, row_id: str) -> dict:
        return next(row for row in self.raw[section.section.key] if row["id"] == row_id)

    def _price(self) -> list[PricedLine]:
        lines = []
        for section in self.kind.sections:
            answers = self.answers[section.key]
            for part in answers if isinstance(answers, list) else [answers]:
                path = f"{section.key}.{part['id']}" if section.repeated else section.key
                bound = self.row_at(path)
                bound.lines = self._price_part(section, part, path)
                lines += bound.lines
        return lines

    def _price_part(self, section: Section, part: dict, path: str) -> list[PricedLine]:
        if not section.price or not part:
            return []
        try:
            return section.price(part, self.rates)
        except MissingRate as missing:
            message = _("Aucun tarif n’est enregistré pour le %(day)s. Appelez l’office : %(phone)s.")
            text = message % {"day": f"{missing.day:%d.%m.%Y}", "phone": settings.OFFICE_PHONE}
            self.findings.append(Finding(path, Level.ERROR, "no_rate", text))
            return []

    def _check_context(self) -> CheckContext:
        return CheckContext(
            today=self.today,
            beneficiary=self.beneficiary,
            decision_number=self.head.get("decision_number", ""),
            documents=self.documents,
            lines=self.lines,
            traits=self.office.traits(),
        )

    def _put_at_field(self, finding: Finding) -> None:
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
                yield {"id": dom_id(bound, name), "path": path, "message": message}


def is_blank(section: Section, raw: dict) -> bool:
    """Whether nothing was typed in a row; what stands there from the start does not count."""
    fields = section.form.base_fields
    return not any(raw.get(name) and raw.get(name) != fields[name].initial for name in fields)
