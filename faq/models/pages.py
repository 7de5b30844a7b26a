"""Questions and answers: categories, and entries with an address of their own.

Not here: the words (faq/content/, then the editors), where they are offered (help.py).
"""

from collections.abc import Callable
from functools import cache, partial
from itertools import groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from faq.answers import expand_together, in_language, structured_data


class FaqCategory(TranslatableMixin):
    """A heading under which entries stand. One row per language."""

    name = models.CharField(_("Nom"), max_length=120)
    sort_order = models.PositiveSmallIntegerField(_("Ordre"), default=0)

    translatable_fields = [TranslatableField("name"), SynchronizedField("sort_order")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("catégorie de questions")
        verbose_name_plural = _("catégories de questions")

    def __str__(self) -> str:
        return self.name


class FaqPage(Page):
    """All questions, one page per language."""

    intro = models.TextField(_("Introduction"), max_length=500, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), InlinePanel("entries", label=_("Question"))]
    template = "faq/faq_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("questions fréquentes")
        verbose_name_plural = _("questions fréquentes")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Prepared only where the template asks for it: what it kept costs nothing."""
        sections = cache(partial(self.prepared_sections, get_language()))
        return super().get_context(request, *args, **kwargs) | {
            "sections": sections,
            "structured_data": partial(data_of, sections, get_language()),
        }

    def prepared_sections(self, language: str) -> list[tuple[FaqCategory, list["FaqEntry"]]]:
        """What is shown to a reader of `language`, whichever language the page speaks."""
        with override(language):
            sections = self.sections()
            self.prepare([entry for _category, entries in sections for entry in entries])
        return sections

    def sections(self) -> list[tuple[FaqCategory, list["FaqEntry"]]]:
        """The entries under their categories, both in the office's order."""
        entries = sorted(
            self.entries.select_related("category"), key=lambda entry: (entry.category.sort_order, entry.category_id)
        )
        groups = [list(group) for _key, group in groupby(entries, key=lambda entry: entry.category_id)]
        return [(group[0].category, group) for group in groups]

    def prepare(self, entries: list["FaqEntry"]) -> None:
        """Gives every entry its answer as HTML and its chapter in this language, at the price of one."""
        chapters = in_language(Page.objects.all(), {entry.chapter_id for entry in entries}, get_language())
        further = {key: {"title": chapter.title, "url": chapter.url} for key, chapter in chapters.items()}
        for entry, html in zip(entries, expand_together([entry.answer for entry in entries]), strict=True):
            entry.html, entry.further = html, further.get(entry.chapter_id)

    def fill(self, content: dict, locale: Locale) -> None:
        """Takes the entries of a content file."""
        for order, entry in enumerate(content.pop("entries")):
            category, _created = FaqCategory.objects.get_or_create(
                translation_key=entry["category"]["key"],
                locale=locale,
                defaults={"name": entry["category"]["name"], "sort_order": entry["category"]["order"]},
            )
            self.entries.add(
                FaqEntry(
                    translation_key=entry["key"],
                    locale=locale,
                    category=category,
                    sort_order=order,
                    anchor=entry["anchor"],
                    question=entry["question"],
                    answer=entry["answer"],
                    chapter=Page.objects.filter(translation_key=entry.get("chapter"), locale=locale).first(),
                )
            )


def data_of(sections: Callable[[], list], language: str) -> SafeString:
    answers = [(entry.question, entry.html) for _category, entries in sections() for entry in entries]
    return structured_data(language, answers)


class FaqEntry(TranslatableMixin, Orderable):
    """A question and its answer. The anchor is the same in every language, so that other pages can point at it."""

    page = ParentalKey(FaqPage, on_delete=models.CASCADE, related_name="entries")
    category = models.ForeignKey(
        FaqCategory, on_delete=models.PROTECT, related_name="entries", verbose_name=_("Catégorie")
    )
    anchor = models.SlugField(
        _("Ancre"), max_length=60, help_text=_("Adresse de la question dans la page, la même dans chaque langue.")
    )
    question = models.CharField(_("Question"), max_length=200)
    answer = RichTextField(_("Réponse"), features=["bold", "italic", "ol", "ul", "link"])
    chapter = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Pour en savoir plus"),
        help_text=_("Le chapitre du guide qui en dit davantage."),
    )

    panels = [
        FieldPanel("category"),
        FieldPanel("question"),
        FieldPanel("answer"),
        PageChooserPanel("chapter", "home.GuidePage"),
        FieldPanel("anchor"),
    ]
    translatable_fields = [
        TranslatableField("question"),
        TranslatableField("answer"),
        TranslatableField("category"),
        SynchronizedField("anchor", overridable=False),
        SynchronizedField("chapter"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor"], name="an_anchor_is_unique_on_its_page")]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        """A link must say where it leads, as on every page; how that is judged is told by a setting."""
        super().clean()
        if vague := import_string(settings.VAGUE_LINKS)(self.answer):
            message = _("Dites où mène le lien : « %(text)s » ne se comprend pas tout seul.")
            raise ValidationError({"answer": message % {"text": vague[0]}})

    @property
    def url(self) -> str:
        return f"{self.page.url}#{self.anchor}"
