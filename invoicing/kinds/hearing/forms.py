"""The form « Appareillage auditif » (300.001): the five sections of the guide (4.2.3).

Nobody says whether the rates of an adult or of a child hold: the beneficiary's age on the day of service does.
"""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import FrancsField, SectionForm, YearsField
from invoicing.money import as_francs

from .rates import AID, BINAURAL, COCHLEAR, MONAURAL, aid_rate, battery_rate, is_child, service_limits

LEFT, RIGHT, BOTH = "left", "right", "both"
YEARS_BACK = 5  # LPGA 24: the right to a year's batteries lapses five years after that year

AMOUNT_MISSING = _("Indiquez le montant de la facture en CHF.")


def radios(label, choices, *, missing, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": missing},
    )


def which_ears(help_text="") -> forms.ChoiceField:
    return radios(
        _("Équipement"),
        [(MONAURAL, _("Monaural (une oreille)")), (BINAURAL, _("Binaural (deux oreilles)"))],
        missing=_("Choisissez monaural ou binaural."),
        help_text=help_text,
    )


def francs(label, *, most: str = "20000", **options) -> FrancsField:
    return FrancsField(label=label, least="0.05", most=most, **options)


class AgedForm(SectionForm):
    """A service whose rate depends on the age of the beneficiary on that day.

    `birth_date` goes along with the answers, so that pricing needs nobody else.
    """

    def prepare(self) -> None:
        person = self.entry.named_beneficiary
        self.birth_date = person.birth_date if person else None
        self.day = self._typed_day()

    @property
    def is_for_child(self) -> bool | None:
        """None while the beneficiary or the day is unknown."""
        return is_child(self.birth_date, self.day) if self.birth_date and self.day else None

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.birth_date:
            day = "date" if "date" in self.fields else "years"
            self.add_error(day, _("Choisissez d’abord le bénéficiaire : le tarif dépend de son âge."))
        return {**cleaned, "birth_date": self.birth_date}

    def _typed_day(self) -> date | None:
        try:
            return self.base_fields["date"].to_python(self._typed("date")) if "date" in self.fields else None
        except forms.ValidationError:
            return None

    def _typed(self, name: str):
        return self.data.get(self.add_prefix(name), "")


class BilledForm(AgedForm):
    """A service that is paid to an adult by a flat rate and to a child by its bill, which is then typed."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["amount"].required = bool(self.is_for_child)

    def live_key(self) -> str:
        return "" if self.is_for_child is None else f"{self.is_for_child} {self.most() or ''}"

    def most(self) -> Decimal | None:
        """The maximum that is paid for a child; None where there is none."""
        return None


class DeviceForm(BilledForm):
    """A hearing aid as it was delivered."""

    date = SwissDateField(label=_("Date de la remise"))
    provision = radios(
        _("Remise"),
        [("first", _("Première remise")), ("renewal", _("Renouvellement"))],
        missing=_("Choisissez première remise ou renouvellement."),
    )
    ears = which_ears(help_text=_("Un système CROS ou BiCROS compte comme binaural."))
    amount = francs(_("Montant de la facture en CHF"), required=False, error_messages={"required": AMOUNT_MISSING})

    def prepare(self) -> None:
        super().prepare()
        if most := self.most():
            text = _("Tarif enfant : le montant facturé, %(most)s CHF au plus.") % {"most": as_francs(most)}
            self.fields["amount"].help_text = text

    def most(self) -> Decimal | None:
        chosen = self._typed("ears")
        if not self.is_for_child or chosen not in (MONAURAL, BINAURAL):
            return None
        return self.entry.rates.known(aid_rate(chosen, for_child=True), self.day)


class RepairForm(BilledForm):
    """A repair by the manufacturer."""

    date = SwissDateField(label=_("Date de la réparation"))
    side = radios(
        _("Côté"), [(LEFT, _("Gauche")), (RIGHT, _("Droite"))], missing=_("Choisissez le côté de l’appareil.")
    )
    part = radios(
        _("Ce qui a été réparé"),
        [("electronics", _("Électronique")), ("other", _("Autre réparation"))],
        missing=_("Choisissez électronique ou autre réparation."),
    )
    amount = francs(
        _("Montant de la facture en CHF"),
        required=False,
        help_text=_("Tarif enfant : le coût effectif, selon la facture du fabricant."),
        error_messages={"required": AMOUNT_MISSING},
    )


class BatteriesForm(AgedForm):
    """Batteries of one or more calendar years. Those of a cochlear implant once the office has a rate for them."""

    years = YearsField(label=_("Années"), error_messages={"required": _("Cochez au moins une année.")})
    device = radios(
        _("Appareil"),
        [(AID, _("Appareil auditif")), (COCHLEAR, _("Implant cochléaire"))],
        missing=_("Choisissez appareil auditif ou implant cochléaire."),
    )
    ears = which_ears()

    def prepare(self) -> None:
        super().prepare()
        self.fields["years"].offer(self._claimable(), ticked=self._typed("years"))
        rate = battery_rate(COCHLEAR, MONAURAL, for_child=False)
        if self.entry.rates.known(rate, self.entry.today) is None:
            del self.fields["device"]

    def clean(self) -> dict:
        cleaned = super().clean()
        claimable = self._claimable()
        if any(year not in claimable for year in cleaned.get("years") or ()):
            text = _(
                "Seules les batteries de %(first)s à %(last)s peuvent être facturées : décochez les autres années."
            )
            self.add_error("years", text % {"first": claimable[0], "last": claimable[-1]})
        return cleaned

    def _claimable(self) -> range:
        newest = self.entry.today.year
        return range(newest - YEARS_BACK, newest + 1)


class ImplantForm(AgedForm):
    """A bone-anchored aid or a middle-ear implant: the fitter's services within limits, the device at its cost."""

    date = SwissDateField(label=_("Date de la prestation"))
    device = radios(
        _("Appareil"),
        [("bone", _("Fixé par ancrage osseux")), ("middle-ear", _("Implant d’oreille moyenne"))],
        missing=_("Choisissez ancrage osseux ou implant d’oreille moyenne."),
    )
    service_amount = francs(_("Prestations de l’audioprothésiste en CHF"), required=False)
    device_amount = francs(
        _("Appareil en CHF"), required=False, most="50000", help_text=_("Au coût effectif, selon la facture.")
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["service_amount"].help_text = self._say_limits()

    def live_key(self) -> str:
        return "" if self.is_for_child is None else str(self._say_limits())

    def clean(self) -> dict:
        cleaned = super().clean()
        amounts = ("service_amount", "device_amount")
        if not any(cleaned.get(name) or name in self.errors for name in amounts):
            self.add_error(
                "service_amount", _("Indiquez le montant des prestations, celui de l’appareil, ou les deux.")
            )
        return cleaned

    def _say_limits(self) -> str:
        if self.is_for_child is None:
            return _("Le montant remboursé est limité ; il dépend de l’âge le jour de la prestation.")
        least, most = (
            self.entry.rates.known(code, self.day) if code else None
            for code in service_limits(for_child=self.is_for_child)
        )
        if most is None:
            return ""
        if least is None:
            return _("Tarif enfant : %(most)s CHF au plus.") % {"most": as_francs(most)}
        return _("Tarif adulte : de %(least)s à %(most)s CHF.") % {
            "least": as_francs(least),
            "most": as_francs(most),
        }


class HardshipForm(SectionForm):
    """What is paid above the flat rate, where a decision says so."""

    date = SwissDateField(label=_("Date de la remise"))
    side = radios(
        _("Côté"),
        [(LEFT, _("Gauche")), (RIGHT, _("Droite")), (BOTH, _("Les deux"))],
        missing=_("Choisissez le côté de l’appareil."),
    )
    amount = francs(
        _("Montant au-dessus du forfait en CHF"),
        help_text=_("La facture moins le forfait, selon la décision."),
    )
