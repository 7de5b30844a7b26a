"""DecisionNumber: the office's ruling that grants a benefit, kept by a person to be chosen again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .beneficiary import Beneficiary


class DecisionNumber(models.Model):
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.CASCADE, related_name="decision_numbers")
    number = models.CharField(_("Numéro de décision"), max_length=14, help_text="14 digits")
    description = models.CharField(_("Description"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "number"], name="a_decision_number_is_kept_once_per_beneficiary"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number_spaced} – {self.description}" if self.description else self.number_spaced

    @property
    def number_spaced(self) -> str:
        """Office, year, running number: 323 2024 1000123."""
        return f"{self.number[:3]} {self.number[3:7]} {self.number[7:]}"
