"""« Appareillage auditif », 300.001."""

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Kind, Section

from .amounts import price_batteries, price_device, price_hardship, price_implant, price_repair
from .checks import AID_MONTHS, check_hearing
from .documents import documents_of, needs_receipts
from .forms import BatteriesForm, DeviceForm, HardshipForm, ImplantForm, RepairForm
from .rates import RATE_CODES

AMOUNTS = "invoicing/kinds/hearing/amounts.html"
TARIFF = "invoicing/kinds/hearing/tariff.html"

HEARING = Kind(
    key="hearing",
    sections=(
        Section(
            key="device",
            title=_("Appareillage auditif"),
            form=DeviceForm,
            optional=True,
            is_folded=True,
            row_template="invoicing/kinds/hearing/device.html",
            amount_template=AMOUNTS,
            live_template=TARIFF,
            price=price_device,
        ),
        Section(
            key="repairs",
            title=_("Réparations"),
            form=RepairForm,
            repeated=True,
            is_folded=True,
            row_title=_("Réparation %(number)s"),
            add_label=_("Ajouter une entrée"),
            remove_label=_("Supprimer la réparation %(number)s"),
            intro=_("Dès la deuxième année : une réparation électronique et une autre, par appareil et par année."),
            row_template="invoicing/kinds/hearing/repair.html",
            amount_template=AMOUNTS,
            live_template=TARIFF,
            price=price_repair,
        ),
        Section(
            key="batteries",
            title=_("Batteries par an"),
            form=BatteriesForm,
            repeated=True,
            is_folded=True,
            months_to_claim=60 + 11,  # five years after the end of the year, see battery_day
            day_field="years",
            row_title=_("Batteries %(number)s"),
            add_label=_("Ajouter une entrée"),
            remove_label=_("Supprimer les batteries %(number)s"),
            intro=_("Un forfait par année civile, sans quittance. Une entrée suffit si l’équipement n’a pas changé."),
            row_template="invoicing/kinds/hearing/batteries.html",
            amount_template=AMOUNTS,
            price=price_batteries,
        ),
        Section(
            key="implant",
            title=_("Appareils fixés par ancrage osseux ou implants d’oreille moyenne"),
            form=ImplantForm,
            optional=True,
            is_folded=True,
            row_template="invoicing/kinds/hearing/implant.html",
            amount_template=AMOUNTS,
            live_template="invoicing/kinds/hearing/limits.html",
            price=price_implant,
        ),
        Section(
            key="hardship",
            title=_("Cas de rigueur"),
            form=HardshipForm,
            optional=True,
            is_folded=True,
            intro=_("Seulement si votre décision reconnaît un cas de rigueur."),
            row_template="invoicing/kinds/hearing/hardship.html",
            amount_template=AMOUNTS,
            price=price_hardship,
        ),
    ),
    rate_codes=RATE_CODES,
    history_months=AID_MONTHS,
    empty_message=_("Ouvrez une des cinq sections et indiquez ce qui doit être remboursé."),
    stylesheet="css/hearing.css",
    check=check_hearing,
    documents_expected=needs_receipts,
    documents_asked=documents_of,
)
