"""One field, whole: label, hint, input, error and the office's remark, written in Python because a form has hundreds.

Radios and check boxes in a group become a fieldset; width goes by the widget's class: input--short, --medium, --date,
--amount. Not here: the input itself (widget_html).
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .widget_html import escape

# What opens help on a field, by its name. The help is another app's: portal.middleware sets this for each request.
current_help: ContextVar[Callable[[str], str]] = ContextVar("current_help", default=lambda name: "")


def field_html(field: BoundField, remark: str = "") -> SafeString:
    """`field` as it stands in a form, with what the office wrote about it."""
    return SafeString(LAYOUTS["hidden" if field.is_hidden else shape(field)](field, remark))


def shape(field: BoundField) -> str:
    """How a field is laid out: group, parts, box, password or line."""
    kind = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset:
        return "group" if kind in ("radio", "checkbox") else "parts"
    return {"checkbox": "box", "password": "password"}.get(kind, "line")


def described_by(field: BoundField, remark: str = "") -> str:
    """The ids of hint, error and remark of a field, for aria-describedby."""
    ids = [field.aria_describedby or field.field.widget.attrs.get("aria-describedby", "")]
    if remark:
        ids.append(f"{field.auto_id}_remark")
    return " ".join(filter(None, ids))


def foot_html(field: BoundField, remark: str = "") -> SafeString:
    """The errors of a field and the office's remark; empty where there is neither."""
    name, foot = escape(field.auto_id), ""
    if errors := errors_of(field):
        word = escape(_("Erreur :"))
        texts = "".join(f'<p><span class="visually-hidden">{word}</span> {escape(error)}</p>' for error in errors)
        foot = f'<div class="field__error" id="{name}_error">{texts}</div>'
    if remark:
        word = escape(_("Remarque de l’office :"))
        foot += f'<p class="field__remark" id="{name}_remark"><strong>{word}</strong> {escape(remark)}</p>'
    return SafeString(foot)


# --- The shapes ---------------------------------------------------------------------------


def hidden_html(field: BoundField, remark: str) -> str:
    return field.as_widget()


def line_html(field: BoundField, remark: str) -> str:
    return (
        f'<div class="field{state_class(field, remark)}">'
        f'<label class="field__label" for="{escape(field.id_for_label)}">{name_html(field)}</label>'
        f"{hint_html(field)}{widget_html(field, remark)}{foot_html(field, remark)}</div>"
    )


def password_html(field: BoundField, remark: str) -> str:
    words = {"show": _("Afficher"), "hide": _("Masquer")}
    words |= {"show-label": _("Afficher le mot de passe"), "hide-label": _("Masquer le mot de passe")}
    data = "".join(f' data-{key}="{escape(word)}"' for key, word in words.items())
    return (
        f'<div class="field{state_class(field, remark)}">'
        f'<label class="field__label" for="{escape(field.id_for_label)}">{name_html(field)}</label>{hint_html(field)}'
        f'<div class="password" data-password{data}>{widget_html(field, remark)}</div>{foot_html(field, remark)}</div>'
    )


def box_html(field: BoundField, remark: str) -> str:
    label = f'<label for="{escape(field.id_for_label)}">{escape(field.label)}</label>'
    return (
        f'<div class="field{state_class(field, remark)}"><div class="choice">{widget_html(field, remark)}{label}</div>'
        f"{hint_html(field)}{foot_html(field, remark)}</div>"
    )


def group_html(field: BoundField, remark: str) -> str:
    choices = "".join(
        f'<div class="choice">{option.tag()}<label for="{escape(option.id_for_label)}">{escape(option.choice_label)}'
        "</label></div>"
        for option in field
    )
    return fieldset_html(field, remark, kind=" choices", inside=f'<div class="choices__list">{choices}</div>')


def parts_html(field: BoundField, remark: str) -> str:
    return fieldset_html(field, remark, inside=f'<div class="field__parts">{field.as_widget()}</div>')


def fieldset_html(field: BoundField, remark: str, *, inside: str, kind: str = "") -> str:
    ids = described_by(field, remark)
    description = f' aria-describedby="{escape(ids)}"' if ids else ""
    return (
        f'<fieldset class="field{kind}{state_class(field, remark)}"{description}>'
        f'<legend class="field__label">{name_html(field)}</legend>{hint_html(field)}{inside}{foot_html(field, remark)}'
        "</fieldset>"
    )


# --- Their parts --------------------------------------------------------------------------


def state_class(field: BoundField, remark: str = "") -> str:
    """Whether the field is wrong, and whether the office marked it."""
    return (" field--error" if errors_of(field) else "") + (" field--marked" if remark else "")


def errors_of(field: BoundField) -> list:
    """`field.errors`, which makes a list of its own where there is none; a form has hundreds of fields without."""
    return field.form.errors.get(field.name) or []


def name_html(field: BoundField) -> str:
    """The label; a field that may stay empty says so."""
    label = escape(field.label)
    return (
        label if field.field.required else f'{label} <span class="field__optional">({escape(_("facultatif"))})</span>'
    )


def hint_html(field: BoundField) -> str:
    """The hint, and the link to more help where the editors set one."""
    hint = f'<p class="hint" id="{escape(field.auto_id)}_helptext">{escape(field.help_text)}</p>'
    return (hint if field.help_text else "") + current_help.get()(field.name)


def widget_html(field: BoundField, remark: str) -> str:
    ids = described_by(field, remark)
    return field.as_widget(attrs={"aria-describedby": ids} if ids else None)


LAYOUTS = {
    "hidden": hidden_html,
    "line": line_html,
    "password": password_html,
    "box": box_html,
    "group": group_html,
    "parts": parts_html,
}
