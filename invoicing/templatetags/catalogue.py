"""The catalogue of a form as accordions: paper form → section → service, grouped once for whoever draws them.

Not here: how they are drawn (catalogue_html), which entries there are to choose from (CatalogueField), what a choice is
worth (the kinds).
"""

from dataclasses import dataclass, field
from itertools import groupby

from django import template
from django.utils.translation import get_language

from invoicing.catalogue_html import accordions_html
from invoicing.entry import BoundRow
from invoicing.models import CatalogueEntry
from invoicing.models.office_data import LimitPer

register = template.Library()

register.simple_tag(accordions_html, name="accordions")


@dataclass
class Group:
    """A paper form or a section of it. Open where something in it is chosen, or where there is but one section."""

    title: str
    number: str = ""
    is_open: bool = False
    sections: "list[Group]" = field(default_factory=list)
    options: list[CatalogueEntry] = field(default_factory=list)


@register.simple_tag
def catalogue_groups(bound: BoundRow, name: str) -> list[Group]:
    """The entries of the CatalogueField `name`; each gets its `dom_id`, `is_chosen` and the `limit` of today."""
    form, choice = bound.form, bound.form.fields[name]
    chosen, prefix, rates = str(bound.raw.get(name) or ""), form[name].auto_id, form.entry.rates
    day = form.cleaned_data.get("start") or form.entry.today
    per = dict(LimitPer.choices)
    for position, entry in enumerate(choice.entries, start=1):
        entry.dom_id, entry.is_chosen = f"{prefix}_{position}", entry.key == chosen
        entry.limit = rates.known(entry.limit_code, day) if entry.limit_code else None
        entry.per = per.get(entry.limit_per, "")
    titles = {e.key.replace("-", "."): e.label for e in form.entry.office.lists.get(choice.form_list, [])}
    return [_form(number, list(group), titles) for number, group in groupby(choice.entries, lambda e: e.form_number)]


def _form(number: str, entries: list[CatalogueEntry], titles: dict[str, str]) -> Group:
    language = get_language()
    by_section = groupby(entries, lambda entry: entry.spoken("section", language))
    sections = [_section(title, list(group)) for title, group in by_section]
    if len(sections) == 1:
        sections[0].is_open = True
    is_chosen = any(entry.is_chosen for entry in entries)
    return Group(titles.get(number, number), number=number, is_open=is_chosen, sections=sections)


def _section(title: str, entries: list[CatalogueEntry]) -> Group:
    return Group(title, is_open=any(entry.is_chosen for entry in entries), options=entries)
