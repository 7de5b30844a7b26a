"""The filters as Wagtail's header shows them, in its own markup: sixty inputs, written in Python rather than each by a
template of its own. And the ranges that hold, above the list.

Not here: what the filters mean (filters.py).
"""

from collections.abc import Iterator
from datetime import date
from html import escape

from django.forms import BoundField, Form
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import ActiveFilter, RangeFilterAdapter, register_filter_adapter_class

from invoicing.money import grouped

from .filters import Days, FromTo, Range

TOGGLE = (
    '<button class="w-drilldown__toggle" type="button" aria-expanded="false" aria-controls="drilldown-{id}"'
    ' data-w-drilldown-target="toggle" data-action="click->w-drilldown#open">{label}'
    '<div class="w-flex w-items-center w-gap-2"><span class="w-drilldown__count" data-w-drilldown-target="count"'
    ' data-count-name="{id}" hidden></span>{icon}</div></button>'
)
SUBMENU = (
    '<div class="w-drilldown__submenu" id="drilldown-{id}" hidden tabindex="-1"><button class="w-drilldown__back"'
    ' type="button" aria-label="{back}" data-action="click->w-drilldown#close">{icon}</button>'
    '<fieldset class="worklist-filter"><legend class="w-field__label">{label}</legend>{errors}{inputs}</fieldset></div>'
)


def draw_filters(form: Form) -> SafeString:
    """Menu and one submenu a filter; labels, values and choices escaped."""
    fields = [(field, escape(str(field.label))) for field in form]
    words = {"back": escape(_("Retour")), "icon": _icon("arrow-left")}
    toggles = "".join(
        TOGGLE.format(id=field.auto_id, label=label, icon=_icon("arrow-right")) for field, label in fields
    )
    menus = "".join(
        SUBMENU.format(id=field.auto_id, label=label, errors=_errors(field), inputs="".join(_inputs(field)), **words)
        for field, label in fields
    )
    title = escape(_("Filtrer par"))
    return mark_safe(
        '<div class="w-drilldown__contents"><div class="w-drilldown__menu" data-w-drilldown-target="menu">'
        f'<h2 class="w-help-text w-pl-5 w-py-2.5 w-my-0">{title}</h2>{toggles}</div>{menus}</div>'
    )


def _icon(name: str) -> str:
    return f'<svg class="icon icon-{name}" aria-hidden="true"><use href="#icon-{name}"></use></svg>'


def _errors(field: BoundField) -> str:
    return "".join(f'<p class="error-message">{escape(str(error))}</p>' for error in field.errors)


def _inputs(field: BoundField) -> Iterator[str]:
    widget = field.field.widget
    if isinstance(widget, FromTo):
        for word, suffix in zip(widget.words, widget.suffixes, strict=True):
            yield _range_end(field, suffix, escape(str(word)))
        return
    chosen = str(field.value() or "")
    for value, label in field.field.choices:
        checked = " checked" if str(value) == chosen else ""
        yield (
            f'<label><input type="radio" name="{field.html_name}" value="{escape(str(value))}"{checked}>'
            f" {escape(str(label))}</label>"
        )


def _range_end(field: BoundField, suffix: str, word: str) -> str:
    name, widget = f"{field.html_name}_{suffix}", field.field.widget
    value = escape(field.form.data.get(name, ""))
    return f'<label><span>{word}</span><input type="{widget.kind}" name="{name}" value="{value}"{widget.extra}></label>'


class FromToAdapter(RangeFilterAdapter):
    """« dès 20 », « jusqu’à 31.12.2026 », « 20 – 50 »."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        start, stop = self.value.start, self.value.stop
        text = _("%(from)s – %(to)s")
        if start is None or stop is None:
            text = _("jusqu’à %(to)s") if start is None else _("dès %(from)s")
        address = self.get_url_without_filter_param([f"{self.name}_{suffix}" for suffix in FromTo.suffixes])
        shown = text % {"from": _shown(start), "to": _shown(stop)}
        yield ActiveFilter(self.bound_field.auto_id, self.filter.label, shown, address)


def _shown(end: object) -> str:
    return f"{end:%d.%m.%Y}" if isinstance(end, date) else grouped(end or 0)


register_filter_adapter_class(Range, FromToAdapter)
register_filter_adapter_class(Days, FromToAdapter)
