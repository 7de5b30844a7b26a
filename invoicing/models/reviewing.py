"""What reviewers leave around a claim without deciding: notes for each other, and who has it open."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .claim import Claim


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
