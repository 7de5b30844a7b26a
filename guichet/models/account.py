"""Account: who signs in. What a person may be reimbursed for stands in Beneficiary."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from guichet.countries import COUNTRIES

HOME = "CH"


class AccountManager(BaseUserManager):
    """Accounts by normalised e-mail: one person, one spelling."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "Account":
        account = self.model(email=normalise_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Account":
        fields |= {"is_staff": True, "is_superuser": True, "email_verified_at": timezone.now()}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(email=normalise_email(username))


def normalise_email(value: str) -> str:
    """`value` as it is stored and compared: trimmed and in lower case."""
    return value.strip().lower()


class Account(AbstractBaseUser, PermissionsMixin):
    """One person with an e-mail address, a password and a mobile number; a citizen or one of the staff.

    Without an address: somebody the office reaches by letter alone, for whom nobody can sign in.
    """

    email = models.EmailField(pgettext_lazy("address", "Email"), unique=True, null=True)
    first_name = models.CharField(_("Prénom"), max_length=100)
    last_name = models.CharField(_("Nom"), max_length=100)
    address = models.CharField(_("Adresse"), max_length=120, blank=True)
    postcode = models.CharField(_("Code postal"), max_length=10, blank=True)
    city = models.CharField(_("Lieu"), max_length=80, blank=True)
    country = models.CharField(_("Pays"), max_length=2, default=HOME)
    phone = PhoneNumberField(_("Téléphone portable"), blank=True)
    language = models.CharField(
        _("Langue"), max_length=2, choices=[("fr", "Français"), ("de", "Deutsch")], default="fr"
    )
    wants_sms = models.BooleanField(_("SMS quand il y a du nouveau"), default=False)
    is_beneficiary = models.BooleanField(_("Bénéficiaire de prestations AI"), default=False)
    is_representative = models.BooleanField(_("Parent / Représentant légal"), default=False)
    is_active = models.BooleanField(_("Actif"), default=True)
    is_staff = models.BooleanField(_("Collaborateur de l’office"), default=False)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        indexes = [
            # The staff are found among all who have an account.
            models.Index(fields=["last_name", "first_name"], condition=models.Q(is_staff=True), name="staff_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False)
                | models.Q(email_verified_at=None, phone="", wants_sms=False, is_staff=False, is_superuser=False),
                name="who_has_no_address_signs_in_nowhere",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    def _get_session_auth_hash(self, secret=None) -> str:
        """Sessions end with the password, as in Django, and with the number the codes go to."""
        return salted_hmac(
            "guichet.models.Account.session", f"{self.password}|{self.phone}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def is_on_paper(self) -> bool:
        """Whether the office writes letters to this person, who has no way in."""
        return self.email is None

    @property
    def postal_lines(self) -> list[str]:
        """Name and address as they stand on a letter, in the active language."""
        abroad = [] if self.country == HOME else [str(dict(COUNTRIES).get(self.country, self.country))]
        return [self.get_full_name(), self.address, f"{self.postcode} {self.city}", *abroad]
