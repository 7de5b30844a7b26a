"""Help where it is needed: what each place opens, in the reader's language.

Not here: which places there are (faq.places), what they open (faq.models.HelpPlace, by the editors).
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from faq.answers import in_language
from faq.models import FaqEntry, HelpPlace

NOTHING = SafeString("")
REMEMBERED = 60  # seconds: an editor's change shows within a minute


def links_of(request: HttpRequest) -> dict[str, str]:
    """The link of every place that opens something: key → HTML in the reader's language.

    Read once a request, from the cache when it is there: a form has a dozen, and they are the same for everybody.
    """
    language = get_language()
    known = vars(request).setdefault("help_links", {})
    if language not in known:
        known[language] = cache.get_or_set(f"help-links-{language}", lambda: draw_links(language), REMEMBERED)
    return known[language]


def draw_links(language: str) -> dict[str, str]:
    """The links in `language`, which is the active one."""
    found = find_answers(list(HelpPlace.objects.all()), language)
    return {key: draw_link(key, answer, language) for key, answer in found.items()}


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


def draw_link(key: str, answer: Page | FaqEntry, here: str) -> str:
    """In a window of its own without JavaScript, so that nothing typed is lost; in a panel with it (frame.js).

    An answer that is not translated into the language `here` says in which one it is.
    """
    language, title, window = answer.locale.language_code, escape(title_of(answer)), escape(_("nouvelle fenêtre"))
    other = "" if language == here else f' lang="{language}" hreflang="{language}"'
    return (
        f'<a class="help-link" href="{reverse("faq:help", args=[key])}" target="_blank" rel="noopener" data-help{other}'
        f'>{title}<span class="visually-hidden" lang="{here}" data-help-window> ({window})</span></a>'
    )


def link_html(request: HttpRequest, key: str) -> SafeString:
    """The link of a place; nothing where it opens nothing."""
    return SafeString(links_of(request).get(key, ""))


def field_help(request: HttpRequest, name: str) -> SafeString:
    """A paragraph with the help of the field `name`: the place `field-<name>`."""
    link = link_html(request, f"field-{name}")
    return SafeString(f'<p class="help">{link}</p>') if link else NOTHING
