"""What the public pages ask of Wagtail: their addresses in the other language, a tidy menu, no inline scripts.

And the translation desk, with what keeps a translation from speaking two languages.
"""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from home.handing_in import hand_in_translation
from home.language_rights import begin_in_own_language, refuse_other_language, turn_into_copy
from home.languages import speak
from home.rich_text import OneQueryPageLinkHandler
from home.translation.guards import refuse_half_translated, take_up_pair
from home.translation.panels import show_translations
from home.translation.published import PublishedPages
from home.translation.side_by_side import addresses
from home.translation.subjects import HOOK
from home.translation.viewsets import TranslationViewSet
from home.viewsets import PublicViewSetGroup

# Documents have no address here: people's files are not Wagtail's, and the help leads out of the house.
HIDDEN_MENU_ITEMS = {"documents", "help"}


@hooks.register("before_serve_page")
def speak_to_reader(page: Page, request: HttpRequest, serve_args, serve_kwargs) -> HttpResponse | None:
    """Where this page stands in each language, and whether this one is the reader's."""
    return speak(page, request)


register_snippet(PublicViewSetGroup)


@hooks.register("construct_main_menu")
def hide_menu_items(request: HttpRequest, menu_items: list) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]


@hooks.register("construct_reports_menu")
def hide_report(request: HttpRequest, menu_items: list) -> None:
    """The translation desk says more than wagtail-localize's list of translations."""
    address = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != address]


@hooks.register("insert_global_admin_js")
def start_date_choosers() -> str:
    """For templates/wagtailadmin/widgets/, which carry no script of their own."""
    return format_html('<script src="{}" defer></script>', static("js/admin-dates.js"))


@hooks.register("register_rich_text_features", order=100)
def link_pages_in_one_query(features: FeatureRegistry) -> None:
    features.register_link_type(OneQueryPageLinkHandler)


hooks.register("before_edit_snippet", refuse_other_language, order=-10)
hooks.register("before_create_snippet", begin_in_own_language)


@hooks.register("register_admin_urls", order=-1)
def add_addresses_for_translators() -> list:
    """All but the last in the place of wagtail-localize's own."""
    return [
        path("localize/page/<int:page_id>/convert_to_alias/", turn_into_copy),
        *addresses(),
        path("localize/translate/<int:translation_id>/hand-in/", hand_in_translation, name="hand_in_translation"),
    ]


@hooks.register("register_admin_viewset")
def add_translation_desk() -> TranslationViewSet:
    return TranslationViewSet()


@hooks.register("insert_editor_js")
def go_to_the_question() -> str:
    """From a line of the desk to its place on wagtail-localize's page."""
    return format_html('<script src="{}" defer></script>', static("js/translation.js"))


hooks.register(HOOK, lambda: PublishedPages())
hooks.register("construct_homepage_panels", show_translations, order=2)
# Before wagtail-localize's own, which show and publish the translation.
for event in ("before_edit_page", "before_edit_snippet"):
    hooks.register(event, take_up_pair, order=-2)
    hooks.register(event, refuse_half_translated, order=-1)
