"""Acting on many rows of the list in two steps: what will happen to which rows, then what became of each.

The rows are those that were ticked, or all of the list, read once and named one by one on the page to confirm: what is
confirmed is what was shown. Not here: what may be done to a row (bulk.py).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from guichet.models import Account
from invoicing.bulk import Result, Row, accept_all, assign_all
from invoicing.enums import ClaimState
from invoicing.models import Claim, OfficeSettings
from invoicing.recusal import conflicts_with

from .choices_views import back_to_list, posted_list
from .columns import READ
from .permissions import reviewer_only
from .worklist import Office, Worklist

MOST_AT_ONCE = 500
SHOWN = (*READ, "owner", "bank_account")


@dataclass
class Candidate:
    """One row before the act; `obstacle` says why nothing will happen to it."""

    claim: Claim
    obstacle: str

    @property
    def row(self) -> str:
        return f"{self.claim.reference}:{self.claim.version_number}"


@reviewer_only
@require_POST
def act_on_many(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act")
    if act not in ("accept", "assign"):
        raise Http404
    office = Office(request.user)
    to = _recipient(request, office) if act == "assign" else None
    if "confirmed" in request.POST:
        return _act(request, act, to)
    claims = _chosen_claims(request, office)
    if not claims:
        messages.error(request, _("Choisissez au moins une demande."))
        return back_to_list(request)
    if len(claims) > MOST_AT_ONCE:
        text = _("Plus de %(most)s demandes : restreignez la liste par un filtre.")
        messages.error(request, text % {"most": MOST_AT_ONCE})
        return back_to_list(request)
    return _confirm_page(request, act, to, _candidates(act, claims, request.user))


def _recipient(request: HttpRequest, office: Office) -> Account | None:
    """Who gets the claims; nobody when the field is empty. A stranger is no choice."""
    given = request.POST.get("to", "")
    if not given:
        return None
    person = office.people.get(int(given)) if given.isascii() and given.isdigit() else None
    if person is None:
        raise Http404
    return person


def read_rows(text: str) -> list[Row]:
    """« 2026-000418:1 2026-000419:2 »; what cannot be read is left out."""
    parts = (one.partition(":") for one in text.split()[: MOST_AT_ONCE + 1])
    return [Row(reference, int(number)) for reference, _colon, number in parts if number.isascii() and number.isdigit()]


def _chosen_claims(request: HttpRequest, office: Office) -> list[Claim]:
    """One more than allowed at most: enough to say that there are too many."""
    if "all" in request.POST:
        worklist = Worklist(posted_list(request), office)
        claims = worklist.in_order(worklist.claims.filter(closed_at=None))
        return list(claims.select_related("beneficiary").only(*SHOWN)[: MOST_AT_ONCE + 1])
    seen = {row.reference: row.version_number for row in read_rows(" ".join(request.POST.getlist("row")))}
    claims = Claim.objects.filter(reference__in=seen).select_related("beneficiary").only(*SHOWN)
    for claim in (found := list(claims.order_by("submitted_at", "pk"))):
        claim.version_number = seen[claim.reference]  # the version that was on the screen, for the check of each row
    return found


def _candidates(act: str, claims: list[Claim], reviewer: Account) -> list[Candidate]:
    if act == "assign":
        return [Candidate(claim, "") for claim in claims]
    accounts = {claim.bank_account_id for claim in claims}
    accepted = Claim.objects.filter(bank_account__in=accounts, state=ClaimState.ACCEPTED)
    paid = set(accepted.order_by().values_list("bank_account", "owner").distinct())
    keys = [claim.pk for claim in claims]
    own = set(Claim.objects.filter(conflicts_with(reviewer), pk__in=keys).values_list("pk", flat=True))
    most = OfficeSettings.recent().second_reviewer_above
    return [Candidate(claim, _obstacle(claim, own, paid, most)) for claim in claims]


def _obstacle(claim: Claim, own: set, paid: set, most: Decimal | None) -> str:
    """What is known beforehand; each row is checked again when it is accepted."""
    obstacles = {
        _("n’attend pas de décision"): claim.state != ClaimState.SUBMITTED,
        _("votre propre demande ou celle d’un proche"): claim.pk in own,
        _("doublon possible"): claim.has_duplicate,
        _("point à vérifier"): claim.finding_count > 0,
        _("un second collaborateur doit confirmer"): most is not None and claim.total > most,
        _("nouvel IBAN"): (claim.bank_account_id, claim.owner_id) not in paid,
    }
    return next((text for text, holds in obstacles.items() if holds), "")


def _confirm_page(request: HttpRequest, act: str, to: Account | None, rows: list[Candidate]) -> HttpResponse:
    able = [one for one in rows if not one.obstacle]
    context = furniture(_("Confirmer")) | {
        "act": act,
        "to": to,
        "able": able,
        "unable": [one for one in rows if one.obstacle],
        "total": sum((one.claim.total for one in able), Decimal(0)),
        "rows": " ".join(one.row for one in able),
        "list": posted_list(request),
    }
    return render(request, "invoicing/review/bulk_confirm.html", context)


def _act(request: HttpRequest, act: str, to: Account | None) -> HttpResponse:
    rows = read_rows(request.POST.get("rows", ""))[:MOST_AT_ONCE]
    if act == "accept":
        results = accept_all(rows, reviewer=request.user)
    else:
        results = assign_all(rows, to=to, actor=request.user)
    return _results_page(request, act, results)


def _results_page(request: HttpRequest, act: str, results: list[Result]) -> HttpResponse:
    done = sum(result.done for result in results)
    text = ngettext("%(count)s demande acceptée", "%(count)s demandes acceptées", done)
    if act == "assign":
        text = ngettext("%(count)s demande attribuée", "%(count)s demandes attribuées", done)
    context = furniture(_("Résultat")) | {
        "summary": text % {"count": done},
        "failed": [result for result in results if not result.done],
        "done": [result for result in results if result.done],
        "list": posted_list(request),
    }
    return render(request, "invoicing/review/bulk_result.html", context)


def furniture(last: str) -> dict:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
        {"url": reverse("claims:index"), "label": _("Demandes")},
        {"url": "", "label": last},
    ]
    return {"header_title": last, "page_title": last, "header_icon": "form", "breadcrumbs_items": crumbs}
