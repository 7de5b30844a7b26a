"""SmsDevice: the mobile number that proves a person a second time, and the one code that lives on it."""

from django.db import models
from django_otp.models import CooldownMixin, SideChannelDevice, ThrottlingMixin
from phonenumber_field.modelfields import PhoneNumberField


class SmsDevice(CooldownMixin, ThrottlingMixin, SideChannelDevice):
    """A number of an account. The code is kept as an HMAC, bound to session, purpose and number; five tries burn it.

    `SideChannelDevice.token` stays empty: it would hold the code in clear.
    """

    number = PhoneNumberField()
    code_hash = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    binding = models.CharField(max_length=64, blank=True, help_text="HMAC of the session the code was asked in")
    tries_left = models.PositiveSmallIntegerField(default=0)
    sends_in_flow = models.PositiveSmallIntegerField(default=0)

    class Meta(SideChannelDevice.Meta):
        abstract = False
        verbose_name = "SMS"

    def get_cooldown_duration(self) -> int:
        """Seconds before a new code may be asked (guide 5.1.2: « au bout d'une minute »)."""
        return 60

    def get_throttle_factor(self) -> int:
        """0: wrong codes are counted on the account by limits.py, whose waits end; OTP's own doubles for days."""
        return 0
