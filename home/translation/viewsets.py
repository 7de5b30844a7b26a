"""The addresses of the translation desk in the Wagtail admin, and its entry in the menu."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from . import views
from .subjects import providers


class DeskMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return bool(providers(request))


class TranslationViewSet(ViewSet):
    name = "translations"
    icon = "wagtail-localize-language"
    menu_label = _("Traductions")
    menu_name = "translations"
    menu_order = 240
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return DeskMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", views.show_desk, name="index"),
            path("<uuid:key>/translate/", views.translate, name="translate"),
            path("<uuid:key>/keep/", views.keep, name="keep"),
            path("<uuid:key>/publish/", views.publish, name="publish"),
        ]
