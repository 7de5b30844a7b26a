"""Decision and Remark: what a reviewer decided on a version, and what is to be corrected where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from invoicing.enums import Outcome

from .claim import Version


class Decision(models.Model):
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    message = models.TextField(blank=True, max_length=2000)
    reason = models.SlugField(blank=True, help_text="key of the list refusal-reason")
    reason_wording = models.JSONField(default=dict, help_text="the reason's label of that day, in both languages")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSED) | ~Q(reason=""), name="a_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RETURNED) | ~Q(message=""), name="a_correction_has_a_message"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome}"


class Remark(models.Model):
    """What is to be corrected, at a path of the answers: trips.k3f9.kilometres."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="remarks")
    path = models.CharField(max_length=80)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "path"], name="a_field_gets_one_remark")]

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"
