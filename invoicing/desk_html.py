"""The rows of « Mes demandes de remboursement », written in Python: the desk shows twenty of them.

Not here: which claims there are (desk), the table around them (desk_claims.html).
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.forms.widget_html import escape

from .enums import ClaimState, PdfState
from .models import Claim
from .money import as_francs
from .summary import show_day

TONES = {"returned": "todo", "accepted": "accepted", "refused": "refused", "withdrawn": "withdrawn"}


def rows_html(claims: Iterable[Claim]) -> SafeString:
    """A row for each claim, with its `sheet` and `pdf_state`; words that many share are made once."""
    words = {
        "day": escape(_("Date")),
        "amount": escape(_("Montant en CHF")),
        "state": escape(_("Statut")),
        "pdf": _("Télécharger le PDF de la demande %(reference)s"),
        PdfState.WAITING: escape(_("en préparation")),
        PdfState.FAILED: escape(_("pas disponible")),
    }
    tags = {
        state: f'<span class="tag tag--{TONES.get(state, "waiting")}">{escape(str(label))}</span>'
        for state, label in ClaimState.choices
    }
    address = reverse("invoicing:claim", args=["REFERENCE"])
    return SafeString("".join(row_html(claim, words, tags, address) for claim in claims))


def row_html(claim: Claim, words: dict[str, str], tags: dict[str, str], address: str) -> str:
    title = escape(claim.sheet.title) if claim.sheet else ""
    return (
        f'<tr><td data-label="{words["day"]}" class="nowrap">{show_day(timezone.localdate(claim.submitted_at))}</td>'
        f'<th scope="row" class="cell--lead"><a href="{address.replace("REFERENCE", claim.reference)}">{title}</a> '
        f'<span class="hint"><span class="nowrap">{period(claim)}</span> · {escape(str(claim.beneficiary))}</span></th>'
        f'<td data-label="{words["amount"]}" class="number">{as_francs(claim.total)}</td>'
        f'<td data-label="{words["state"]}">{tags[claim.state]}</td>'
        f'<td data-label="PDF">{pdf_html(claim, words)}</td></tr>'
    )


def pdf_html(claim: Claim, words: dict[str, str]) -> str:
    """The link to the newest version's PDF, or why there is none."""
    if claim.pdf_state != PdfState.READY:
        return f'<span class="soft small">{words.get(claim.pdf_state, words[PdfState.FAILED])}</span>'
    address = reverse("invoicing:claim-pdf", args=[claim.reference, claim.version_number])
    label = escape(words["pdf"] % {"reference": claim.reference})
    return (
        f'<a class="desk__pdf" href="{address}"><span class="visually-hidden">{label}</span>'
        '<span aria-hidden="true">PDF</span></a>'
    )


def period(claim: Claim) -> str:
    first, last = show_day(claim.period_start), show_day(claim.period_end)
    return first if first == last else f"{first} – {last}"
