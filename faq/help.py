"""Help where it is needed: what each place opens, in the reader's language.

Not here: which places there are (faq.places), what they open (faq.models.HelpPlace, by the editors).
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from faq.answers import in_language
from faq.models import FaqEntry, HelpPlace

NOTHING = SafeString("")
REMEMBERED = 60  # seconds: an editor's change shows within a minute


@dataclass(frozen=True)
class HelpLink:
    """What stands in the link; `language` is the other one where there is no translation."""

    title: str
    language: str


def links_for(request: HttpRequest, language: str) -> dict[str, HelpLink]:
    """Every place that opens something: key → link. Read once a request, from the cache when it is there."""
    known = getattr(request, "help_links", {})
    if language not in known:
        known[language] = cache.get_or_set(f"help-{language}", lambda: read_links(language), REMEMBERED)
        request.help_links = known
    return known[language]


def read_links(language: str) -> dict[str, HelpLink]:
    places = list(HelpPlace.objects.all())
    found = find_answers(places, language)
    return {key: HelpLink(title_of(answer), answer.locale.language_code) for key, answer in found.items()}


def answer_at(key: str, language: str) -> Page | FaqEntry | None:
    """What the place opens."""
    return find_answers(list(HelpPlace.objects.filter(key=key)), language).get(key)


def find_answers(places: list[HelpPlace], language: str) -> dict[str, Page | FaqEntry]:
    """key → page or question, without those that are not published."""
    pages = in_language(Page.objects.all(), {place.page_id for place in places}, language)
    entries = in_language(FaqEntry.objects.all(), {place.entry_id for place in places}, language)
    found = {place.key: pages.get(place.page_id) or entries.get(place.entry_id) for place in places}
    return {key: answer for key, answer in found.items() if answer}


def title_of(answer: Page | FaqEntry) -> str:
    return answer.question if isinstance(answer, FaqEntry) else answer.title


# --- What stands in a page -------------------------------------------------------------


def link_html(request: HttpRequest, key: str) -> SafeString:
    """In a window of its own without JavaScript, so that nothing typed is lost; in a panel with it (frame.js)."""
    here = get_language()
    link = links_for(request, here).get(key)
    if link is None:
        return NOTHING
    other = NOTHING if link.language == here else format_html(' lang="{0}" hreflang="{0}"', link.language)
    return format_html(
        '<a class="help-link" href="{}" target="_blank" rel="noopener" data-help{}>{}'
        '<span class="visually-hidden" lang="{}" data-help-window> ({})</span></a>',
        reverse("faq:help", args=[key]),
        other,
        link.title,
        here,
        _("nouvelle fenêtre"),
    )


def field_help(request: HttpRequest, name: str) -> SafeString:
    """A paragraph with the help of the field `name`: the place `field-<name>`."""
    link = link_html(request, f"field-{name}")
    return format_html('<p class="help">{}</p>', link) if link else NOTHING
