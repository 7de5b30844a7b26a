"""The home page and the plain pages below it: contact, accessibility, data protection."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BodyBlock


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


class ContentPage(Page):
    """A page of text."""

    intro = models.TextField(_("Introduction"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Contenu"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    template = "home/content_page.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    class Meta:
        verbose_name = _("page de contenu")
        verbose_name_plural = _("pages de contenu")
