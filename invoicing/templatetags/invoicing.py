"""Tags for the pages of drafts and claims: fields with their remark, what a row is worth, days to tick.

Not here: money and addresses, which every template has (portal).
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from guichet.forms.field_html import field_html
from invoicing.calendar_html import month_html
from invoicing.calendar_months import months_to_tick, outside
from invoicing.desk_html import rows_html
from invoicing.entry import DOCUMENTS, BoundRow, BoundSection, Entry, dom_id
from invoicing.kinds.base import PricedLine
from invoicing.models import Draft
from invoicing.money import as_quantity
from invoicing.summary import Item, show, show_day

register = template.Library()

NARROW = ("input--short", "input--date", "input--amount", "input--tiny")


register.simple_tag(month_html)
register.simple_tag(rows_html, name="claim_rows")


@register.simple_tag
def answer(bound: BoundRow, name: str) -> SafeString:
    """The field `name` of a row, whole, with the office's remark."""
    return field_html(bound.form[name], bound.remarks.get(name, ""))


@register.simple_tag
def field_of(bound: BoundRow, name: str):
    """The field `name` of a row, for a template that lays it out itself."""
    return bound.form[name]


@register.filter
def is_narrow(field) -> bool:
    """Whether a field leaves room for another one beside it."""
    return field.field.widget.attrs.get("class", "") in NARROW


register.filter("quantity", as_quantity)


@register.filter
def iso_day(value: str) -> str:
    """« 2026-08-10 » as 10.08.2026; anything else as it is."""
    try:
        return show_day(value)
    except ValueError:
        return value


@register.filter
def under(lines: Iterable[PricedLine], path: str) -> list[PricedLine]:
    """The lines that come from `path`."""
    return [line for line in lines if line.path == path]


@register.simple_tag
def ticked_days(bound: BoundRow, count: str, days: str) -> dict:
    """How many days of a calendar are ticked, and how many there should be."""
    return {
        "ticked": len(bound.raw.get(days) or []),
        "count": bound.raw.get(count) or "0",
        "path": f"{bound.path}.{days}",
        "name": bound.form.add_prefix(days),
    }


@register.simple_tag
def days_calendar(bound: BoundRow, count: str, days: str) -> dict:
    """The calendar of a category: months to tick, and ticked days that stand in none of them.

    Without a period, or while no day is counted, there is none; days ticked before are kept.
    """
    form = bound.form
    field, period = form[days], form.period()
    ticked = [day for day in bound.raw.get(days) or [] if isinstance(day, str)]
    calendar = {"field": field, "remark": bound.remarks.get(days, ""), "for_what": form.fields[count].label}
    if not period or not form.counts_days(count, days):
        return calendar | {"period": period, "kept": ticked}
    months = months_to_tick(period, ticked=set(ticked), today=form.entry.today, field_name=field.html_name)
    return calendar | {"months": months, "outside": outside(period, ticked)}


@register.simple_tag
def remark_on_row(bound: BoundRow) -> str:
    """The office's remark on a row as a whole."""
    return bound.remarks.get("", "")


@register.simple_tag
def repeated_details(bound: BoundRow) -> list[Item]:
    """What a companion's row takes over from the row it belongs to, as text."""
    owner = bound.belongs_to
    asked = set(bound.form.relevant(bound.raw))
    wording = bound.form.entry.wording()
    names = [name for name in owner.form.relevant(owner.raw) if name not in asked]
    shown = [(name, show(owner.form.base_fields[name], owner.raw.get(name), wording)) for name in names]
    return [
        Item(f"{owner.path}.{name}", str(owner.form.base_fields[name].label), value) for name, value in shown if value
    ]


@register.simple_tag
def may_be_accompanied(bound: BoundRow) -> bool:
    """Whether a row is one that companions can belong to; by what was typed so far."""
    return bool(bound.section.companion) and bound.section.companion.is_possible(bound.raw)


@register.simple_tag
def is_left_out(bound: BoundRow) -> bool:
    """Whether a companion does not count, because its row no longer is one that may have companions."""
    return bool(bound.belongs_to) and not may_be_accompanied(bound.belongs_to)


@register.simple_tag
def edit_link(entry: Entry, path: str) -> str:
    """The anchor of the field at `path` on the form's page; empty where nothing is typed."""
    if path == DOCUMENTS:
        return f"#{DOCUMENTS}"
    bound = entry.row_at(path)
    name = path.removeprefix(bound.path).strip(".") if bound else ""
    return f"#{dom_id(bound, name)}" if bound and name in bound.form.relevant(bound.raw) else ""


@register.simple_tag
def place_of(entry: Entry, path: str) -> str:
    """« Trajet 2 »: the row that `path` stands in, where it is one among several."""
    bound = entry.row_at(path)
    return bound.place if bound else ""


@register.simple_tag
def required_documents(entry: Entry, draft: Draft) -> list[dict]:
    """The asked documents, with the names of the files joined as such, and what is wrong."""
    joined: dict[str, list[str]] = {}
    for attachment in draft.attachments.all() if entry.kind.asks_documents else ():
        joined.setdefault(attachment.asked_as, []).append(attachment.name)
    return [
        {
            "key": document.key,
            "label": document.label,
            "joined": joined.get(document.key, []),
            "error": entry.document_errors.get(document.key, ""),
        }
        for document in entry.asked_documents
    ]


@register.simple_tag
def priced_sections(entry: Entry) -> list[BoundSection]:
    """The sections that can be worth something, for the total; those opened on demand once they are."""
    priced = [section for section in entry.sections if section.section.price]
    return [section for section in priced if section.amount or not section.section.is_folded]
