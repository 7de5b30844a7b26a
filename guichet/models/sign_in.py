"""Rows behind signing in: lock-outs that survive a restart, and links that are used once."""

from django.db import models
from django.utils import timezone

from .account import Account


class Lockout(models.Model):
    """Wrong passwords and codes of one normalised address, whether an account has it or not."""

    key = models.CharField(max_length=64, unique=True, help_text="HMAC of the normalised e-mail address")
    failures = models.PositiveSmallIntegerField(default=0, help_text="since the window began")
    window_started_at = models.DateTimeField(default=timezone.now)
    consecutive = models.PositiveIntegerField(default=0, help_text="since the last success")
    locks = models.PositiveSmallIntegerField(default=0, help_text="how often locked since the last success")
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.failures}"


class EmailLink(models.Model):
    """A link that proves an address: 128 bits, once, for a time. Only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="email_links")
    email = models.EmailField(help_text="the address it proves")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.created_at:%Y-%m-%d}"
