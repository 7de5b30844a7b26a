"""The head and the foot that every form has: beneficiary, bank account, decision number; remark (guide 4.2)."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .base import Section
from .forms import RemarkField, SectionForm, TextField

DECISION_DIGITS = re.compile(r"[0-9]{14}")
SEPARATORS = str.maketrans("", "", " \u00a0\u202f./-\t")


class DecisionNumberField(forms.CharField):
    """14 digits: office, year, running number. Spaces, dots, slashes and hyphens are welcome (domain 3.3)."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input--medium"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=40, **kwargs)

    def to_python(self, value) -> str:
        digits = super().to_python(value).translate(SEPARATORS)
        if digits and not DECISION_DIGITS.fullmatch(digits):
            raise ValidationError(
                _("Saisissez les 14 chiffres du numéro de décision, par exemple 323 2024 1000123."), code="invalid"
            )
        return digits


class HeadForm(SectionForm):
    """Who is reimbursed, on which account, by virtue of which decision."""

    beneficiary = forms.ChoiceField(
        label=_("Bénéficiaire"), error_messages={"required": _("Choisissez le bénéficiaire.")}
    )
    bank_account = forms.ChoiceField(
        label=_("IBAN"),
        help_text=_("Le compte sur lequel le remboursement sera versé."),
        error_messages={"required": _("Choisissez le compte bancaire.")},
    )
    saved_decision = forms.ChoiceField(label=_("Numéro de décision enregistré"), required=False)
    decision_number = DecisionNumberField(
        label=_("Numéro de décision"),
        help_text=_("14 chiffres, sur la communication ou la décision de l’office, par exemple 323 2024 1000123."),
        error_messages={"required": _("Indiquez le numéro de décision ou choisissez-en un.")},
    )
    decision_description = TextField(
        label=_("Description"),
        help_text=_("Pour reconnaître ce numéro la fois suivante."),
        max_length=100,
        required=False,
    )
    save_decision = forms.BooleanField(label=_("Enregistrer le numéro de décision"), required=False)

    def prepare(self) -> None:
        people = self.entry.people
        self.fields["beneficiary"].choices = self._with_blank(
            [(str(b.pk), str(b)) for b in people.beneficiaries], len(people.beneficiaries)
        )
        self.fields["bank_account"].choices = self._with_blank(
            [(str(a.pk), str(a)) for a in people.bank_accounts], len(people.bank_accounts)
        )
        saved = [(str(d.pk), f"{d} ({d.beneficiary})") for d in people.decisions]
        self.fields["saved_decision"].choices = [("", _("Saisir un nouveau numéro")), *saved]

    @classmethod
    def relevant(cls, raw: dict) -> list[str]:
        names = ["beneficiary", "bank_account", "saved_decision"]
        return names if raw.get("saved_decision") else [*names, *cls.NEW_NUMBER]

    NEW_NUMBER = ("decision_number", "decision_description", "save_decision")

    def clean(self) -> dict:
        cleaned = super().clean()
        if saved := cleaned.get("saved_decision"):
            self._take_saved(self.entry.people.decision(saved))
        return cleaned

    def _take_saved(self, decision) -> None:
        if self.cleaned_data.get("beneficiary") not in (None, str(decision.beneficiary_id)):
            self.add_error("saved_decision", _("Ce numéro est celui d’une autre personne : choisissez-en un autre."))
        else:
            self.cleaned_data["decision_number"] = decision.number

    def _with_blank(self, choices: list, count: int) -> list:
        return choices if count == 1 else [("", _("Choisir…")), *choices]


class ClosingForm(SectionForm):
    remark = RemarkField(
        label=_("Remarque"), help_text=_("Ce que l’office doit savoir, si nécessaire."), required=False
    )


HEAD = Section(key="head", title=_("Informations personnelles"), form=HeadForm, template="invoicing/sections/head.html")
CLOSING = Section(key="closing", title=_("Remarque"), form=ClosingForm)
