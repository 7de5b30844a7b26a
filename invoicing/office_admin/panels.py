"""What a parameter clerk sees on the admin's home: the ways to the office's data, and what it has still to confirm."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from .catalogue import unconfirmed_entries
from .permissions import can_edit_office_data
from .rate_list import Tariff
from .viewsets import OfficeDataGroup


class OfficeDataPanel(Component):
    name = "office_data"
    template_name = "invoicing/office_admin/home_panel.html"
    order = 60

    class Media:
        css = {"all": ["css/review.css", "css/office.css"]}

    def get_context_data(self, parent_context) -> dict:
        screens = [
            {"url": reverse(f"{one.name}:index"), "label": one.menu_label, "icon": one.icon, "about": one.about}
            for one in OfficeDataGroup.items
        ]
        return {
            "screens": screens,
            "unconfirmed": unconfirmed_entries().count(),
            "missing_rates": [line for line in Tariff().lines.values() if not line.rates],
        }


def show_office_data(request: HttpRequest, panels: list) -> None:
    if can_edit_office_data(request):
        panels.append(OfficeDataPanel())
