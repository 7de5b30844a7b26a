"""The addresses of the figures in the Wagtail admin, and their entry in its menu."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .export import export_figures
from .permissions import can_view_figures
from .views import show_figures


class FiguresMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_view_figures(request)


class FiguresViewSet(ViewSet):
    name = "figures"
    icon = "history"
    menu_label = _("Chiffres")
    menu_name = "figures"
    menu_order = 55
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return FiguresMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", show_figures, name="index"),
            path("export/<slug:kind>/", export_figures, name="export"),
        ]
