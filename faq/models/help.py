"""Which page or question answers where: beside the steps of the portal, and at the top of a search.

One row for both languages: the target is named once and shown in the reader's language (faq.help).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from faq.forms import HelpPlaceForm
from faq.places import describe, is_place

from .pages import FaqEntry

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

    target_panel = MultiFieldPanel(
        [FieldPanel("entry"), FieldPanel("page")],
        heading=_("Réponse"),
        help_text=_("Une seule des deux. La traduction dans l’autre langue se trouve d’elle-même."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.entry_id):
            raise ValidationError(ONE_TARGET)


@register_snippet
class HelpPlace(Answer):
    """A place of the portal, and what it opens when someone asks for help there."""

    key = models.SlugField(
        _("Endroit"),
        max_length=80,
        unique=True,
        help_text=_("Par exemple « code » ou, pour un champ, « field- » et son nom : « field-iban »."),
    )

    edit_handler = ObjectList([FieldPanel("key"), Answer.target_panel], base_form_class=HelpPlaceForm)

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


@register_snippet
class PromotedAnswer(Answer):
    """Words for which this answer stands above all others."""

    words_fr = models.CharField(
        _("Mots en français"), max_length=300, blank=True, help_text=_("Séparés par des virgules.")
    )
    words_de = models.CharField(
        _("Mots en allemand"), max_length=300, blank=True, help_text=_("Séparés par des virgules.")
    )

    panels = [FieldPanel("words_fr"), FieldPanel("words_de"), Answer.target_panel]

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
