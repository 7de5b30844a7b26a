"""The registration form (guide 2.1): the roles shape it, everything is checked by the server."""

from dataclasses import fields as dataclass_fields

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guichet.countries import COUNTRIES
from guichet.models import Account
from guichet.passwords import numbers_of_birth
from guichet.registration import NewAccount, is_number_crowded

from .fields import (
    AvsField,
    BirthDateField,
    IbanField,
    MobilePhoneField,
    PostcodeField,
    StrictEmailField,
    check_postcode,
)

BENEFICIARY, REPRESENTATIVE = "beneficiary", "representative"
ROLES = [(BENEFICIARY, _("Bénéficiaire de prestations AI")), (REPRESENTATIVE, _("Parent / Représentant légal"))]
CROWDED = _("Ce numéro ne peut pas être utilisé. Indiquez-en un autre ou appelez-nous au %(phone)s.")
DIFFERENT = _("Les deux mots de passe sont différents. Saisissez deux fois le même.")


class PersonForm(forms.Form):
    """Name and address of a person, in the guide's order."""

    last_name = forms.CharField(label=_("Nom"), max_length=100)
    first_name = forms.CharField(label=_("Prénom"), max_length=100)
    address = forms.CharField(label=_("Adresse"), max_length=120)
    postcode = PostcodeField()
    city = forms.CharField(label=_("Lieu"), max_length=80)
    country = forms.ChoiceField(label=_("Pays"), choices=COUNTRIES, initial="CH")

    AUTOCOMPLETE = {
        "last_name": "family-name",
        "first_name": "given-name",
        "address": "address-line1",
        "city": "address-level2",
        "country": "country",
    }
    MISSING = {
        "last_name": _("Indiquez le nom."),
        "first_name": _("Indiquez le prénom."),
        "address": _("Indiquez la rue et le numéro."),
        "postcode": _("Indiquez le code postal."),
        "city": _("Indiquez le lieu."),
        "birth_date": _("Indiquez la date de naissance, comme 27.03.1980."),
        "avs_number": _("Indiquez le numéro AVS : 13 chiffres, par exemple 756.9217.0769.85."),
        "iban": _("Indiquez l’IBAN du compte."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, value in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        for name, message in self.MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message

    def clean(self):
        cleaned = super().clean()
        if "postcode" in cleaned and "country" in cleaned:
            try:
                check_postcode(cleaned["postcode"], cleaned["country"])
            except ValidationError as error:
                self.add_error("postcode", error)
        return cleaned


class NewPasswordForm(forms.Form):
    """A password twice. `password_owner` says whose, for the rules on own data."""

    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=_("Au moins 12 signes. Plusieurs mots à la suite conviennent très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": 256}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )
    password_again = forms.CharField(
        label=_("Confirmation du mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": 256}),
        error_messages={"required": _("Saisissez le mot de passe une deuxième fois.")},
    )

    def password_owner(self) -> Account:
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", DIFFERENT)
        if password:
            try:
                password_validation.validate_password(password, self.password_owner())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class RegistrationForm(NewPasswordForm, PersonForm):
    roles = forms.MultipleChoiceField(
        label=_("Je veux utiliser la plateforme en tant que"),
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez toutes les cases qui correspondent à votre situation. Vous pourrez changer plus tard."),
        error_messages={"required": _("Cochez au moins une case.")},
    )
    iban = IbanField()
    birth_date = BirthDateField()
    avs_number = AvsField()
    email = StrictEmailField(
        error_messages={"required": _("Indiquez votre adresse email.")},
        help_text=_("Nous vous y envoyons un lien pour confirmer l’adresse."),
    )
    phone = MobilePhoneField(error_messages={"required": _("Indiquez votre numéro de téléphone portable.")})
    confirmation = forms.BooleanField(
        label=_("Je confirme être le bénéficiaire ou son représentant légal"),
        error_messages={"required": _("Cochez cette case pour continuer.")},
    )
    website = forms.CharField(required=False, label=_("Ne remplissez pas ce champ"))  # honeypot: people do not see it

    field_order = [
        "roles", "last_name", "first_name", "address", "postcode", "city", "country", "iban", "birth_date",
        "avs_number", "email", "password", "password_again", "phone", "confirmation", "website",
    ]  # fmt: skip

    @property
    def wants_beneficiary(self) -> bool:
        """Whether the fields of a beneficiary show: as ticked, also before anything was checked."""
        return BENEFICIARY in (self["roles"].value() or [])

    @property
    def is_trapped(self) -> bool:
        """A machine filled what people do not see."""
        return bool(self["website"].value())

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if is_number_crowded(str(phone)):
            raise ValidationError(CROWDED, params={"phone": settings.OFFICE_PHONE})
        return str(phone)

    def clean(self):
        cleaned = super().clean()
        if not self.wants_beneficiary:
            for name in ("birth_date", "avs_number"):
                self.errors.pop(name, None)
                cleaned[name] = None
        return cleaned

    def password_owner(self) -> Account:
        data = self.cleaned_data
        names = ("email", "first_name", "last_name", "address", "city", "phone")
        owner = Account(**{name: data.get(name) or "" for name in names})
        born = data.get("birth_date")
        owner.own_numbers = {data.get("avs_number") or "", *(numbers_of_birth(born) if born else ())}
        return owner

    def new_account(self) -> NewAccount:
        """What was typed, ready for `registration.register`."""
        data = self.cleaned_data
        known = {field.name for field in dataclass_fields(NewAccount)}
        return NewAccount(
            **{name: value for name, value in data.items() if name in known} | {"avs_number": data["avs_number"] or ""},
            language=get_language(),
            is_beneficiary=BENEFICIARY in data["roles"],
            is_representative=REPRESENTATIVE in data["roles"],
        )
