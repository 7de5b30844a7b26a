"""Notices and remarks of visitors, as editors see them in the admin."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.language_rights import languages_of
from home.models import Feedback, Notice
from home.notices import notice_places

# Wagtail’s own are in the language of whoever asked first
FROM_HOME = [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Accueil")}]
STATE = LiveStatusTagColumn(label=_("État"))


class NoticeForm(WagtailAdminModelForm):
    """Offers the places there are today."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"] = forms.ChoiceField(label=_("Où"), choices=notice_places)


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "info-circle"
    breadcrumbs_items = FROM_HOME
    list_display = ["title", "locale", "level", "shown_from", "shown_until", STATE]
    list_filter = ["level"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("level"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
        ],
        base_form_class=NoticeForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that this person may change: the others stand on the translation desk."""
        return Notice.objects.filter(locale__language_code__in=languages_of(request.user)).select_related("locale")


class FeedbackViewSet(SnippetViewSet):
    """Read, and tick off: nobody writes one here or changes what was said."""

    model = Feedback
    icon = "mail"
    breadcrumbs_items = FROM_HOME
    list_display = ["created_at", "__str__", "where", "language", "is_done"]
    list_filter = ["is_done", "language"]
    inspect_view_enabled = True
    panels = [
        FieldPanel("message", read_only=True),
        FieldPanel("where", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("is_done"),
    ]


class PublicViewSetGroup(SnippetViewSetGroup):
    """« Avis et retours » in the menu."""

    items = (NoticeViewSet, FeedbackViewSet)
    menu_label = _("Avis et retours")
    menu_icon = "comment"
    menu_order = 250
