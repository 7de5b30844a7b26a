"""Wagtail's own template tags, with the costly ones of its frame made faster: the templates stay Wagtail's.

Every page of the admin draws a menu, a list of keys, a configuration and a dozen icons that are the same each time.
What depends on nothing but the language is kept in this process; a menu by all that decides what is in it.
Not here: what anybody may see (Wagtail's menu items and our permissions say so, and are asked).
"""

from collections.abc import Callable
from functools import lru_cache

from django.core.cache import cache
from django.middleware.csrf import get_token
from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.admin.templatetags import wagtailadmin_tags as wagtail
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from guichet.models import Account

register = Library()
register.tags.update(wagtail.register.tags)
register.filters.update(wagtail.register.filters)

FRESH_SECONDS = 60  # the languages of the site, which the configuration lists, hardly ever change
SAME_FOR_ALL = ("CSRF_HEADER_NAME", "ADMIN_API", "ADMIN_URLS", "I18N_ENABLED", "LOCALES", "STRINGS")
KEPT: dict[tuple, SafeString] = {}
MOST_KEPT = 300
KEYS = "wagtailadmin/shared/keyboard_shortcuts_dialog.html"
PERSONAL_CACHES = (PagePermissionPolicy.permission_cache_name, CollectionPermissionPolicy.permission_cache_name)

versioned_static = register.simple_tag(lru_cache(maxsize=256)(wagtail.versioned_static), name="versioned_static")


@register.simple_tag
def icon(name=None, classname=None, title=None, wrapped=False) -> SafeString:
    """Wagtail's icon, by name."""
    known = wagtail.icon(name, classname, title, wrapped)
    html = (
        f'<svg class="icon icon-{escape(name)} {escape(known["classname"])}" aria-hidden="true">'
        f'<use href="#icon-{escape(name)}"></use></svg>'
    )
    html += f'<span class="w-sr-only">{escape(title)}</span>' if title else ""
    return mark_safe(f'<span class="icon-wrapper">{html}</span>' if wrapped else html)


@register.simple_tag(takes_context=True)
def wagtail_config(context) -> dict:
    """What Wagtail's scripts read: the strings of a language are kept, what is the visitor's is not."""
    key = f"admin-config-{get_language()}"
    kept = cache.get(key)
    if kept is None:
        config = wagtail.wagtail_config(context)
        cache.set(key, {name: config[name] for name in SAME_FOR_ALL}, FRESH_SECONDS)
        return config
    own = {"ACTIVE_CONTENT_LOCALE": context["locale"].language_code} if context.get("locale") else {}
    profile = getattr(context["request"].user, "wagtail_userprofile", None)
    own["KEYBOARD_SHORTCUTS_ENABLED"] = profile.keyboard_shortcuts if profile else True
    return {"CSRF_TOKEN": get_token(context["request"]), **kept, **own}


@register.simple_tag(takes_context=True)
def keyboard_shortcuts_dialog(context) -> SafeString:
    """The list of keys: by language, by the kind of keyboard, and by whether they are switched on."""
    request = context["request"]
    profile = getattr(request.user, "wagtail_userprofile", None)
    keyboard = vars(wagtail.get_keyboard_key_labels_from_request(request))
    key = (KEYS, get_language(), profile.keyboard_shortcuts if profile else True, *keyboard.values())
    return _keep(key, lambda: render_to_string(KEYS, wagtail.keyboard_shortcuts_dialog(context)))


@register.simple_tag(takes_context=True)
def sidebar_props(context) -> SafeString:
    """The menu. Of who has rights on pages or collections it is made anew: it depends on what is in the site."""
    user = context["request"].user
    if user.is_superuser or any(getattr(user, name, True) for name in PERSONAL_CACHES):
        return wagtail.sidebar_props(context)
    return _keep(("menu", get_language(), *_what_decides(user)), lambda: wagtail.sidebar_props(context))


@register.simple_tag
def formattedfield(*args, **kwargs) -> SafeString:
    """A field as Wagtail lays it out, in Wagtail's markup; those one can comment on keep its template."""
    known = wagtail.formattedfield(*args, **kwargs)
    if known["show_add_comment_button"]:
        return render_to_string("wagtailadmin/shared/formatted_field.html", known)
    own_id = f' id="{escape(known["wrapper_id"])}"' if known["wrapper_id"] else ""
    content = f' data-contentpath="{escape(known["contentpath"])}"' if known["contentpath"] else ""
    error_class = " w-field--error" if known["has_errors"] else ""
    symbol = icon(known["icon"], "w-field__icon") if known["icon"] else ""
    return mark_safe(
        f'<div class="w-field__wrapper {escape(known["classname"])}"{own_id}{_attributes(known["attrs"])}>'
        f'{_label(known)}<div class="w-field {escape(known["field_classname"])}{error_class}" data-field{content}>'
        f'{_errors(known)}{_help(known)}<div class="w-field__input" data-field-input>{symbol}'
        f"{escape(known['rendered_field'])}</div></div></div>"
    )


# --- The parts of a field -------------------------------------------------------------------


def _attributes(attributes: dict) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )


def _label(known: dict) -> str:
    if not known["show_label"]:
        return ""
    hidden = " w-sr-only" if known["sr_only_label"] else ""
    target = f' for="{escape(known["label_for"])}" id="{escape(known["label_id"])}"' if known["label_for"] else ""
    mark = '<span class="w-required-mark">*</span>' if known["required"] else ""
    return f'<label class="w-field__label{hidden}"{target}>{escape(known["label_text"])}{mark}</label>'


def _errors(known: dict) -> str:
    own_id = f' id="{escape(known["error_message_id"])}"' if known["error_message_id"] else ""
    texts = "".join(f"{escape(error)} " for error in known["errors"])
    inside = f'{icon("warning", "w-field__errors-icon")}<p class="error-message">{texts}</p>' if texts else ""
    return f'<div class="w-field__errors" data-field-errors{own_id}>{inside}</div>'


def _help(known: dict) -> str:
    own_id = f' id="{escape(known["help_text_id"])}"' if known["help_text_id"] else ""
    inside = f'<div class="help">{escape(known["help_text"])}</div>' if known["help_text"] else ""
    return f'<div class="w-field__help"{own_id} data-field-help>{inside}</div>'


# --- What is kept -----------------------------------------------------------------------------


def _keep(key: tuple, make: Callable[[], SafeString]) -> SafeString:
    """What `make` made for `key` before, in this process; begun anew once there are too many."""
    html = KEPT.get(key)
    if html is None:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        html = KEPT[key] = make()
    return html


def _what_decides(user: Account) -> tuple:
    """Everything the menu of somebody without rights on pages can depend on: rights, name, own choices."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = (str(profile.dismissibles), profile.avatar.name) if profile else ()
    return user.pk, user.first_name, user.is_staff, user.is_verified(), frozenset(user.get_all_permissions()), *chosen
