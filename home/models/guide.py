"""The guide: an index, its chapters and theirs, read one after the other."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BodyBlock
from home.chapters import Chapter, around, headings, number_chapters
from home.languages import FOR_AN_ADDRESS

GUIDE_DEPTH = 3  # root, home page, guide
SHOWN = ("path", "depth", "title", "intro", *FOR_AN_ADDRESS)  # of each chapter in the contents


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
        return super().get_context(request, *args, **kwargs) | {"chapters": lambda: self.chapters}

    @cached_property
    def chapters(self) -> list[Chapter]:
        """Every published chapter, numbered; one query."""
        pages = GuidePage.objects.descendant_of(self).live().select_related("locale").only(*SHOWN)
        return number_chapters(pages.order_by("path"), root_depth=self.depth)


class GuidePage(Page):
    """One chapter of the guide, or a chapter of a chapter."""

    intro = models.TextField(_("Introduction"), max_length=500)
    body = StreamField(BodyBlock(), verbose_name=_("Contenu"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    template = "home/guide_page.html"
    parent_page_types = ["home.GuideIndexPage", "home.GuidePage"]
    subpage_types = ["home.GuidePage"]

    class Meta:
        verbose_name = _("chapitre du guide")
        verbose_name_plural = _("chapitres du guide")

    def get_context(self, request, *args, **kwargs) -> dict:
        previous, here, following = around(self.chapters, self)
        path = self.path or ""
        return super().get_context(request, *args, **kwargs) | {
            "chapters": self.chapters,
            "previous": previous,
            "here": here,
            "next": following,
            "above": [chapter for chapter in self.chapters if _is_below(path, chapter.page.path)],
            "headings": headings(self.body, here),
        }

    @cached_property
    def chapters(self) -> list[Chapter]:
        """Every published chapter of the same guide, numbered; one query."""
        root = (self.path or "")[: self.steplen * GUIDE_DEPTH]
        pages = (
            GuidePage.objects.filter(path__startswith=root, depth__gt=GUIDE_DEPTH)
            .live()
            .select_related("locale")
            .only(*SHOWN)
        )
        return number_chapters(pages.order_by("path"), root_depth=GUIDE_DEPTH)


def _is_below(path: str, other: str) -> bool:
    return path != other and path.startswith(other)
