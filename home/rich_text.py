"""Links between pages in rich text, in one query for a whole text.

Wagtail's own asks for the type of each page, then for the active language, link by link.
"""

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from home.languages import FOR_AN_ADDRESS, address_in


class OneQueryPageLinkHandler(PageLinkHandler):
    """Good for pages whose address follows from the tree, as all of ours."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        keys = [attrs.get("id") for attrs in attrs_list]
        pages = {
            str(page.pk): page
            for page in Page.objects.filter(pk__in=keys).select_related("locale").only(*FOR_AN_ADDRESS)
        }
        return [pages.get(str(key)) for key in keys]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [f'<a href="{escape(address(page))}">' if page else "<a>" for page in cls.get_many(attrs_list)]


def address(page: Page) -> str:
    """Where the reader finds `page`: its translation, or its own text under an address of the reader's language."""
    language = get_language()
    there = page if page.locale.language_code == language else page.localized
    return there.url if there.locale.language_code == language else address_in(there, language)
