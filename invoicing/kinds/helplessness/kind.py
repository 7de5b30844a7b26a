"""« Allocation pour impotent (API) et supplément pour soins intenses (SSI) pour mineurs », 318.632.2."""

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Answers, Kind, Section

from .amounts import RATE_CODES, price_stay
from .checks import check_helplessness
from .documents import ask_for_documents
from .forms import PLACES, PeriodForm, StayForm


def needs_no_receipt(answers: Answers) -> bool:
    """Nights are paid at a flat rate; what has to be proved is asked for by name."""
    return False


HELPLESSNESS = Kind(
    key="helplessness",
    sections=(
        Section(
            key="period",
            title=_("Période comptable"),
            form=PeriodForm,
            intro=_("En général un trimestre, du premier au dernier jour."),
            amount_template="invoicing/kinds/helplessness/period_nights.html",
        ),
        Section(
            key="stays",
            title=_("Séjours"),
            form=StayForm,
            repeated=True,
            required=True,
            row_title=_("Entrée %(number)s"),
            add_label=_("Ajouter une entrée"),
            remove_label=_("Supprimer l’entrée %(number)s"),
            intro=_("Une entrée par lieu où l’enfant a dormi. Elle peut commencer le jour où la précédente finit."),
            follow=StayForm.follow,
            row_template="invoicing/kinds/helplessness/stay.html",
            amount_template="invoicing/kinds/helplessness/stay_nights.html",
            price=price_stay,
        ),
    ),
    rate_codes=RATE_CODES,
    lists=(PLACES,),
    empty_message=_("Indiquez au moins un séjour."),
    check=check_helplessness,
    documents_expected=needs_no_receipt,
    documents_asked=ask_for_documents,
)
