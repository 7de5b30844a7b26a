"""Notices: a few words that the office puts above its pages for a while. One row per language, like a page.

Not here: which ones a page shows (home.notices), how they are edited (home.viewsets).
"""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

EVERYWHERE = "everywhere"


class Notice(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model
):
    """Something to know now: the portal is away on Sunday, a form has changed."""

    class Level(models.TextChoices):
        INFO = "info", _("Information")
        WARNING = "warning", _("Attention")

    level = models.CharField(_("Importance"), max_length=10, choices=Level, default=Level.INFO)
    place = models.CharField(_("Où"), max_length=40, default=EVERYWHERE)
    shown_from = models.DateTimeField(_("Affiché du"))
    shown_until = models.DateTimeField(_("Affiché jusqu’au"))
    title = models.CharField(_("Titre"), max_length=120)
    text = models.TextField(_("Texte"), max_length=600, blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState", content_type_field="base_content_type", related_query_name="notice",
        for_concrete_model=False,
    )  # fmt: skip
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="notice")

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("text"),
        SynchronizedField("level", overridable=False),
        SynchronizedField("place", overridable=False),
        SynchronizedField("shown_from", overridable=False),
        SynchronizedField("shown_until", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-shown_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_until__gt=models.F("shown_from")), name="a_notice_ends_after_it_begins"
            )
        ]
        verbose_name = _("avis")
        verbose_name_plural = pgettext_lazy("plural", "avis")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def worth_translating(cls) -> models.QuerySet:
        """Those that are shown or will be (home.translation)."""
        return cls.objects.filter(shown_until__gte=timezone.now())

    def clean(self) -> None:
        super().clean()
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("La fin vient après le début.")})

    def get_preview_template(self, request, mode_name: str) -> str:
        return "home/notice_preview.html"
