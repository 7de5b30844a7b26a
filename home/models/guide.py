"""The guide: an index and its chapters, read one after the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BodyBlock


class GuideIndexPage(Page):
    """The guide's table of contents."""

    intro = models.TextField(_("Introduction"), max_length=500)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    template = "home/guide_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.GuidePage"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request, *args, **kwargs) -> dict:
        chapters = GuidePage.objects.child_of(self).live().select_related("locale")
        return super().get_context(request, *args, **kwargs) | {"chapters": chapters}


class GuidePage(Page):
    """One chapter of the guide."""

    intro = models.TextField(_("Introduction"), max_length=500)
    body = StreamField(BodyBlock(), verbose_name=_("Contenu"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    template = "home/guide_page.html"
    parent_page_types = ["home.GuideIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("chapitre du guide")
        verbose_name_plural = _("chapitres du guide")

    def get_context(self, request, *args, **kwargs) -> dict:
        chapters = list(self.get_siblings().live().select_related("locale"))
        around = [None, *chapters, None]
        place = next((i for i, chapter in enumerate(around) if chapter and chapter.pk == self.pk), 0)
        neighbours = {"previous": around[place - 1], "next": around[place + 1]} if place else {}
        return super().get_context(request, *args, **kwargs) | {"chapters": chapters} | neighbours
