"""Inputs, lists and check boxes written straight in Python: a template for each would be half the time of a long form.

The markup is that of Django's own widget templates. Widgets of other shapes keep their template. Not here: label, hint
and error around an input (field_html).
"""

import html
from collections.abc import Callable

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape

INPUTS = ("text", "hidden", "password", "email", "tel", "number", "date", "checkbox")
OPTIONS = ("radio_option", "checkbox_option", "input_option")


class WidgetRenderer(TemplatesSetting):
    """Django's renderer, which asks `WRITERS` before it loads a template."""

    def render(self, template_name: str, context: dict, request=None) -> str:
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def escape(text) -> str:
    """As Django's conditional_escape, whose way for texts that are not yet translated is half the time of a field."""
    return html.escape(text) if type(text) is str else conditional_escape(text)


def attributes_html(attributes: dict) -> str:
    """Attributes as they stand in a tag: True without a value, False not at all."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def input_html(widget: dict) -> str:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    return f"<input{attributes_html({'type': widget['type'], 'name': widget['name'], **value, **widget['attrs']})}>"


def option_html(widget: dict) -> str:
    """One radio button or check box of a group; in a label where nobody writes one beside it."""
    if not widget["wrap_label"]:
        return input_html(widget)
    target = f' for="{escape(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return f"<label{target}>{input_html(widget)} {escape(widget['label'])}</label>"


def textarea_html(widget: dict) -> str:
    value = escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{attributes_html(widget["attrs"])}>\n{value}</textarea>'


def select_html(widget: dict) -> str:
    groups = "".join(group_html(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{attributes_html(widget["attrs"])}>{groups}</select>'


def group_html(name: str | None, options: list[dict]) -> str:
    choices = "".join(
        f'<option value="{escape(each["value"])}"{attributes_html(each["attrs"])}>{escape(each["label"])}</option>'
        for each in options
    )
    return f'<optgroup label="{escape(name)}">{choices}</optgroup>' if name else choices


WRITERS: dict[str, Callable[[dict], str]] = {
    **{f"django/forms/widgets/{name}.html": input_html for name in INPUTS},
    **{f"django/forms/widgets/{name}.html": option_html for name in OPTIONS},
    "django/forms/widgets/textarea.html": textarea_html,
    "django/forms/widgets/select.html": select_html,
}
