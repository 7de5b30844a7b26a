"""Decisions on a version: as they stand, taken back, and half made; and what is to be corrected where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guichet.models import Beneficiary, Message
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
    mail = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
                             help_text="what told the person")  # fmt: skip
    answer_by = models.DateField(null=True, blank=True, help_text="of a correction: the last day to send it again")
    reminded_halfway_at = models.DateTimeField(null=True, blank=True)
    reminded_at_last = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["decided_at"]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(answer_by__isnull=False), name="decisions_awaiting_answer"),
            models.Index(fields=["outcome", "decided_at", "reason"], name="decisions_by_outcome"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by=None) | Q(outcome=Outcome.RETURNED), name="only_a_correction_has_a_deadline"
            ),
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


class UndoneDecision(models.Model):
    """A decision that no longer holds, kept as it was. Nobody undid it when a deadline did."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="undone_decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True)
    remarks = models.JSONField(default=dict, help_text="path → text")
    reason_wording = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["undone_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome} undone"


class Approval(models.Model):
    """The first of the two who accept a high amount."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="approval")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True, max_length=2000)
    approved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version_id} {self.reviewer_id}"


class Recusal(models.Model):
    """A reviewer's relative, by AVS number: claims for whom the reviewer never decides."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recusals")
    avs_number = models.CharField(max_length=13)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["declared_at"]
        constraints = [models.UniqueConstraint(fields=["reviewer", "avs_number"], name="a_relative_is_declared_once")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} ≠ …{self.avs_number[-4:]}"

    @property
    def avs_dotted(self) -> str:
        return Beneficiary(avs_number=self.avs_number).avs_dotted
