"""The form « Contribution d’assistance » (318.536): one month, and the seven numbered rows of the guide (4.2.4)."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from invoicing.kinds.forms import CountField, FrancsField, NumberField, SectionForm
from invoicing.rates import MissingRate

from .rows import HOUR, QUALIFIED_HOUR, ROWS, SHARED_ROWS, TableRow

YEARS_BACK = 2  # a service is to be notified within twelve months (LAI 42septies al. 2)


class AssistanceForm(SectionForm):
    """The month, then the table. Field names follow the rows; their labels bear the guide's numbers."""

    year = forms.ChoiceField(label=_("Année"), error_messages={"required": _("Choisissez l’année.")})
    month = forms.ChoiceField(
        label=_("Mois"),
        choices=[("", _("Choisir…")), *((str(number), name) for number, name in MONTHS.items())],
        error_messages={"required": _("Choisissez le mois.")},
    )
    supplement = forms.BooleanField(
        label=_("C’est un complément à une demande déjà envoyée pour ce mois"), required=False
    )
    hours_standard = NumberField(label=_("1 Heures effectivement fournies"), most="2000", required=False)
    hours_qualified = NumberField(
        label=_("2 Heures effectivement fournies, qualification particulière"), most="2000", required=False
    )
    nights = CountField(label=_("3 Nombre de nuits"), most="62", required=False)
    night_rate = FrancsField(
        label=_("3.1 Forfait de nuit de votre décision en CHF"), least="0.05", most="1000", required=False
    )
    shared_1_people = CountField(label=_("4.1 Nombre d’assurés, première ligne"), most="20", required=False)
    shared_1_nights = CountField(label=_("4.2 Nombre de nuits, première ligne"), most="62", required=False)
    shared_1_rate = FrancsField(
        label=_("4.3 Taux réduit par nuit en CHF, première ligne"), least="0.05", most="1000", required=False
    )
    shared_2_people = CountField(label=_("4.1 Nombre d’assurés, deuxième ligne"), most="20", required=False)
    shared_2_nights = CountField(label=_("4.2 Nombre de nuits, deuxième ligne"), most="62", required=False)
    shared_2_rate = FrancsField(
        label=_("4.3 Taux réduit par nuit en CHF, deuxième ligne"), least="0.05", most="1000", required=False
    )
    salary_prevented = FrancsField(
        label=_("5 Empêchement du travailleur (art. 324a CO) en CHF"), most="50000", required=False
    )
    salary_default = FrancsField(label=_("6 Demeure de l’employeur (art. 324 CO) en CHF"), most="50000", required=False)
    advance = FrancsField(label=_("7 Avance en CHF"), most="50000", required=False)

    def prepare(self) -> None:
        this_year = self.entry.today.year
        years = [str(year) for year in range(this_year, this_year - YEARS_BACK - 1, -1)]
        chosen = str(self.data.get(self.add_prefix("year"), ""))
        kept = [chosen] if chosen.isdigit() and chosen not in years else []
        self.fields["year"].choices = [("", _("Choisir…")), *((year, year) for year in [*years, *kept])]

    def clean(self) -> dict:
        cleaned = super().clean()
        self._need("night_rate", beside="nights", message=_("Indiquez le forfait de nuit en CHF."))
        self._need("nights", beside="night_rate", message=_("Indiquez le nombre de nuits."))
        for row in SHARED_ROWS:
            self._need_whole(row)
        return cleaned

    def table(self) -> tuple[TableRow, ...]:
        return ROWS

    def month_rates(self) -> dict[str, Decimal]:
        """The rates of the chosen month by code; those that nobody entered are missing."""
        first = self._first_day()
        rates = {}
        for code in (HOUR, QUALIFIED_HOUR) if first else ():
            with suppress(MissingRate):
                rates[code] = self.entry.rates.at(code, first)
        return rates

    def _first_day(self) -> date | None:
        year, month = (str(self.data.get(self.add_prefix(name), "")) for name in ("year", "month"))
        known = dict(self.fields["year"].choices).keys() & {year} and dict(self.fields["month"].choices).keys() & {
            month
        }
        return date(int(year), int(month), 1) if known and year and month else None

    def _need_whole(self, row: TableRow) -> None:
        messages = {
            row.people.name: _("Indiquez le nombre d’assurés."),
            row.nights.name: _("Indiquez le nombre de nuits."),
            row.rate.name: _("Indiquez le taux réduit en CHF."),
        }
        for name, message in messages.items():
            for other in messages:
                self._need(name, beside=other, message=message)
        people = self.cleaned_data.get(row.people.name)
        if people is not None and people < Decimal(2):
            self.add_error(row.people.name, _("Indiquez deux assurés au moins."))

    def _need(self, name: str, *, beside: str, message: str) -> None:
        if self.cleaned_data.get(beside) and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)
