"""The form « API et SSI pour mineurs » (318.632.2): the accounting period, and the stays of the child (guide 4.2.2)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import ListField, SectionForm

from .nights import Nights, count_nights

PLACES = "stay-place"
DEGREES = [("", _("Choisir…")), ("mild", _("Faible")), ("moderate", _("Moyenne")), ("severe", _("Grave"))]
NO_SUPPLEMENT = "none"
SUPPLEMENTS = [
    ("", _("Choisir…")),
    (NO_SUPPLEMENT, _("Aucun")),
    ("4h", _("4 heures ou plus par jour")),
    ("6h", _("6 heures ou plus par jour")),
    ("8h", _("8 heures ou plus par jour")),
]


class PeriodForm(SectionForm):
    """The accounting period: usually a quarter."""

    start = SwissDateField(label=_("Début de la période comptable"))
    end = SwissDateField(label=_("Fin de la période comptable"))

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("Indiquez une fin de période égale ou postérieure à son début."))
        return cleaned

    def nights(self) -> Nights | None:
        """For the page, while one types: how many nights the entries cover so far."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return count_nights(self.entry.answers["stays"], start, end) if start and end else None


class StayForm(SectionForm):
    """Nights in one place. What the place gives a right to is the office's data (traits of the list)."""

    start = SwissDateField(label=_("Date de début"), help_text=_("Le jour de l’arrivée."))
    end = SwissDateField(label=_("Date de fin"), help_text=_("Le jour du départ, après la dernière nuit."))
    place = ListField(label=_("Lieu de séjour"), list_name=PLACES)
    api = forms.ChoiceField(label=_("Degré API"), help_text=_("Selon la décision de l’office."), choices=DEGREES)
    ssi = forms.ChoiceField(label=_("Degré SSI"), help_text=_("Selon la décision de l’office."), choices=SUPPLEMENTS)

    def prepare(self) -> None:
        """Degrees are asked for where the place gives a right to them; until it is chosen, they are."""
        key = self.data.get(self.add_prefix("place"), "")
        self.gives = self.entry.office.traits_of(PLACES, key)
        for name in ("api", "ssi"):
            self.fields[name].required = not key or bool(self.gives.get(name))

    def clean(self) -> dict:
        """`gives` and `nights` go with the answers: prices, documents and checks read them."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("Indiquez une date de fin postérieure à la date de début : une nuit au moins."))
        elif start and end:
            cleaned["nights"] = (end - start).days
        if cleaned.get("ssi") not in (None, "", NO_SUPPLEMENT) and "api" in self.errors:
            self.add_error("ssi", _("Le SSI n’est versé qu’avec l’API : choisissez aussi le degré API."))
        return cleaned | {"gives": self.gives}

    def unasked(self) -> set[str]:
        """The degrees a new entry took over from the one before, where its place gives no right to them."""
        place = self.data.get(self.add_prefix("place"), "")
        return {name for name in ("api", "ssi") if place and not self.gives.get(name)}

    @staticmethod
    def follow(row: dict) -> dict:
        """A new entry begins where the last one ends, at the same degrees."""
        return {"start": row["end"], "api": row["api"], "ssi": row["ssi"]} if row.get("end") else {}

    def places_with(self, name: str) -> str:
        """The places whose traits have `name`, for the page to show a field only there: home|hospital."""
        entries = self.entry.office.lists.get(PLACES, [])
        return "|".join(entry.key for entry in entries if entry.traits.get(name))

    @property
    def api_places(self) -> str:
        return self.places_with("api")

    @property
    def ssi_places(self) -> str:
        return self.places_with("ssi")

    @property
    def nights(self) -> int | None:
        return self.cleaned_data.get("nights")
