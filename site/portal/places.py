"""Where editors can put something: a notice at the desk or a form, help at a form or one of its fields.

Forms bear the title the office gave them, fields their label; both live in rooms that the public pages do not know.
"""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.forms import account, registration, sign_in
from invoicing.entry import sections_of
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet

MOST_LETTERS = 60  # of a place: some labels are sentences, and a list of choices is as wide as its longest one
ACCOUNT_FORMS = {
    registration.RegistrationForm: gettext_lazy("Inscription"),
    sign_in.SignInForm: gettext_lazy("Connexion"),
    sign_in.CodeForm: gettext_lazy("Attente du code SMS"),
    account.DetailsForm: gettext_lazy("Mon compte"),
    account.PhoneChangeForm: gettext_lazy("Changement de numéro de téléphone"),
    account.BeneficiaryForm: gettext_lazy("Bénéficiaires"),
    account.BankAccountForm: gettext_lazy("Comptes bancaires"),
    account.DecisionNumberForm: gettext_lazy("Numéro de décision"),
}


def notice_places() -> list[tuple[str, str]]:
    return [("desk", _("Guichet")), *_titles()]


def help_places() -> dict[str, list[tuple[str, str]]]:
    """« form- » and « field- », each with its places; a field that several forms share has one help."""
    seen = reversed([*_account_fields(), *_answers()])
    fields = {name: Truncator(f"{label} ({where})").chars(MOST_LETTERS) for where, name, label in seen}
    return {
        "form-": [(f"form-{kind}", title) for kind, title in _titles()],
        "field-": sorted(((f"field-{name}", label) for name, label in fields.items()), key=lambda place: place[1]),
    }


def _titles() -> list[tuple[str, str]]:
    return [(sheet.kind, Truncator(sheet.title).chars(MOST_LETTERS)) for sheet in FormSheet.objects.all()]


def _account_fields() -> Iterator[tuple[str, str, str]]:
    for form, where in ACCOUNT_FORMS.items():
        yield from ((where, name, field.label) for name, field in form.base_fields.items() if _is_seen(field))


def _answers() -> Iterator[tuple[str, str, str]]:
    for section in (section for kind in KINDS.values() for section in sections_of(kind)):
        fields = section.form.base_fields.items()
        yield from ((section.title, name, field.label) for name, field in fields if _is_seen(field))


def _is_seen(field) -> bool:
    return bool(field.label) and not field.widget.is_hidden
