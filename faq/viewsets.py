"""Questions as editors keep them in the admin, with what stands beside: categories, help places, promoted answers."""

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PageChooserPanel, PublishingPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from faq.forms import EntryForm, HelpPlaceForm
from faq.models import FaqCategory, FaqEntry, HelpPlace, PromotedAnswer
from faq.order import EntryIndexView, EntryReorderView

ANSWER = MultiFieldPanel(
    [FieldPanel("entry"), FieldPanel("page")],
    heading=_("Réponse"),
    help_text=_("Une seule des deux. La traduction dans l’autre langue se trouve d’elle-même."),
)
# Wagtail’s own are in the language of whoever asked first
FROM_HOME = [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Accueil")}]
STATE = [LiveStatusTagColumn(label=_("État")), UpdatedAtColumn(label=_("Modifié"))]


def in_own_languages(rows: QuerySet, request: HttpRequest) -> QuerySet:
    """Those that this person may change: the others stand on the translation desk."""
    return rows.filter(locale__language_code__in=import_string(settings.EDITOR_LANGUAGES)(request.user))


class EntryFilterSet(WagtailFilterSet):
    category = ModelChoiceFilter(
        label=_("Catégorie"),
        queryset=lambda request: in_own_languages(FaqCategory.objects.select_related("locale"), request),
    )

    class Meta:
        model = FaqEntry
        fields = ["category"]


class EntryViewSet(SnippetViewSet):
    """Each question is drafted, handed in, published and scheduled by itself."""

    model = FaqEntry
    icon = "help"
    breadcrumbs_items = FROM_HOME
    list_display = ["question", "category", "locale", *STATE]
    filterset_class = EntryFilterSet
    index_view_class = EntryIndexView
    reorder_view_class = EntryReorderView
    copy_view_enabled = False
    list_per_page = 100
    search_fields = ["question", "answer"]
    edit_handler = ObjectList(
        [
            FieldPanel("question"),
            FieldPanel("answer"),
            FieldPanel("category", widget=forms.Select),
            PageChooserPanel("chapter", "home.GuidePage"),
            FieldPanel("anchor"),
            PublishingPanel(),
        ],
        base_form_class=EntryForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """One language at a time, so that the order can be seen; the other by the filter."""
        own = in_own_languages(FaqEntry.objects.select_related("category", "locale"), request)
        if "locale" in request.GET:
            return own
        first = own.order_by("-locale__language_code").values("locale")[:1]
        return own.filter(locale__in=list(first.values_list("locale", flat=True)))


class CategoryViewSet(SnippetViewSet):
    model = FaqCategory
    icon = "folder-open-inverse"
    breadcrumbs_items = FROM_HOME
    list_display = ["name", "locale", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("sort_order")]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return in_own_languages(FaqCategory.objects.select_related("locale"), request)


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

    items = (EntryViewSet, CategoryViewSet, HelpPlaceViewSet, PromotedAnswerViewSet)
    menu_label = _("FAQ et aide")
    menu_icon = "help"
    menu_order = 245
