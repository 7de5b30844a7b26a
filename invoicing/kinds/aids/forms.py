"""The form « Moyens auxiliaires » (318.635 to 318.639): period, type of remise, one aid (guide 4.2.1)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import CatalogueField, CountField, FrancsField, ListField, SectionForm
from invoicing.models.office_data import LimitPer

from .limits import code_of, limit_for

DELIVERY_LIST = "aid-delivery"
COUNTED = {
    LimitPer.UNIT: (_("Nombre de pièces"), _("Montant par pièce en CHF")),
    LimitPer.MONTH: (_("Nombre de mois"), _("Montant par mois en CHF")),
}


class AidForm(SectionForm):
    """One service. What limits it and how a line names it stand in the cleaned values `limit` and `code`."""

    start = SwissDateField(label=_("Début de la période de prestation"))
    end = SwissDateField(
        label=_("Fin de la période de prestation"), help_text=_("Le même jour si la prestation a eu lieu en un jour.")
    )
    delivery = ListField(label=_("Type de remise"), list_name=DELIVERY_LIST)
    aid = CatalogueField(
        label=_("Prestation"),
        help_text=_("Ouvrez le formulaire, puis la rubrique, et choisissez une prestation."),
        form_list="aid-form",
        error_messages={"required": _("Choisissez une prestation dans la liste.")},
    )
    quantity = CountField(
        label=_("Quantité"),
        least="1",
        most="999",
        initial="1",
        required=False,
        error_messages={"required": _("Indiquez le nombre.")},
    )
    amount = FrancsField(
        label=_("Montant en CHF"),
        help_text=_("Le montant de la facture, au plus celui que prévoit la décision."),
        least="0.05",
        most="500000",
    )

    def prepare(self) -> None:
        key, delivery = self._typed("aid"), self._typed("delivery")
        self.chosen = next((entry for entry in self.fields["aid"].entries if entry.key == key), None)
        self.traits = self.entry.office.traits().get(DELIVERY_LIST, {}).get(delivery, {})
        self.limit = limit_for(self.chosen, delivery, self.traits)
        if self.limit and self.limit.is_counted:
            self.fields["quantity"].label, self.fields["amount"].label = COUNTED[self.limit.per]
            self.fields["quantity"].required = True

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end, aid = cleaned.get("start"), cleaned.get("end"), cleaned.get("aid")
        if start and end and end < start:
            self.add_error("end", _("Indiquez une fin de période égale ou postérieure à son début."))
        cleaned["quantity"] = cleaned.get("quantity") or Decimal(1)
        cleaned["limit"] = self.limit
        cleaned["code"] = code_of(aid, cleaned.get("delivery", ""), self.traits) if aid else ""
        return cleaned

    def asks_quantity(self) -> bool:
        """Whether the number of pieces or months is asked; one that was typed is never hidden."""
        return bool(self.limit and self.limit.is_counted) or self._typed("quantity") not in ("", "1")

    def live_key(self) -> str:
        """The fields of the amount depend on the aid and on the type of remise."""
        return f"{self._typed('aid')}/{self._typed('delivery')}"

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()
