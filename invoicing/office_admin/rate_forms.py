"""What a clerk types to enter rates: one, several from one day on, or a spreadsheet."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import NumberField
from invoicing.models import Rate, RateCode

from .rate_list import CodeLine
from .rate_plan import PlannedRate
from .records import RecordForm

MOST = "1000000"
MOST_SOURCE = 200
AMOUNT = "amount-"


class SourceField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(
            label=_("Source"),
            max_length=MOST_SOURCE,
            help_text=_("La loi, l’ordonnance ou la directive qui fixe ce montant, avec l’article ou le chiffre."),
            error_messages={"required": _("Indiquez la source : la loi, l’ordonnance ou la directive.")},
            **kwargs,
        )


class RateForm(forms.Form):
    """One rate of one code."""

    valid_from = SwissDateField(label=_("Valable dès le"))
    amount = NumberField(label=_("Montant en CHF"), least="0.01", most=MOST)
    source = SourceField()

    def planned(self, code: str) -> list[PlannedRate]:
        return [PlannedRate(code, **self.cleaned_data)]


class ChangeForm(RateForm):
    """The amount and the source of a rate; its day stays."""

    valid_from = None

    def planned(self, rate: Rate) -> list[PlannedRate]:
        return [PlannedRate(rate.code, rate.valid_from, **self.cleaned_data)]


class SeveralForm(forms.Form):
    """The new rates of many codes from one day on; what is left empty stays as it is."""

    valid_from = SwissDateField(label=_("Valables dès le"))
    source = SourceField()

    def __init__(self, *args, lines: Sequence[CodeLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[AMOUNT + line.code] = NumberField(label=line.name, least="0.01", most=MOST, required=False)

    def rows(self) -> list[tuple[CodeLine, forms.BoundField]]:
        return [(line, self[AMOUNT + line.code]) for line in self.lines]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(AMOUNT + line.code) for line in self.lines):
            self.add_error(None, _("Saisissez au moins un nouveau montant."))
        return cleaned

    def planned(self) -> list[PlannedRate]:
        day, source = self.cleaned_data["valid_from"], self.cleaned_data["source"]
        amounts = [(line.code, self.cleaned_data[AMOUNT + line.code]) for line in self.lines]
        return [PlannedRate(code, day, amount, source) for code, amount in amounts if amount]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Feuille de calcul (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choisissez le fichier.")},
    )


class CodeForm(RecordForm):
    """What the office calls a code."""

    pairs = ("name", "unit")

    class Meta:
        model = RateCode
        fields = ["name_fr", "name_de", "unit_fr", "unit_de"]
