"""Rate: an amount from a day on. It holds until the next one of its code, so there are no gaps and no overlaps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rate(models.Model):
    code = models.SlugField(_("Code"), help_text="travel-km, meal-5-8h …")
    valid_from = models.DateField(_("Valable dès"))
    amount = models.DecimalField(_("Montant en CHF"), max_digits=10, decimal_places=2)
    source = models.CharField(_("Source"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    first_used_at = models.DateTimeField(
        null=True, blank=True, help_text="when a claim was first sent with it: from then on it can only be followed"
    )

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="a_code_has_one_rate_a_day"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="a_rate_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from:%d.%m.%Y} {self.amount}"
