"""« Facture », 318.632."""

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Kind, Section

from .amounts import price_service
from .checks import check_services
from .forms import ServiceForm

PLAIN = Kind(
    key="plain",
    sections=(
        Section(
            key="services",
            title=_("Prestations"),
            form=ServiceForm,
            repeated=True,
            required=True,
            row_title=_("Prestation %(number)s"),
            add_label=_("Ajouter une entrée"),
            remove_label=_("Supprimer la prestation %(number)s"),
            price=price_service,
        ),
    ),
    empty_message=_("Indiquez au moins une prestation."),
    check=check_services,
)
