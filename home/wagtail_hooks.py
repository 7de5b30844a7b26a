"""What the public pages ask of Wagtail: their addresses in the other language, a tidy menu, no inline scripts."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from home.rich_text import OneQueryPageLinkHandler

# Documents have no address here: people's files are not Wagtail's, and the help leads out of the house.
HIDDEN_MENU_ITEMS = {"documents", "help"}


@hooks.register("before_serve_page")
def find_translations(page: Page, request: HttpRequest, serve_args, serve_kwargs) -> None:
    """Tells the templates where this page stands in each language: {"fr": "/fr/…", "de": "/de/…"}."""
    pages = page.get_translations(inclusive=True).live().select_related("locale").order_by("-locale__language_code")
    request.translated_urls = {each.locale.language_code: each.get_url(request) for each in pages}


@hooks.register("construct_main_menu")
def hide_menu_items(request: HttpRequest, menu_items: list) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]


@hooks.register("insert_global_admin_js")
def start_date_choosers() -> str:
    """For templates/wagtailadmin/widgets/, which carry no script of their own."""
    return format_html('<script src="{}" defer></script>', static("js/admin-dates.js"))


@hooks.register("register_rich_text_features", order=100)
def link_pages_in_one_query(features: FeatureRegistry) -> None:
    features.register_link_type(OneQueryPageLinkHandler)
