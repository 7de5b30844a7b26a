"""What readers say without writing to us: was this helpful, and what they looked for in vain.

No account, no address, no session is kept with either. How long they stay: faq.voices.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .entries import FaqEntry


class Vote(models.Model):
    """« Cette réponse vous a-t-elle aidé ? », for a page or for one question of it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="votes")
    entry = models.ForeignKey(FaqEntry, null=True, on_delete=models.CASCADE, related_name="votes")
    is_helpful = models.BooleanField()
    word = models.CharField(_("Votre remarque"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry or self.page}: {'+' if self.is_helpful else '-'}"


class MissedSearch(models.Model):
    """Words that found nothing, and how often."""

    language = models.CharField(max_length=2)
    words = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-count", "-last_at"]
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="a_missed_search_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.words} ({self.language}): {self.count}"
