"""Event: the audit. Rows are only added; each carries the hash of the one before it."""

from django.db import models
from django.utils import timezone

from .account import Account


class Event(models.Model):
    """Who did what, when, from where. Never a password, a code, an IBAN, an AVS number or a diagnosis."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    result = models.CharField(max_length=20, default="success")
    object_type = models.CharField(max_length=40, blank=True)
    object_key = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["object_type", "object_key", "at"]),
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["action", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"
