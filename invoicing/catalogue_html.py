"""A catalogue as accordions of radio buttons, written in Python: the form of aids shows a hundred of them.

Not here: how the services are grouped (templatetags.catalogue), the search above them (catalogue.html).
"""

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.forms.widget_html import escape

from .models import CatalogueEntry
from .money import as_francs


def accordions_html(groups: list, name: str) -> SafeString:
    """`groups` of templatetags.catalogue; `name`: of the field that a choice fills."""
    chosen = escape(_("Choisie"))
    words = {
        "chosen": f'<span class="tag tag--accepted catalogue__chosen">{chosen}</span></summary>',
        "most": _("Au plus %(most)s CHF %(per)s"),
        "decision": _("Décision nécessaire : travail, travaux habituels, école ou formation"),
        "language": get_language() or "fr",
    }
    return SafeString("".join(form_html(group, escape(name), words) for group in groups))


def form_html(form, name: str, words: dict[str, str]) -> str:
    """A paper form, with its sections."""
    sections = "".join(
        f'<details class="catalogue__section"{" open" * section.is_open}>'
        f'<summary class="catalogue__summary"><h4>{escape(section.title)}</h4> {words["chosen"]}'
        f"{''.join(option_html(entry, name, words) for entry in section.options)}</details>"
        for section in form.sections
    )
    title = f'{escape(form.title)} <span class="hint">{escape(form.number)}</span>'
    return (
        f'<details class="catalogue__form"{" open" * form.is_open}>'
        f'<summary class="catalogue__summary"><h3>{title}</h3> {words["chosen"]}{sections}</details>'
    )


def option_html(entry: CatalogueEntry, name: str, words: dict[str, str]) -> str:
    """A service: number, name, conditions, limit, and whether it needs a decision."""
    called, conditions = (entry.spoken(part, words["language"]) for part in ("name", "conditions"))
    most = words["most"] % {"most": as_francs(entry.limit), "per": entry.per} if entry.limit else ""
    decision = words["decision"] if entry.needs_decision else ""
    return (
        f'<div class="choice"><input type="radio" name="{name}" id="{entry.dom_id}" value="{escape(entry.key)}"'
        f'{" checked" * entry.is_chosen}><label for="{entry.dom_id}">'
        f"{label_html(entry.number, called, conditions, most, decision)}</label></div>"
    )


@lru_cache(maxsize=2000)
def label_html(number: str, name: str, conditions: str, most: str, decision: str) -> str:
    """What a service says of itself: the office's words alone, so a process keeps them drawn."""
    hints = hint_html(conditions) + hint_html(most) + hint_html(decision, " catalogue__decision")
    return f'<span class="catalogue__number">{escape(number)}</span> {escape(name)}{hints}'


def hint_html(text: str, kind: str = "") -> str:
    return f'<span class="hint{kind}">{escape(text)}</span>' if text else ""
