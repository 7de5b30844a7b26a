"""Pages in the other language: where a page stands in each, and what a reader gets of one that has no translation."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail.models import Page

FOR_AN_ADDRESS = ("url_path", "translation_key", "locale__language_code")  # a page has twenty columns more


def translated_urls(page: Page) -> dict[str, str]:
    """{"fr": "/fr/…", "de": "/de/…"}; a language without its own page gets the other one's text under its address."""
    pages = {
        each.locale.language_code: each.get_url()
        for each in Page.objects.filter(translation_key=page.translation_key, live=True)
        .select_related("locale")
        .only(*FOR_AN_ADDRESS)
    }
    return {code: pages[code] for code, _name in settings.LANGUAGES if code in pages}


def address_in(page: Page, language: str) -> str:
    """The page's own address under `/<language>/`, where it is shown with a word that it is not translated."""
    own = page.locale.language_code
    return page.get_url().replace(f"/{own}/", f"/{language}/", 1)


def speak(page: Page, request: HttpRequest) -> HttpResponse | None:
    """Prepares `request` for a page of whatever language; a page that has a translation sends the reader there."""
    urls = translated_urls(page)
    reader, own = get_language(), page.locale.language_code
    if own != reader and reader in urls:
        return redirect(urls[reader])
    request.translated_urls = urls | {reader: request.path} if own != reader else urls
    request.shown_in = own if own != reader else ""
    return None


def find_page(home: Page, components: list[str]) -> Page | None:
    """The page at an address below `home`; else what stands there in the other language.

    A page that was taken off line is replaced by its translation, one that has none there by the page of that address
    under the other home.
    """
    path = "".join(f"{part}/" for part in components)
    own = Page.objects.filter(url_path=home.url_path + path).select_related("locale").first()
    if own and own.live:
        return own
    others = [each.url_path + path for each in home.get_translations()]
    other = own.get_translations() if own else Page.objects.filter(url_path__in=others)
    return other.live().select_related("locale").first()
