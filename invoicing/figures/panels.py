"""What managers see on the admin's home: the last twelve weeks in five numbers, and the way to the page of figures."""

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .periods import last_weeks
from .permissions import can_view_figures
from .views import figures_of


class FiguresPanel(Component):
    name = "figures"
    template_name = "invoicing/figures/home_panel.html"
    order = 55

    class Media:
        css = {"all": ["css/review.css", "css/worklist.css"]}

    def get_context_data(self, parent_context) -> dict:
        return {"figures": figures_of(last_weeks()).every}


def show_figures_on_home(request: HttpRequest, panels: list) -> None:
    if can_view_figures(request):
        panels.append(FiguresPanel())
