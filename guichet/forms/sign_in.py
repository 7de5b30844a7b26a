"""Forms of signing in: password, code, forgotten password."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import StrictEmailField
from .registration import NewPasswordForm

CODE_HINT = _("Saisissez les 6 chiffres reçus par SMS, par exemple 123456.")


class SignInForm(forms.Form):
    """Only asks whether both were typed: what is wrong with an address is nobody's business here."""

    email = forms.CharField(
        label=pgettext_lazy("address", "Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Indiquez votre adresse email.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Indiquez votre mot de passe.")},
    )


class CodeField(forms.CharField):
    """Six digits; spaces, hyphens and line breaks of a pasted code are dropped. Only ASCII digits."""

    default_error_messages = {"required": CODE_HINT, "invalid": CODE_HINT}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code d’accès"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--code", "spellcheck": "false"}
        )

    def to_python(self, value) -> str:
        signs = (sign for sign in super().to_python(value) if not _is_filler(sign))
        code = "".join(signs)
        if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code


def _is_filler(sign: str) -> bool:
    return unicodedata.category(sign) in ("Zs", "Cc", "Cf", "Pd")


class CodeForm(forms.Form):
    code = CodeField()


class ForgottenPasswordForm(forms.Form):
    email = StrictEmailField(
        help_text=_("L’adresse avec laquelle vous avez créé votre compte."),
        error_messages={"required": _("Indiquez votre adresse email.")},
    )


class ResetPasswordForm(NewPasswordForm):
    """A new password twice, for the account of the link."""

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password"].label = _("Nouveau mot de passe")

    def password_owner(self):
        return self.account
