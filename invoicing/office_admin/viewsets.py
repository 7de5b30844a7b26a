"""The addresses of the office's data in the Wagtail admin, and their entries in its menu.

Plain ViewSets, as for claims: those for models bring addresses to delete, copy, inspect and compare that nobody means.
"""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from . import catalogue, deadlines, lists, rate_views, replies, sheets, texts, translations
from .permissions import can_edit_office_data


class OfficeMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_edit_office_data(request)


class OfficeViewSet(ViewSet):
    about = ""  # one line on the admin's home

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return OfficeMenuItem


class RateViewSet(OfficeViewSet):
    name = "office_rates"
    url_prefix = "office/rates"
    icon = rate_views.ICON
    menu_label = _("Tarifs")
    about = _("Ce qui vaut aujourd’hui, ce qui vient ; nouveaux tarifs des mois à l’avance.")

    def get_urlpatterns(self) -> list:
        return [
            path("", rate_views.show_rates, name="index"),
            path("several/", rate_views.enter_several, name="several"),
            path("store/", rate_views.store_rates, name="store"),
            path("export/", rate_views.export_rates, name="export"),
            path("import/", rate_views.import_rates, name="import"),
            path("codes/<slug:code>/", rate_views.show_code, name="code"),
            path("codes/<slug:code>/add/", rate_views.add_rate, name="add"),
            path("codes/<slug:code>/name/", rate_views.name_code, name="name"),
            path("<int:pk>/", rate_views.change_rate, name="change"),
            path("<int:pk>/delete/", rate_views.remove_rate, name="delete"),
        ]


class CatalogueViewSet(OfficeViewSet):
    name = "office_catalogue"
    url_prefix = "office/catalogue"
    icon = catalogue.ICON
    menu_label = _("Catalogue")
    about = _("Les moyens auxiliaires : désignations, conditions, limites.")

    def get_urlpatterns(self) -> list:
        return [
            path("", catalogue.show_catalogue, name="index"),
            path("<int:pk>/", catalogue.edit_entry, name="edit"),
            path("<int:pk>/move/", catalogue.move_entry, name="move"),
            path("<slug:catalogue>/add/", catalogue.add_entry, name="add"),
        ]


class ListViewSet(OfficeViewSet):
    name = "office_lists"
    url_prefix = "office/lists"
    icon = lists.ICON
    menu_label = _("Listes")
    about = _("Raisons du voyage, types de billet, raisons de refus…")

    def get_urlpatterns(self) -> list:
        return [
            path("", lists.show_lists, name="index"),
            path("entries/<int:pk>/", lists.edit_entry, name="edit"),
            path("entries/<int:pk>/move/", lists.move_entry, name="move"),
            path("<slug:key>/", lists.show_list, name="list"),
            path("<slug:key>/add/", lists.add_entry, name="add"),
        ]


class SheetViewSet(OfficeViewSet):
    name = "office_sheets"
    url_prefix = "office/sheets"
    icon = sheets.ICON
    menu_label = _("Formulaires")
    about = _("Numéro, titre, introduction, documents demandés ; proposé ou non.")

    def get_urlpatterns(self) -> list:
        return [
            path("", sheets.show_sheets, name="index"),
            path("<int:pk>/", sheets.edit_sheet, name="edit"),
            path("<int:pk>/move/", sheets.move_sheet, name="move"),
        ]


class TextViewSet(OfficeViewSet):
    name = "office_texts"
    url_prefix = "office/texts"
    icon = texts.ICON
    menu_label = _("Pages, emails et SMS")
    about = _("Ce que le portail dit et écrit aux personnes, avec aperçu et message d’essai.")

    def get_urlpatterns(self) -> list:
        return [
            path("", texts.show_texts, name="index"),
            path("<slug:key>/", texts.edit_text, name="edit"),
            path("<slug:key>/<str:language>/", texts.show_mail, name="mail"),
            path("<slug:key>/<str:language>/letter/", texts.show_letter, name="letter"),
        ]


class DeadlineViewSet(OfficeViewSet):
    name = "office_deadlines"
    url_prefix = "office/deadlines"
    icon = deadlines.ICON
    menu_label = _("Délais et seuils")
    about = _("Retard, délai de correction, annulation d’une décision, second collaborateur.")

    def get_urlpatterns(self) -> list:
        return [path("", deadlines.set_deadlines, name="index")]


class ReplyViewSet(OfficeViewSet):
    name = "office_replies"
    url_prefix = "office/replies"
    icon = replies.ICON
    menu_label = _("Réponses préparées")
    about = _("Messages que les collaborateurs reprennent pour accepter, demander une correction ou refuser.")

    def get_urlpatterns(self) -> list:
        return [
            path("", replies.show_replies, name="index"),
            path("<int:pk>/", replies.edit_reply, name="edit"),
            path("<int:pk>/move/", replies.move_reply, name="move"),
            path("<slug:outcome>/add/", replies.add_reply, name="add"),
        ]


class TranslationViewSet(ViewSet):
    """No page of its own: its lines stand on the translation desk."""

    name = "office_translations"
    url_prefix = "office/translations"

    def get_urlpatterns(self) -> list:
        return [path("<slug:object_type>/<str:object_key>/keep/", translations.keep_translation, name="keep")]


class OfficeDataGroup(ViewSetGroup):
    menu_label = _("Paramètres")
    menu_name = "office-data"
    menu_icon = "cogs"
    menu_order = 60
    items = (RateViewSet, CatalogueViewSet, SheetViewSet, ListViewSet, TextViewSet, DeadlineViewSet, ReplyViewSet)
