"""The addresses of claims in the Wagtail admin, and their entry in its menu.

A plain ViewSet: the one for models brings addresses to add, edit, delete and copy, and an entry in Wagtail's index.
"""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from . import files, letters, paper, recusals, team, views
from .assigning import assign_claim
from .bulk_views import act_on_many
from .choices_views import choose_columns, save_view
from .export import export_list
from .listing import ClaimListView
from .permissions import can_review, reviewer_only


class ClaimMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_review(request)


class ClaimViewSet(ViewSet):
    name = "claims"
    icon = "form"
    menu_label = _("Demandes")
    menu_name = "claims"
    menu_order = 50
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return ClaimMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", reviewer_only(ClaimListView.as_view()), name="index"),
            path("results/", reviewer_only(ClaimListView.as_view(results_only=True)), name="index_results"),
            path("paper/", paper.type_in, name="paper"),
            path("paper/person/", paper.write_down_person, name="paper-person"),
            path("letters/", letters.show_letters, name="letters"),
            path("letters/<uuid:pk>/", letters.read_letter, name="letter"),
            path("relatives/", recusals.recusals, name="recusals"),
            path("relatives/<int:pk>/lift/", recusals.lift, name="recusal_lift"),
            path("bulk/", act_on_many, name="bulk"),
            path("export/", export_list, name="export"),
            path("columns/", choose_columns, name="columns"),
            path("views/", save_view, name="views"),
            path("team/", team.show_team, name="team"),
            path("team/share/", team.share, name="share"),
            path("team/absences/", team.add_absence, name="absence-add"),
            path("team/absences/<int:pk>/remove/", team.remove_absence, name="absence-remove"),
            path("<str:reference>/", views.show_claim, name="claim"),
            path("<str:reference>/decide/<slug:key>/", views.decide, name="decide"),
            path("<str:reference>/correction/", paper.type_in_correction, name="paper-correction"),
            path("<str:reference>/note/", views.note, name="note"),
            path("<str:reference>/presence/", views.presence, name="presence"),
            path("<str:reference>/documents/<uuid:pk>/", files.read_document, name="document"),
            path("<str:reference>/documents/<uuid:pk>/<int:number>/", files.read_page, name="page"),
            path("<str:reference>/pdf/<int:number>/", files.read_pdf, name="pdf"),
            path("<str:reference>/bundle/", files.read_bundle, name="bundle"),
            path("<str:reference>/assign/", assign_claim, name="assign"),
        ]
