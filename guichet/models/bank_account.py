"""BankAccount: where the money goes. Never rewritten once a claim used it, only retired."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .account import Account


class BankAccountQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)


class BankAccount(models.Model):
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(_("Titulaire du compte"), max_length=100)
    iban = models.CharField("IBAN", max_length=34, help_text="without spaces")
    is_preferred = models.BooleanField(_("Compte préféré"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        ordering = ["-is_preferred", "pk"]
        indexes = [models.Index(fields=["iban"], name="bank_accounts_by_iban")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(is_preferred=True, retired_at=None),
                name="an_owner_prefers_one_bank_account",
            ),
            models.UniqueConstraint(
                fields=["owner", "iban"], condition=models.Q(retired_at=None), name="an_iban_stands_once_in_an_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iban_spaced} · {self.holder}"

    @property
    def iban_spaced(self) -> str:
        """The IBAN in groups of four: CH93 0076 2011 6238 5295 7."""
        return " ".join(self.iban[i : i + 4] for i in range(0, len(self.iban), 4))
