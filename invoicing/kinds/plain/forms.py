"""The form « Facture » (318.632): what no other form covers (guide 4.2.6)."""

from django.utils.translation import gettext_lazy as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import FrancsField, NumberField, SectionForm, TextField


class ServiceForm(SectionForm):
    """One service on the invoice."""

    date = SwissDateField(label=_("Date des prestations dispensées"))
    description = TextField(
        label=_("Description"),
        help_text=_("Ce qui a été fourni et par qui, en quelques mots."),
        max_length=200,
        min_length=3,
    )
    quantity = NumberField(label=_("Quantité"), least="0.01", most="9999", initial="1")
    unit_price = FrancsField(label=_("Prix par unité en CHF"), least="0.05", most="100000")
