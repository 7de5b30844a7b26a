"""The form « Frais de voyage et nourriture » (318.632.1): trips, and the days of absence (guide 4.2.5)."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.calendar_days import months_between
from invoicing.kinds.forms import CountField, DaysField, FrancsField, ListField, NumberField, SectionForm, TextField

PUBLIC, CAR = "public", "car"
MOST_MONTHS = 12  # a calendar longer than that is a wrong year

CATEGORIES = ("5_8", "8", "lodging")


class TripForm(SectionForm):
    """One trip; or, with `companion_of`, the ticket of somebody who came along on that trip."""

    companion_of = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    start = SwissDateField(label=_("Date de début"))
    end = SwissDateField(label=_("Date de fin"))
    reason = ListField(label=_("Raison du voyage"), list_name="travel-reason")
    departure = TextField(label=_("Lieu de départ"), max_length=80)
    arrival = TextField(label=_("Lieu d’arrivée"), max_length=80)
    means = forms.ChoiceField(
        label=_("Moyen de transport"),
        choices=[(PUBLIC, _("Transports publics")), (CAR, _("Voiture"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez transports publics ou voiture.")},
    )
    ticket_type = ListField(label=_("Type de billet"), list_name="ticket-type")
    price = FrancsField(label=_("Prix du billet en CHF"), least="0.05", most="10000")
    kilometres = NumberField(
        label=_("Kilomètres parcourus"),
        help_text=_("Aller et retour compris."),
        least="0.1",
        most="1000",
        places=1,
    )

    TRIP = ("companion_of", "start", "end", "reason", "departure", "arrival", "means")

    @classmethod
    def relevant(cls, raw: dict) -> list[str]:
        if raw.get("companion_of"):
            return ["companion_of", "price"]
        if raw.get("means") == CAR:
            return [*cls.TRIP, "kilometres"]
        if raw.get("means") == PUBLIC:
            return [*cls.TRIP, "ticket_type", "price"]
        return list(cls.TRIP)

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("Indiquez une date de fin égale ou postérieure à la date de début."))
        departure, arrival = cleaned.get("departure", ""), cleaned.get("arrival", "")
        if departure and departure.casefold() == arrival.casefold():
            self.add_error("arrival", _("Indiquez un lieu d’arrivée différent du lieu de départ."))
        return cleaned


class StayForm(SectionForm):
    """Meals and lodging: a period, a number of days per category, and those days ticked in a calendar."""

    period_start = SwissDateField(label=_("Début de la période comptable"), required=False)
    period_end = SwissDateField(label=_("Fin de la période comptable"), required=False)
    count_5_8 = CountField(label=_("5 à 8h par jour"), help_text=_("Nombre de jours"), most="366", required=False)
    days_5_8 = DaysField(label=_("5 à 8h par jour : jours d’absence du domicile"), required=False)
    count_8 = CountField(label=_("Plus de 8h par jour"), help_text=_("Nombre de jours"), most="366", required=False)
    days_8 = DaysField(label=_("Plus de 8h par jour : jours d’absence du domicile"), required=False)
    count_lodging = CountField(
        label=_("Logement à l’extérieur"), help_text=_("Nombre de nuits"), most="366", required=False
    )
    days_lodging = DaysField(label=_("Logement à l’extérieur : jours d’absence du domicile"), required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if any(cleaned.get(f"count_{name}") or cleaned.get(f"days_{name}") for name in CATEGORIES):
            self._require_period()
        self._compare_period()
        for name in CATEGORIES:
            self._compare_days(name)
        return cleaned

    def period(self) -> tuple[date, date] | None:
        """The period once both dates can be read and make sense: the calendar shows its months."""
        values = []
        for name in ("period_start", "period_end"):
            try:
                values.append(self.fields[name].to_python(self.data.get(self.add_prefix(name), "")))
            except forms.ValidationError:
                return None
        start, end = values
        if not start or not end or end < start or len(list(months_between(start, end))) > MOST_MONTHS:
            return None
        return start, end

    def counts_days(self, count: str, days: str) -> bool:
        """Whether a category is used: a number of days was typed, or days were ticked."""
        typed = self.data.get(self.add_prefix(count), "")
        return bool(self.data.get(self.add_prefix(days))) or typed.strip() not in ("", "0")

    def live_key(self) -> str:
        """The calendars depend on the period and on the categories that are used."""
        period = self.period()
        used = [name for name in CATEGORIES if self.counts_days(f"count_{name}", f"days_{name}")]
        return f"{period[0]}/{period[1]}/{','.join(used)}" if period else ""

    def _require_period(self) -> None:
        for name, message in (
            ("period_start", _("Indiquez le premier jour de la période comptable.")),
            ("period_end", _("Indiquez le dernier jour de la période comptable.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, message)

    def _compare_period(self) -> None:
        start, end = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        if not start or not end:
            return
        if end < start:
            self.add_error("period_end", _("Indiquez une fin de période égale ou postérieure à son début."))
        elif len(list(months_between(start, end))) > MOST_MONTHS:
            self.add_error("period_end", _("Indiquez une période de douze mois au plus."))

    def _compare_days(self, name: str) -> None:
        if f"count_{name}" in self.errors or f"days_{name}" in self.errors:
            return
        count = int(self.cleaned_data.get(f"count_{name}") or 0)
        days = self.cleaned_data.get(f"days_{name}") or []
        if count != len(days):
            message = _("Vous avez indiqué %(count)s jours et coché %(ticked)s : les deux doivent être égaux.")
            self.add_error(f"days_{name}", message % {"count": count, "ticked": len(days)})
