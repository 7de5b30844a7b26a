"""Message: a mail or an SMS, written with the act that causes it and sent afterwards by the worker; or a letter, which
the office prints and posts.
"""

import uuid

from django.db import models
from django.utils import timezone

from .account import Account


class Channel(models.TextChoices):
    MAIL = "mail"
    SMS = "sms"
    LETTER = "letter"


class Message(models.Model):
    """One row, one recipient. `is_secret`: the body holds a link that opens something; emptied once sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=6, choices=Channel)
    key = models.CharField(max_length=40, help_text="which text: registration, claim-accepted …")
    about = models.CharField(max_length=40, blank=True, help_text="of a letter: the reference it is about")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    recipient = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False)
    priority = models.SmallIntegerField(default=0, help_text="higher goes first")
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="of a letter: when it was posted")
    gave_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, gave_up_at=None),
                name="messages_to_send",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(gave_up_at=None), name="a_sent_message_is_not_given_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key} {self.id}"
