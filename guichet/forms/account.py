"""Forms of « Mon compte »: connection data, my data, beneficiaries, bank accounts."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber
from guichet.people import PERSON, Details
from guichet.registration import is_number_crowded

from .fields import AvsField, BirthDateField, IbanField, MobilePhoneField, StrictEmailField
from .registration import BENEFICIARY, CROWDED, REPRESENTATIVE, ROLES, NewPasswordForm, PersonForm

SAME_PERSON = _("Une personne avec ce numéro AVS figure déjà dans votre compte.")
SAME_IBAN = _("Cet IBAN figure déjà dans votre compte.")


class CurrentPasswordForm(forms.Form):
    """The password once more, before a change of how one signs in. The view checks it: wrong ones are counted."""

    current_password = forms.CharField(
        label=_("Mot de passe actuel"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Indiquez votre mot de passe actuel.")},
    )

    def __init__(self, *args, account: Account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account


class EmailChangeForm(CurrentPasswordForm):
    email = StrictEmailField(
        label=_("Nouvelle adresse email"), error_messages={"required": _("Indiquez la nouvelle adresse email.")}
    )
    field_order = ["email", "current_password"]

    def clean_email(self):
        if self.cleaned_data["email"] == self.account.email:
            raise ValidationError(_("C’est déjà votre adresse. Indiquez-en une autre."))
        return self.cleaned_data["email"]


class PhoneChangeForm(CurrentPasswordForm):
    phone = MobilePhoneField(
        label=_("Nouveau numéro de téléphone portable"),
        help_text=_("Vous recevrez un code sur l’ancien numéro, puis un autre sur le nouveau."),
        error_messages={"required": _("Indiquez le nouveau numéro.")},
    )
    field_order = ["phone", "current_password"]

    def clean_phone(self):
        phone = str(self.cleaned_data["phone"])
        if phone == str(self.account.phone):
            raise ValidationError(_("C’est déjà votre numéro. Indiquez-en un autre."))
        if is_number_crowded(phone, besides=self.account):
            raise ValidationError(CROWDED, params={"phone": settings.OFFICE_PHONE})
        return phone


class PasswordChangeForm(NewPasswordForm, CurrentPasswordForm):
    field_order = ["current_password", "password", "password_again"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Nouveau mot de passe")

    def password_owner(self) -> Account:
        return self.account


class InsuredPersonForm(PersonForm):
    """A person with what only an insured one has; unique within the account."""

    birth_date = BirthDateField(autocomplete="off")
    avs_number = AvsField()

    def __init__(self, *args, account: Account, beneficiary: Beneficiary | None = None, **kwargs):
        self.account, self.beneficiary = account, beneficiary
        if beneficiary:
            shown = {name: getattr(beneficiary, name) for name in (*PERSON, "birth_date", "avs_number")}
            kwargs["initial"] = shown | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_avs_number(self):
        others = self.account.beneficiaries.active().filter(avs_number=self.cleaned_data["avs_number"])
        if self.beneficiary:
            others = others.exclude(pk=self.beneficiary.pk)
        if others.exists():
            raise ValidationError(SAME_PERSON)
        return self.cleaned_data["avs_number"]


class BeneficiaryForm(InsuredPersonForm):
    """Someone represented. One's own address is offered, and no browser fills in one's own name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        if self.beneficiary is None:
            for name in ("address", "postcode", "city", "country"):
                self.initial.setdefault(name, getattr(self.account, name))


class DetailsForm(InsuredPersonForm):
    roles = forms.MultipleChoiceField(
        label=_("Je veux utiliser la plateforme en tant que"),
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une case.")},
    )
    language = forms.ChoiceField(
        label=_("Langue des emails et des SMS"), choices=[("fr", "Français"), ("de", "Deutsch")]
    )
    wants_sms = forms.BooleanField(
        required=False,
        label=_("Prévenez-moi aussi par SMS"),
        help_text=_(
            "Le SMS dit seulement qu’il y a du nouveau, une fois par heure au plus. Les emails arrivent toujours."
        ),
    )
    field_order = ["roles", *PERSON, "birth_date", "avs_number", "language", "wants_sms"]

    def __init__(self, *args, account: Account, own: Beneficiary | None, **kwargs):
        shown = {name: getattr(account, name) for name in (*PERSON, "language", "wants_sms")}
        shown["roles"] = [
            role
            for role, held in ((BENEFICIARY, account.is_beneficiary), (REPRESENTATIVE, account.is_representative))
            if held
        ]
        if own:
            shown |= {"birth_date": own.birth_date, "avs_number": own.avs_number}
        kwargs["initial"] = shown | kwargs.get("initial", {})
        super().__init__(*args, account=account, **kwargs)
        self.beneficiary = own
        self.fields["birth_date"].widget.attrs["autocomplete"] = "bday"

    @property
    def wants_beneficiary(self) -> bool:
        return BENEFICIARY in (self["roles"].value() or [])

    def clean(self):
        cleaned = super().clean()
        if not self.wants_beneficiary:
            for name in ("birth_date", "avs_number"):
                self.errors.pop(name, None)
                cleaned[name] = None
        return cleaned

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            person={name: data[name] for name in PERSON},
            language=data["language"],
            wants_sms=data["wants_sms"],
            is_beneficiary=BENEFICIARY in data["roles"],
            is_representative=REPRESENTATIVE in data["roles"],
            birth_date=data["birth_date"],
            avs_number=data["avs_number"] or "",
        )


class BankAccountForm(forms.Form):
    holder = forms.CharField(
        label=_("Titulaire du compte"),
        max_length=100,
        help_text=_("Le nom exact du titulaire : sans quoi le paiement pourrait être refusé."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Indiquez le titulaire du compte.")},
    )
    iban = IbanField(error_messages={"required": _("Indiquez l’IBAN du compte.")})
    is_preferred = forms.BooleanField(required=False, label=_("Compte préféré"))

    def __init__(self, *args, account: Account, bank_account: BankAccount | None = None, **kwargs):
        self.account, self.bank_account = account, bank_account
        if bank_account:
            kwargs["initial"] = {"holder": bank_account.holder, "iban": bank_account.iban} | kwargs.get("initial", {})
        else:
            kwargs["initial"] = {"holder": account.get_full_name()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if bank_account:
            del self.fields["is_preferred"]

    def clean_iban(self):
        others = self.account.bank_accounts.active().filter(iban=self.cleaned_data["iban"])
        if self.bank_account:
            others = others.exclude(pk=self.bank_account.pk)
        if others.exists():
            raise ValidationError(SAME_IBAN)
        return self.cleaned_data["iban"]


class DecisionNumberForm(forms.Form):
    description = forms.CharField(label=_("Description"), max_length=100, required=False)

    def __init__(self, *args, decision_number: DecisionNumber, **kwargs):
        kwargs["initial"] = {"description": decision_number.description} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
