"""« Moyens auxiliaires »: five paper forms, 318.635 to 318.639, on one screen; one service a claim."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Answers, Kind, Section

from .amounts import price_aid
from .checks import check_aid
from .forms import DELIVERY_LIST, AidForm
from .notes import note_limit

if TYPE_CHECKING:
    from invoicing.office import Office


def number_of_paper_form(answers: Answers, office: "Office") -> str:
    """The form that the chosen aid belongs to; all five until one is chosen."""
    aid = (answers.get("service") or {}).get("aid")
    return aid.form_number if aid else office.sheet.number


AIDS = Kind(
    key="aids",
    sections=(
        Section(
            key="service",
            title=_("Moyen auxiliaire"),
            form=AidForm,
            template="invoicing/kinds/aids/service.html",
            live_template="invoicing/kinds/aids/price.html",
            price=price_aid,
            notes=note_limit,
        ),
    ),
    rate_prefix="limit-aid-",
    lists=(DELIVERY_LIST, "aid-form"),
    catalogue="aids",
    stylesheet="css/catalogue.css",
    empty_message=_("Choisissez une prestation."),
    check=check_aid,
    number_of=number_of_paper_form,
    history_months=12 * 10,  # longer than the longest interval of the annex, eight years for an assistance dog
)
