"""The page of all questions, one per language.

Not here: the questions themselves (entries.py), the words (faq/content/, then the editors), where they are offered
(help.py).
"""

from collections.abc import Callable
from functools import cache, partial
from itertools import groupby

from django.db import models
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Locale, Page
from wagtail.search import index

from faq.answers import structured_data

from .entries import FaqCategory, FaqEntry, prepare

WHERE_QUESTIONS_ARE = HelpPanel(heading=_("Questions"), template="faq/where_questions_are.html")


class FaqPage(Page):
    """All questions, one page per language."""

    intro = models.TextField(_("Introduction"), max_length=500, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), WHERE_QUESTIONS_ARE]
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

    @property
    def entries(self) -> QuerySet:
        """The published questions of its language, in the office's order."""
        return FaqEntry.objects.filter(locale=self.locale_id, live=True)

    def prepared_sections(self, language: str) -> list[tuple[FaqCategory, list[FaqEntry]]]:
        """What is shown to a reader of `language`, whichever language the page speaks."""
        with override(language):
            sections = self.sections()
            prepare([entry for _category, entries in sections for entry in entries])
        return sections

    def sections(self) -> list[tuple[FaqCategory, list[FaqEntry]]]:
        """The entries under their categories, both in the office's order."""
        entries = sorted(
            self.entries.select_related("category"), key=lambda entry: (entry.category.sort_order, entry.category_id)
        )
        groups = [list(group) for _key, group in groupby(entries, key=lambda entry: entry.category_id)]
        return [(group[0].category, group) for group in groups]

    def fill(self, content: dict, locale: Locale) -> None:
        """Publishes the entries of a content file that there are none of yet."""
        known = set(FaqEntry.objects.filter(locale=locale).values_list("translation_key", flat=True))
        for order, entry in enumerate(content.pop("entries")):
            if entry["key"] in known:
                continue
            category, _created = FaqCategory.objects.get_or_create(
                translation_key=entry["category"]["key"],
                locale=locale,
                defaults={"name": entry["category"]["name"], "sort_order": entry["category"]["order"]},
            )
            question = FaqEntry.objects.create(
                translation_key=entry["key"],
                locale=locale,
                category=category,
                sort_order=order,
                anchor=entry["anchor"],
                question=entry["question"],
                answer=entry["answer"],
                chapter=Page.objects.filter(translation_key=entry.get("chapter"), locale=locale).first(),
                live=False,
            )
            question.save_revision(log_action="wagtail.create").publish()


def data_of(sections: Callable[[], list], language: str) -> SafeString:
    answers = [(entry.question, entry.html) for _category, entries in sections() for entry in entries]
    return structured_data(language, answers)
