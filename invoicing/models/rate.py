"""Rate: an amount from a day on. It holds until the next one of its code, so there are no gaps and no overlaps.

RateCode: what a clerk calls the rates of a code.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .office_data import Bilingual


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
        verbose_name = _("tarif")
        verbose_name_plural = _("tarifs")
        ordering = ["code", "valid_from"]
        permissions = [("edit_office_data", "Paramètres métier")]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="a_code_has_one_rate_a_day"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="a_rate_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from:%d.%m.%Y} {self.amount}"


class RateCode(Bilingual):
    """The name of a code in both languages, and what one unit of it is. A code without one shows itself."""

    code = models.SlugField(_("Code"), unique=True)
    name_fr = models.CharField(max_length=150)
    name_de = models.CharField(max_length=150)
    unit_fr = models.CharField(max_length=30, blank=True, help_text="par km")
    unit_de = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.spoken("name")

    @property
    def unit(self) -> str:
        return self.spoken("unit")
