"""« Contribution d’assistance », 318.536."""

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Answers, Kind, Section

from .amounts import price_month
from .checks import MOST_A_NIGHT, NIGHT_LEVELS, check_assistance
from .forms import AssistanceForm
from .rows import HOUR, QUALIFIED_HOUR

PROVED_BY_DOCUMENTS = ("salary_prevented", "salary_default", "advance")


def needs_documents(answers: Answers) -> bool:
    """Hours and nights rest on the decision; salaries without work and advances on documents."""
    row = answers.get("assistance") or {}
    return any(row.get(name) for name in PROVED_BY_DOCUMENTS)


ASSISTANCE = Kind(
    key="assistance",
    sections=(
        Section(
            key="assistance",
            title=_("Prestations du mois"),
            intro=_("Remplissez seulement les lignes qui vous concernent. Une demande par mois."),
            form=AssistanceForm,
            is_piecemeal=True,
            day_field="month",
            template="invoicing/kinds/assistance/month.html",
            amount_template="invoicing/kinds/assistance/amounts.html",
            price=price_month,
        ),
    ),
    rate_codes=(HOUR, QUALIFIED_HOUR, MOST_A_NIGHT, *NIGHT_LEVELS),
    months_to_claim=12,  # LAI 42septies al. 2
    takes_running_periods=True,
    history_months=12,
    empty_message=_("Indiquez au moins des heures, des nuits ou un montant."),
    stylesheet="css/assistance.css",
    check=check_assistance,
    documents_expected=needs_documents,
)
