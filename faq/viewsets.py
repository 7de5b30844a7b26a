"""What stands beside the questions, as editors keep it in the admin: categories, help places, promoted answers."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from faq.forms import HelpPlaceForm
from faq.models import FaqCategory, HelpPlace, PromotedAnswer

ANSWER = MultiFieldPanel(
    [FieldPanel("entry"), FieldPanel("page")],
    heading=_("Réponse"),
    help_text=_("Une seule des deux. La traduction dans l’autre langue se trouve d’elle-même."),
)
# Wagtail’s own is in the language of whoever asked first
FROM_HOME = [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Accueil")}]


class CategoryViewSet(SnippetViewSet):
    model = FaqCategory
    icon = "folder-open-inverse"
    breadcrumbs_items = FROM_HOME
    list_display = ["name", "locale", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("sort_order")]


class HelpPlaceViewSet(SnippetViewSet):
    model = HelpPlace
    icon = "help"
    breadcrumbs_items = FROM_HOME
    list_display = ["__str__", "answer"]
    edit_handler = ObjectList([FieldPanel("key"), ANSWER], base_form_class=HelpPlaceForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return HelpPlace.objects.select_related("entry", "page")


class PromotedAnswerViewSet(SnippetViewSet):
    model = PromotedAnswer
    icon = "pick"
    breadcrumbs_items = FROM_HOME
    list_display = ["words_fr", "words_de", "answer"]
    panels = [FieldPanel("words_fr"), FieldPanel("words_de"), ANSWER]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return PromotedAnswer.objects.select_related("entry", "page")


class AnswerViewSetGroup(SnippetViewSetGroup):
    """« FAQ et aide » in the menu."""

    items = (CategoryViewSet, HelpPlaceViewSet, PromotedAnswerViewSet)
    menu_label = _("FAQ et aide")
    menu_icon = "help"
    menu_order = 245
