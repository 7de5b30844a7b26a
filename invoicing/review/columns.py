"""The columns of the list: what each shows in a cell, in an export, and which of them a reviewer chose.

Cells are written here rather than in a template: a page has five hundred of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from invoicing.bulk import Row
from invoicing.calendar_days import today
from invoicing.enums import ClaimState
from invoicing.models import Claim

from .worklist import Office, Worklist

TONES = {"returned": "todo", "accepted": "accepted", "refused": "refused", "withdrawn": "withdrawn"}
READ = (
    "reference", "kind", "form_number", "state", "closed_at", "total", "submitted_at", "version_number", "assigned_to",
    "finding_count", "has_duplicate", "waits_for_second", "avs_number", "search_name", "period_start", "period_end",
    "beneficiary__first_name", "beneficiary__last_name",
)  # fmt: skip


class Page:
    """What cells need besides their claim. Words and badges that many rows share are made once."""

    def __init__(self, office: Office, query: str):
        self.office, self.today = office, today()
        self.parameter = escape(as_parameter(query))
        self.address = reverse("claims:claim", args=["REFERENCE"])

    @cached_property
    def titles(self) -> dict[str, str]:
        return {kind: escape(sheet.title) for kind, sheet in self.office.sheets.items()}

    @cached_property
    def badges(self) -> dict[str, str]:
        badge = '<span class="review-state review-state--{}">{}</span>'
        return {state: badge.format(TONES.get(state, "waiting"), escape(label)) for state, label in ClaimState.choices}

    @cached_property
    def words(self) -> dict[str, str]:
        words = {
            "corrected": gettext("corrigée"),
            "to-confirm": gettext("à confirmer"),
            "substitute": gettext("remplaçant cherché"),
            "duplicate": gettext("doublon possible"),
            "late": gettext("en retard"),
            "late-soon": gettext("bientôt en retard"),
            "nobody": gettext("personne"),
            "choose": gettext("Choisir"),
        }
        return {key: escape(word) for key, word in words.items()}

    @cached_property
    def ages(self) -> dict[int, str]:
        return {}

    @cached_property
    def people(self) -> dict[int, str]:
        return {pk: escape(str(person)) for pk, person in self.office.people.items()}

    def name_of(self, key: int) -> str:
        if key not in self.people:
            self.people[key] = escape(str(self.office.holder(key) or "–"))
        return self.people[key]

    def days(self, claim: Claim) -> int:
        return (self.today - timezone.localdate(claim.submitted_at)).days

    def say_age(self, days: int) -> str:
        if days not in self.ages:
            self.ages[days] = say_age(days)
        return self.ages[days]

    def late_word(self, claim: Claim, days: int) -> str:
        """« en retard », « bientôt en retard » or nothing; only what waits for the office can be late."""
        if claim.state != ClaimState.SUBMITTED or days <= self.office.settings.late_soon_after:
            return ""
        return self.words["late" if days > self.office.settings.late_after else "late-soon"]


@dataclass(frozen=True)
class Column:
    """`show` returns HTML, escaped; `export` a value."""

    key: str
    label: str
    show: Callable[[Claim, Page], str]
    export: Callable[[Claim, Page], object]
    css: str = ""
    sort: str = ""


def address_of(reference: str, query: str) -> str:
    """The page of a claim that knows the list it was opened from."""
    return f"{reverse('claims:claim', args=[reference])}{as_parameter(query)}"


def as_parameter(query: str) -> str:
    """`query` as one parameter; empty too, it says that the claim was opened from the list."""
    return f"?list={query.replace('%', '%25').replace('&', '%26').replace('+', '%2B')}"


def say_age(days: int) -> str:
    return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": days} if days else gettext("aujourd’hui")


def _mark(word: str) -> str:
    return f'<span class="review-mark">{word}</span>'


def _reference(claim: Claim, page: Page) -> str:
    address = page.address.replace("REFERENCE", claim.reference)
    return f'<a href="{address}{page.parameter}">{claim.reference}</a>'


def _form(claim: Claim, page: Page) -> str:
    title = page.titles.get(claim.kind, claim.kind)
    return f'<b>{title}</b> <span class="review-soft">{escape(claim.form_number)}</span>'


def _beneficiary(claim: Claim, page: Page) -> str:
    number = claim.avs_number
    dotted = f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"
    return f'{escape(str(claim.beneficiary))} <span class="review-soft review-figures">{escape(dotted)}</span>'


def _age(claim: Claim, page: Page) -> str:
    days = page.days(claim)
    late, age = page.late_word(claim, days), page.say_age(days)
    return f'{age} <span class="review-late-word">{late}</span>' if late else age


def _state(claim: Claim, page: Page) -> str:
    marks = _corrected(claim, page) + (_mark(page.words["to-confirm"]) if claim.waits_for_second else "")
    return f"{page.badges[claim.state]} {marks}" if marks else page.badges[claim.state]


def _corrected(claim: Claim, page: Page) -> str:
    return _mark(page.words["corrected"]) if claim.is_corrected else ""


def _assigned(claim: Claim, page: Page) -> str:
    key = claim.assigned_to_id
    if key is None:
        return f'<span class="review-soft">{page.words["nobody"]}</span>'
    colleague, name = page.office.people.get(key), page.name_of(key)
    is_away = colleague is None or colleague.absent_until
    return f"{name} {_mark(page.words['substitute'])}" if is_away and claim.closed_at is None else name


def _findings(claim: Claim, page: Page) -> str:
    if claim.has_duplicate:
        return _mark(page.words["duplicate"])
    count = claim.finding_count
    return ngettext("%(count)s point", "%(count)s points", count) % {"count": count} if count else ""


COLUMNS = {
    column.key: column
    for column in (
        Column("reference", _("Référence"), _reference, lambda claim, page: claim.reference, css="title"),
        Column("form", _("Formulaire"), _form,
               lambda claim, page: str(page.office.sheets.get(claim.kind, claim.kind)), css="review-form"),
        Column("beneficiary", _("Bénéficiaire"), _beneficiary, lambda claim, page: str(claim.beneficiary),
               sort="search_name"),
        Column("received", _("Reçue"), lambda claim, page: f"{timezone.localtime(claim.submitted_at):%d.%m.%Y}",
               lambda claim, page: timezone.localdate(claim.submitted_at), css="review-figures", sort="submitted_at"),
        Column("age", _("Âge"), _age, lambda claim, page: page.days(claim), css="review-age", sort="submitted_at"),
        Column("amount", _("Montant en CHF"), lambda claim, page: f"{claim.total:,.2f}".replace(",", "’"),
               lambda claim, page: claim.total, css="review-number", sort="total"),
        Column("state", _("État"), _state, lambda claim, page: str(claim.get_state_display())),
        Column("assigned", _("Attribuée à"), _assigned,
               lambda claim, page: str(page.office.holder(claim.assigned_to_id) or "")),
        Column("findings", pgettext_lazy("column", "À vérifier"), _findings, lambda claim, page: claim.finding_count),
        Column("corrected", _("Corrigée"), _corrected,
               lambda claim, page: gettext("oui") if claim.is_corrected else ""),
    )
}  # fmt: skip
USUAL = ("reference", "form", "beneficiary", "age", "amount", "state", "assigned", "findings")


def chosen_columns(keys: Iterable[str]) -> list[Column]:
    """Those of `keys` that exist, in our order; the reference is the link and always there."""
    wanted = {"reference", *(keys or USUAL)}
    return [column for key, column in COLUMNS.items() if key in wanted]


def render_heads(columns: list[Column], worklist: Worklist) -> SafeString:
    """One head a column; those one can sort by are links that turn the order."""
    return mark_safe("".join(_head(column, worklist) for column in columns))


def _head(column: Column, worklist: Worklist) -> str:
    label = escape(str(column.label))
    if not column.sort:
        return f'<th scope="col" class="{column.css}">{label}</th>'
    is_up, is_down = worklist.ordering == column.sort, worklist.ordering == f"-{column.sort}"
    order = f"-{column.sort}" if is_up else column.sort
    sort = ' aria-sort="ascending"' if is_up else ' aria-sort="descending"' if is_down else ""
    icon = f"icon-arrow-{'up' if is_up else 'down'}-after{' teal' if is_up or is_down else ''}"
    address = escape(f"{reverse('claims:index')}?{worklist.sorted_by(order)}")
    return f'<th scope="col" class="{column.css}"{sort}><a href="{address}" class="icon {icon} label">{label}</a></th>'


def render_rows(claims: Iterable[Claim], columns: list[Column], page: Page) -> SafeString:
    """The body of the table, a tick before each row that one may act on. Every `show` has escaped what it holds."""
    return mark_safe("".join(_row(claim, columns, page) for claim in claims))


def _row(claim: Claim, columns: list[Column], page: Page) -> str:
    cells = "".join(f'<td class="{column.css}">{column.show(claim, page)}</td>' for column in columns)
    tick = ""
    if claim.state in ClaimState.OPEN:
        value = Row(claim.reference, claim.version_number, claim.assigned_to_id)
        label = f"{page.words['choose']} {claim.reference}"
        tick = f'<input type="checkbox" name="row" value="{value}" aria-label="{label}">'
    return f'<tr data-row><td class="review-tick">{tick}</td>{cells}</tr>'
