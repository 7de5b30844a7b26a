"""What the office gets inside the Wagtail admin: claims for reviewers, its data for clerks, to each theirs."""

from django.contrib.auth.models import Permission
from wagtail import hooks

from .figures.panels import show_figures_on_home
from .figures.viewsets import FiguresViewSet
from .office_admin.panels import show_office_data
from .office_admin.translations import OfficeTexts
from .office_admin.viewsets import OfficeDataGroup, TranslationViewSet
from .review.panels import hide_cms_counts, hide_cms_menu, show_open_claims
from .review.viewsets import ClaimViewSet
from .roles import speak_language_of


@hooks.register("register_admin_viewset")
def add_claims():
    return ClaimViewSet()


@hooks.register("register_admin_viewset")
def add_figures():
    return FiguresViewSet()


@hooks.register("register_admin_viewset")
def add_office_data():
    return OfficeDataGroup()


@hooks.register("register_admin_viewset")
def add_translations_of_office_data():
    return TranslationViewSet()


@hooks.register("register_permissions")
def offer_rights_of_the_office():
    """Lets an administrator give these rights to a group."""
    rights = ["review_claim", "confirm_claim", "edit_office_data", "view_figures"]
    return Permission.objects.filter(content_type__app_label="invoicing", codename__in=rights)


@hooks.register("after_create_user")
def set_admin_language(request, user):
    speak_language_of(user)


hooks.register("register_translations", lambda: OfficeTexts())
hooks.register("construct_homepage_panels", show_open_claims)
hooks.register("construct_homepage_panels", show_figures_on_home, order=1)
hooks.register("construct_homepage_panels", show_office_data, order=1)
hooks.register("construct_main_menu", hide_cms_menu)
hooks.register("construct_homepage_summary_items", hide_cms_counts, order=1000)
