"""What a reviewer types before a paper claim: the insured number, whose claim it is, who has no account."""

from datetime import date

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guichet.forms.fields import AvsField, BirthDateField, IbanField
from guichet.forms.registration import PersonForm
from guichet.models import Beneficiary
from guichet.on_paper import PaperPerson
from invoicing.calendar_days import today
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet

from .widgets import DayInput


class NumberForm(forms.Form):
    avs_number = AvsField(help_text=gettext_lazy("Tel qu’il figure sur le formulaire papier."))


class ReceivedForm(forms.Form):
    received_on = forms.DateField(
        label=gettext_lazy("Papier reçu le"),
        widget=DayInput,
        help_text=gettext_lazy("Ce jour compte comme jour d’envoi (LPGA art. 29 al. 3)."),
    )

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("Ce jour est à venir."))
        return day


class PaperForm(ReceivedForm, NumberForm):
    """The same number again, and what to start: only people who have this number can be chosen."""

    avs_number = AvsField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=gettext_lazy("Pour"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Formulaire"), widget=forms.RadioSelect)
    field_order = ["avs_number", "person", "kind", "received_on"]

    def __init__(self, *args, people: list[Beneficiary], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [(pk, _say(person)) for pk, person in self.people.items()]
        sheets = FormSheet.objects.filter(kind__in=KINDS)
        self.fields["kind"].choices = [(sheet.kind, str(sheet)) for sheet in sheets]
        if len(people) == 1:
            self.fields["person"].initial = str(people[0].pk)

    @property
    def person_on_paper(self) -> Beneficiary | None:
        return next((person for person in self.people.values() if person.owner.is_on_paper), None)


class PersonOnPaperForm(PersonForm):
    """Who is insured, who gets the letters, where the money goes: all of it as it stands on the paper."""

    avs_number = AvsField(widget=forms.HiddenInput)
    birth_date = BirthDateField(autocomplete="off")
    language = forms.ChoiceField(
        label=gettext_lazy("Langue des lettres"), choices=[("fr", "Français"), ("de", "Deutsch")]
    )
    representative_last_name = forms.CharField(
        label=gettext_lazy("Nom du représentant"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("S’il y en a un, il reçoit les lettres, à la même adresse."),
    )
    representative_first_name = forms.CharField(
        label=gettext_lazy("Prénom du représentant"), max_length=100, required=False
    )
    iban = IbanField()
    holder = forms.CharField(
        label=gettext_lazy("Titulaire du compte"),
        max_length=100,
        error_messages={"required": gettext_lazy("Indiquez le titulaire du compte.")},
    )

    def __init__(self, *args, beneficiary: Beneficiary | None = None, **kwargs):
        kwargs["initial"] = {"language": get_language()[:2]} | _facts_of(beneficiary) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict:
        cleaned = super().clean()
        names = {name: cleaned.get(name) for name in ("representative_last_name", "representative_first_name")}
        if any(names.values()) and not all(names.values()):
            missing = next(name for name, value in names.items() if not value)
            self.add_error(missing, _("Indiquez le nom et le prénom du représentant."))
        return cleaned

    @property
    def person(self) -> PaperPerson:
        return PaperPerson(**self.cleaned_data)


def _facts_of(beneficiary: Beneficiary | None) -> dict:
    """What is known of the person, as the form asks for it."""
    if beneficiary is None:
        return {}
    owner = beneficiary.owner
    names = ("last_name", "first_name", "address", "postcode", "city", "country", "birth_date", "avs_number")
    facts = {name: getattr(beneficiary, name) for name in names} | {"language": owner.language}
    if not beneficiary.is_owner:
        facts |= {"representative_last_name": owner.last_name, "representative_first_name": owner.first_name}
    if account := owner.bank_accounts.active().first():
        facts |= {"iban": account.iban, "holder": account.holder}
    return facts


def _say(person: Beneficiary) -> str:
    names = {"person": person, "day": f"{person.birth_date:%d.%m.%Y}", "owner": person.owner}
    if person.owner.is_on_paper:
        return _("%(person)s, né(e) le %(day)s ; sans compte, lettres à %(owner)s") % names
    if person.is_owner:
        return _("%(person)s, né(e) le %(day)s") % names
    return _("%(person)s, né(e) le %(day)s ; compte de %(owner)s") % names
