"""What reviewers write around a claim: notes, messages to the person, replies kept ready; and who is there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invoicing.enums import Outcome

from .claim import Claim
from .office_data import Bilingual


class Note(models.Model):
    """Written by the office for the office: never in a mail, a PDF, a page or a file for the person."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.written_at:%Y-%m-%d}"


class OfficeMessage(models.Model):
    """Written to the person without deciding; also told by mail."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="office_messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.sent_at:%Y-%m-%d}"


class ReadyReply(Bilingual):
    """A reply for one outcome, of one form or of all, with merge fields: {prenom}, {reference}, {formulaire} …"""

    outcome = models.CharField(_("Pour"), max_length=10, choices=Outcome)
    kind = models.SlugField(_("Formulaire"), blank=True, help_text="empty: for every form")
    name_fr = models.CharField(max_length=100)
    name_de = models.CharField(max_length=100)
    text_fr = models.TextField(max_length=2000)
    text_de = models.TextField(max_length=2000)
    used_count = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("réponse préparée")
        verbose_name_plural = _("réponses préparées")
        ordering = ["outcome", "position", "pk"]

    def __str__(self) -> str:
        return self.spoken("name")


class Presence(models.Model):
    """That a reviewer has a claim open. A row says nothing once `seen_at` is a few minutes old."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="presences")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "reviewer"], name="a_reviewer_is_present_once")]
        indexes = [models.Index(fields=["seen_at"], name="presences_by_age")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} @ {self.claim_id}"
