"""Which page or question answers where: beside the steps of the portal, and at the top of a search.

One row for both languages: the target is named once and shown in the reader's language (faq.help).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from faq.places import describe, is_place

from .entries import FaqEntry

ONE_TARGET = _("Choisissez soit une page, soit une question.")


class Answer(models.Model):
    """Points at a page or at a question, in whichever language."""

    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("Page")
    )
    entry = models.ForeignKey(
        FaqEntry,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("Question"),
        limit_choices_to={"locale__language_code": "fr"},
    )

    class Meta:
        abstract = True

    def answer(self) -> Page | FaqEntry:
        return self.entry or self.page

    answer.short_description = _("Réponse")

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.entry_id):
            raise ValidationError(ONE_TARGET)


class HelpPlace(Answer):
    """A place of the portal, and what it opens when someone asks for help there."""

    key = models.SlugField(
        _("Endroit"),
        max_length=80,
        unique=True,
        help_text=_("Par exemple « code » ou, pour un champ, « field- » et son nom : « field-iban »."),
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(entry=None), name="a_place_opens_a_page_or_a_question"
            )
        ]
        verbose_name = _("aide contextuelle")
        verbose_name_plural = _("aides contextuelles")

    def __str__(self) -> str:
        return describe(self.key)

    def clean(self) -> None:
        super().clean()
        if not is_place(self.key):
            raise ValidationError({"key": _("Le portail ne connaît pas cet endroit.")})


class PromotedAnswer(Answer):
    """Words for which this answer stands above all others."""

    words_fr = models.CharField(
        _("Mots en français"), max_length=300, blank=True, help_text=_("Séparés par des virgules.")
    )
    words_de = models.CharField(
        _("Mots en allemand"), max_length=300, blank=True, help_text=_("Séparés par des virgules.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(entry=None), name="a_promoted_answer_is_a_page_or_a_question"
            )
        ]
        verbose_name = _("réponse mise en avant")
        verbose_name_plural = _("réponses mises en avant")

    def __str__(self) -> str:
        return self.words_fr or self.words_de
