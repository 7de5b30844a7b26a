"""Questions and answers: categories, and entries that are written, reviewed and published one by one.

Not here: the page they stand on (pages.py).
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    Page,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from faq.answers import expand_together, in_language

MOST_ANCHOR = 60  # letters


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


class FaqEntry(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, Orderable
):
    """A question and its answer. The anchor is the same in every language, so that other pages can point at it."""

    category = models.ForeignKey(
        FaqCategory, on_delete=models.PROTECT, related_name="entries", verbose_name=_("Catégorie")
    )
    anchor = models.SlugField(
        _("Ancre"),
        max_length=MOST_ANCHOR,
        blank=True,
        help_text=_(
            "Adresse de la question dans la page, la même dans chaque langue. Vide, elle est faite de la question."
        ),
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
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState", content_type_field="base_content_type", related_query_name="faq_entry",
        for_concrete_model=False,
    )  # fmt: skip
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="faq_entry")

    translatable_fields = [
        TranslatableField("question"),
        TranslatableField("answer"),
        TranslatableField("category"),
        SynchronizedField("anchor", overridable=False),
        SynchronizedField("chapter"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["locale", "anchor"], name="an_anchor_is_unique_in_its_language")]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.question

    @classmethod
    def worth_translating(cls) -> models.QuerySet:
        """All of them, with what the translation desk says of each (home.translation)."""
        return cls.objects.select_related("category")

    @property
    def stands_below(self) -> str:
        return self.category.name

    @cached_property
    def page(self) -> Page | None:
        """The page of all questions of its language."""
        pages = Page.objects.filter(locale=self.locale_id, content_type__app_label="faq", content_type__model="faqpage")
        return pages.select_related("locale").first()

    @property
    def url(self) -> str:
        return f"{self.page.url}#{self.anchor}" if self.page else ""

    def clean(self) -> None:
        """A link must say where it leads, as on every page; how that is judged is told by a setting."""
        super().clean()
        if not self.anchor:
            self.anchor = self._free_anchor()
        if vague := import_string(settings.VAGUE_LINKS)(self.answer):
            message = _("Dites où mène le lien : « %(text)s » ne se comprend pas tout seul.")
            raise ValidationError({"answer": message % {"text": vague[0]}})

    def _free_anchor(self) -> str:
        """Made of the question; another one of the same name gets a number."""
        name = slugify(self.question)[: MOST_ANCHOR - 3].strip("-") or "question"
        others = FaqEntry.objects.filter(locale=self.locale_id, anchor__startswith=name).exclude(pk=self.pk)
        taken = set(others.values_list("anchor", flat=True))
        return next(each for each in (name, *(f"{name}-{n}" for n in range(2, 99))) if each not in taken)

    def save(self, *args, **kwargs) -> None:
        """A new question stands last."""
        if self.sort_order is None:
            last = FaqEntry.objects.filter(locale=self.locale_id).aggregate(models.Max("sort_order"))
            self.sort_order = (last["sort_order__max"] or 0) + 1
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict) -> "FaqEntry":
        """The order is not part of a draft: it changes for all questions at once (faq.order)."""
        entry = super().with_content_json(content)
        entry.sort_order = self.sort_order
        return entry

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "faq/entry_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        with override(self.locale.language_code):
            prepare([self])
        return super().get_preview_context(request, mode_name) | {"entry": self}


def prepare(entries: list[FaqEntry]) -> None:
    """Gives every entry its answer as HTML and its chapter in the language spoken, at the price of one."""
    chapters = in_language(Page.objects.all(), {entry.chapter_id for entry in entries}, get_language())
    further = {key: {"title": chapter.title, "url": chapter.url} for key, chapter in chapters.items()}
    for entry, html in zip(entries, expand_together([entry.answer for entry in entries]), strict=True):
        entry.html, entry.further = html, further.get(entry.chapter_id)
