"""The home page and the plain pages below it: contact, accessibility, data protection, terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.blocks import BodyBlock
from home.languages import find_page


class HomePage(Page):
    """The door: sign in on the left, register on the right, then what the portal is for. One per language."""

    lead = models.TextField(_("Introduction"), max_length=500)
    register_title = models.CharField(_("Titre de l’inscription"), max_length=120)
    register_text = models.TextField(_("Texte de l’inscription"), max_length=500)
    body = StreamField(BodyBlock(), verbose_name=_("Contenu"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("register_title"), FieldPanel("register_text")], heading=_("Inscription")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    template = "home/home_page.html"
    # The other language is made by translating this page, which the count does not stop.
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.ContentPage", "home.GuideIndexPage", "faq.FaqPage"]

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def route(self, request, path_components):
        """Any page below in one query; one that is missing in this language is looked for in the other."""
        page = find_page(self, path_components) if path_components or not self.live else None
        if page is None:
            return super().route(request, path_components)
        specific = page.specific
        specific.locale = page.locale  # read already
        return RouteResult(specific) if isinstance(specific, HomePage) else specific.route(request, [])


class ContentPage(Page):
    """A page of text."""

    intro = models.TextField(_("Introduction"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Contenu"))
    has_feedback_form = models.BooleanField(
        _("Avec le formulaire de retour"), default=False, help_text=_("Pour signaler un obstacle, sans compte.")
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("has_feedback_form")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    template = "home/content_page.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    class Meta:
        verbose_name = _("page de contenu")
        verbose_name_plural = _("pages de contenu")
