"""Form fields for what people in Switzerland write on forms: numbers, dates, accounts. For every app's forms.

Each takes what people type (spaces, dots, small letters), returns what is stored, and says how to mend an error.
Only ASCII digits count as digits.
"""

import re
from datetime import date, datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from localflavor.generic.validators import IBANValidator
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import PhoneNumberType, number_type, region_code_for_number

from guichet.models import normalise_email

QR_CLEARING = range(30000, 32000)
DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d"]
USUAL_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def is_valid_avs(digits: str) -> bool:
    """13 digits, Switzerland's prefix 756, and the EAN-13 check digit."""
    if not re.fullmatch(r"756[0-9]{10}", digits):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return int(digits[12]) == -total % 10


class AvsField(forms.CharField):
    """An AVS number, with or without dots and spaces; returns its 13 digits."""

    default_error_messages = {
        "invalid": _(
            "Vérifiez le numéro AVS : 13 chiffres qui commencent par 756, par exemple 756.9217.0769.85. "
            "Il figure sur votre carte d’assurance-maladie."
        )
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Numéro d’assuré (numéro AVS)"))
        kwargs.setdefault("help_text", _("13 chiffres, par exemple 756.9217.0769.85"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "input--medium"})

    def to_python(self, value) -> str:
        digits = re.sub(r"[.\s\-]", "", super().to_python(value))
        if digits and not is_valid_avs(digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits

    def prepare_value(self, value):
        """Stored digits are shown with dots; what was typed stays as it is."""
        if isinstance(value, str) and re.fullmatch(r"[0-9]{13}", value):
            return f"{value[:3]}.{value[3:7]}.{value[7:11]}.{value[11:]}"
        return value


class PlainTextField(forms.CharField):
    """Browsers send CRLF and count it as one character; what is kept has plain line ends."""

    def to_python(self, value) -> str:
        return plain_line_ends(super().to_python(value))


def plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


class IbanField(forms.CharField):
    """An IBAN of a country the office pays to, spaces allowed; returns it without spaces, in capitals."""

    default_error_messages = {
        "invalid": _(
            "Vérifiez l’IBAN : il compte 21 signes et commence par CH ou LI, par exemple CH93 0076 2011 6238 5295 7."
        ),
        "country": _("Indiquez un compte en Suisse ou au Liechtenstein : l’IBAN commence par CH ou LI."),
        "qr": _(
            "C’est un QR-IBAN, qui ne sert qu’aux factures. Indiquez l’IBAN normal de votre compte (voir votre carte)."
        ),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "IBAN")
        kwargs.setdefault("help_text", _("Par exemple CH93 0076 2011 6238 5295 7"))
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs.update({"autocomplete": "off", "spellcheck": "false", "class": "input--medium"})

    def to_python(self, value) -> str:
        iban = re.sub(r"[\s\-.]", "", super().to_python(value)).upper()
        if not iban:
            return ""
        if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", iban):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if iban[:2] not in settings.IBAN_COUNTRIES:
            raise ValidationError(self.error_messages["country"], code="country")
        self._check(iban)
        return iban

    def _check(self, iban: str) -> None:
        try:
            IBANValidator(include_countries=settings.IBAN_COUNTRIES)(iban)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not iban[4:9].isdigit():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if int(iban[4:9]) in QR_CLEARING:
            raise ValidationError(self.error_messages["qr"], code="qr")

    def prepare_value(self, value):
        if isinstance(value, str) and re.fullmatch(r"[A-Z]{2}[0-9A-Z]{19}", value):
            return " ".join(value[i : i + 4] for i in range(0, len(value), 4))
        return value


class MobilePhoneField(PhoneNumberField):
    """A mobile number that may get an SMS: of a country of SMS_COUNTRIES, without extension."""

    default_error_messages = {
        "invalid": _(
            "Vérifiez le numéro : indiquez un numéro de téléphone portable comme 079 123 45 67 ou +41 79 123 45 67."
        ),
        "not_mobile": _(
            "Indiquez un numéro de téléphone portable, comme 079 123 45 67 : les codes y arrivent par SMS."
        ),
        "country": _(
            "Nous n’envoyons pas de SMS dans ce pays. Appelez-nous au %(phone)s : nous trouverons une solution."
        ),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Téléphone portable"))
        kwargs.setdefault(
            "help_text", _("Vous y recevrez un code à 6 chiffres lors de vos connexions. Par exemple 079 123 45 67")
        )
        super().__init__(max_length=40, **kwargs)
        self.error_messages["invalid"] = self.default_error_messages["invalid"]
        self.widget = forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "input--medium", "maxlength": 40}
        )
        self.widget.is_required = self.required

    def to_python(self, value):
        if isinstance(value, str) and not value.isascii():
            value = value.replace("\u00a0", " ")
            if not value.isascii():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        number = super().to_python(value)
        if isinstance(number, PhoneNumber):
            self._check(number)
        return number

    def _check(self, number: PhoneNumber) -> None:
        if number.extension or number_type(number) not in MOBILE_TYPES:
            raise ValidationError(self.error_messages["not_mobile"], code="not_mobile")
        if region_code_for_number(number) not in settings.SMS_COUNTRIES:
            raise ValidationError(
                self.error_messages["country"], code="country", params={"phone": settings.OFFICE_PHONE}
            )
        if number_type(number) != PhoneNumberType.MOBILE:
            raise ValidationError(self.error_messages["not_mobile"], code="not_mobile")

    def prepare_value(self, value):
        return (
            value.as_national
            if isinstance(value, PhoneNumber) and value.country_code == 41
            else super().prepare_value(value)
        )


class StrictEmailField(forms.EmailField):
    """An address that mail reaches from anywhere: no IP literal, no localhost, no quotes; in lower case."""

    default_validators = [EmailValidator(allowlist=[])]
    default_error_messages = {"invalid": _("Saisissez une adresse comme prenom.nom@exemple.ch.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", pgettext_lazy("address", "Email"))
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs["spellcheck"] = "false"

    def to_python(self, value) -> str:
        return normalise_email(super().to_python(value))

    def run_validators(self, value) -> None:
        if value and (re.search(r"[\"\[\]\s,;]", value) or len(value.partition("@")[0]) > 64):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            super().run_validators(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class SwissDateField(forms.DateField):
    """A date as people write it: 27.03.2026, 1.7.26, 1/7/2026. One text field with a hint."""

    default_error_messages = {"invalid": _("Saisissez une date comme 27.03.2026.")}
    widget = forms.DateInput(format="%d.%m.%Y")

    def __init__(self, *, autocomplete: str = "off", **kwargs):
        kwargs.setdefault("help_text", _("JJ.MM.AAAA, par exemple 27.03.2026"))
        kwargs.setdefault("input_formats", DATE_FORMATS)
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": autocomplete, "class": "input--date", "maxlength": 20})

    def to_python(self, value):
        """The usual way of writing a date is read first: strptime takes ten times as long."""
        if isinstance(value, str):
            value = re.sub(r"\s", "", value)
            if not value.isascii():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            if usual := USUAL_DATE.fullmatch(value):
                return self._read(*map(int, usual.groups()))
        return super().to_python(value)

    def _read(self, day: int, month: int, year: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class BirthDateField(SwissDateField):
    """A date of birth: after 1900, not in the future."""

    default_error_messages = {"range": _("Vérifiez la date de naissance : elle est dans le futur ou avant 1900.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Date de naissance"))
        super().__init__(autocomplete=kwargs.pop("autocomplete", "bday"), **kwargs)

    def validate(self, value: date | datetime | None) -> None:
        super().validate(value)
        if value and not date(1900, 1, 1) <= value <= timezone.localdate():
            raise ValidationError(self.error_messages["range"], code="range")


class PostcodeField(forms.CharField):
    """A postcode; `check_postcode` compares it with the country once that is known."""

    default_error_messages = {"invalid": _("Saisissez un code postal de quatre chiffres, comme 1950.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code postal"))
        super().__init__(max_length=10, **kwargs)
        self.widget.attrs.update({"autocomplete": "postal-code", "class": "input--short"})

    def to_python(self, value) -> str:
        value = super().to_python(value).upper()
        if value and not re.fullmatch(r"[A-Z0-9][A-Z0-9 \-]*", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


def check_postcode(postcode: str, country: str) -> None:
    """Raise when a Swiss or Liechtenstein postcode is not four digits, the first not a zero."""
    if country in ("CH", "LI") and not re.fullmatch(r"[1-9][0-9]{3}", postcode):
        raise ValidationError(PostcodeField.default_error_messages["invalid"], code="invalid")
