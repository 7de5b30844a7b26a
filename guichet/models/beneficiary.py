"""Beneficiary: whose benefits are claimed. The account's owner, or someone the owner represents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .account import Account


class BeneficiaryQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)


class Beneficiary(models.Model):
    """A person insured; retired rather than deleted once a claim names it."""

    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="beneficiaries")
    is_owner = models.BooleanField(default=False, help_text="the account's owner in person")
    first_name = models.CharField(_("Prénom"), max_length=100)
    last_name = models.CharField(_("Nom"), max_length=100)
    address = models.CharField(_("Adresse"), max_length=120)
    postcode = models.CharField(_("Code postal"), max_length=10)
    city = models.CharField(_("Lieu"), max_length=80)
    country = models.CharField(_("Pays"), max_length=2, default="CH")
    birth_date = models.DateField(_("Date de naissance"))
    avs_number = models.CharField(_("Numéro d’assuré (AVS)"), max_length=13, help_text="13 digits")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        ordering = ["-is_owner", "last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["avs_number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(is_owner=True), name="an_owner_is_one_beneficiary"
            ),
            models.UniqueConstraint(
                fields=["owner", "avs_number"],
                condition=models.Q(retired_at=None),
                name="an_insured_person_stands_once_in_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def avs_dotted(self) -> str:
        """The AVS number as people read it: 756.9217.0769.85."""
        number = self.avs_number
        return f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"
