"""How many texts are behind or missing, on the admin's home."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from .subjects import State, all_languages, count_states, providers, subjects_for

TOLD = (State.BEHIND, State.MISSING, State.DRAFT)


class TranslationPanel(Component):
    name = "translations"
    template_name = "home/translation/home_panel.html"
    order = 70

    class Media:
        css = {"all": ["css/review.css", "css/translation.css"]}

    def get_context_data(self, parent_context) -> dict:
        counts = count_states(subjects_for(parent_context["request"]), all_languages())
        index = reverse("translations:index")
        told = [
            {"label": state.label, "key": state.value, "count": counts[state], "url": f"{index}?state={state.value}"}
            for state in TOLD
            if counts[state]
        ]
        return {"told": told, "index": index}


def show_translations(request: HttpRequest, panels: list) -> None:
    if providers(request):
        panels.append(TranslationPanel())
