"""Tags and filters that every template has without loading them: money, addresses, the parts of a form field.

Not here: whole pieces of a page, which are templates under templates/components/.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.forms.field_html import described_by, field_html, foot_html, shape

register = template.Library()

MEGABYTE = 1024 * 1024
PUBLIC_SLUGS = {
    "fr": {
        "faq": "faq",
        "guide": "guide",
        "contact": "contact",
        "accessibility": "accessibilite",
        "privacy": "protection-des-donnees",
        "easy": "langage-facile",
        "terms": "conditions-d-utilisation",
        "legal": "mentions-legales",
    },
    "de": {
        "faq": "faq",
        "guide": "anleitung",
        "contact": "kontakt",
        "accessibility": "barrierefreiheit",
        "privacy": "datenschutz",
        "easy": "leichte-sprache",
        "terms": "nutzungsbedingungen",
        "legal": "impressum",
    },
}
TAG_TONES = {
    "draft": "todo",
    "submitted": "waiting",
    "returned": "todo",
    "accepted": "accepted",
    "refused": "refused",
    "withdrawn": "withdrawn",
}


@register.filter
def chf(value: Decimal | None) -> str:
    """1234.5 as 1’234.50, the Swiss way; empty for None."""
    return "" if value is None else f"{Decimal(value):,.2f}".replace(",", "’")


@register.filter
def day(value: date | datetime | None) -> str:
    """27.03.2026; a moment by the clock on the wall. `|date` gives the same and takes ten times as long."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day:02}.{value.month:02}.{value.year}" if value else ""


@register.filter
def file_size(size: int) -> str:
    """« 812 Ko », « 1.4 Mo »: in the units in which the limits are told."""
    if size < MEGABYTE:
        return _("%(size)s Ko") % {"size": max(1, round(size / 1024))}
    return _("%(size)s Mo") % {"size": f"{size / MEGABYTE:.1f}"}


@register.filter
def tel(phone: str) -> str:
    """« 027 324 96 11 » as tel:+41273249611."""
    digits = "".join(character for character in phone if character.isdigit())
    return f"tel:+41{digits[1:]}" if digits.startswith("0") else f"tel:+{digits}"


@register.filter
def tag_tone(state: str) -> str:
    """The colour pair of a state; an unknown one looks like waiting."""
    return TAG_TONES.get(str(state), "waiting")


# --- Addresses ------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def url_in(context, language: str) -> str:
    """This page's address in `language`: the one it knows, or its own under /<language>/; else the home page.

    Addresses differ by their prefix alone (portal.urls), so Django's translate_url, ten times as long, is not asked.
    """
    known = (context.get("translated_urls") or {}).get(language)
    if known:
        return known
    prefix, _slash, rest = context["request"].get_full_path().removeprefix("/").partition("/")
    return f"/{language}/{rest}" if prefix in PUBLIC_SLUGS else f"/{language}/"


@register.simple_tag
def public_url(key: str) -> str:
    """Address of a page everybody reads, in the current language: `home`, or a key of PUBLIC_SLUGS."""
    language = get_language() if get_language() in PUBLIC_SLUGS else settings.LANGUAGE_CODE
    return f"/{language}/" if key == "home" else f"/{language}/{PUBLIC_SLUGS[language][key]}/"


@register.simple_tag
def public_links() -> list[dict[str, str]]:
    """The links at the foot of every page."""
    labels = {
        "faq": _("Questions fréquentes"),
        "guide": _("Guide"),
        "easy": _("Langage facile"),
        "contact": _("Contact"),
        "accessibility": _("Accessibilité"),
        "privacy": _("Protection des données"),
        "terms": _("Conditions d’utilisation"),
        "legal": _("Mentions légales"),
    }
    return [{"url": public_url(key), "label": label} for key, label in labels.items()]


@register.simple_tag(takes_context=True)
def session_idle(context) -> int:
    """Seconds without activity after which this person is signed out."""
    group = "staff" if context["request"].user.is_staff else "citizen"
    return int(settings.SESSION_IDLE[group].total_seconds())


# --- Form fields ------------------------------------------------------------------


register.simple_tag(field_html, name="field")
register.simple_tag(foot_html, name="field_foot")


@register.simple_tag
def field_describedby(field: BoundField, remark: str = "") -> SafeString:
    """The aria-describedby attribute of a fieldset: hint, error and remark of its field."""
    ids = described_by(field, remark)
    return flatatt({"aria-describedby": ids}) if ids else SafeString("")


@register.simple_tag
def summary_errors(forms=None, errors=None) -> list[dict[str, str]]:
    """Every error of `forms` (forms or formsets) and `errors`, as {id, message}, in the order of the page."""
    found = [item for form in forms or [] for item in _form_errors(form)]
    return found + list(errors or [])


def _form_errors(form) -> list[dict[str, str]]:
    if hasattr(form, "forms"):
        own = [{"id": "", "message": message} for message in form.non_form_errors()]
        return own + [item for row in form.forms for item in _form_errors(row)]
    own = [{"id": "", "message": message} for message in form.non_field_errors()]
    return own + [{"id": _target(field), "message": message} for field in form for message in field.errors]


def _target(field: BoundField) -> str:
    """The id a link to `field` must point at: its input, or the first one of a group."""
    return field.id_for_label or (field.subwidgets[0].id_for_label if shape(field) == "group" else field.auto_id)
