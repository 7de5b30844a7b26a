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
from invoicing.bulk import Result, Row, accept_all, assign_all, say_held, say_state
from invoicing.enums import ClaimState
from invoicing.models import Claim, OfficeSettings
from invoicing.overlaps import doubled_claims
from invoicing.recusal import conflicts_with

from .choices_views import back_to_list, posted_list
from .columns import READ
from .permissions import reviewer_only
from .worklist import Office, Worklist

MOST_AT_ONCE = 500
MOST_DIGITS = 9  # of a key or a version
SHOWN = (*READ, "owner", "bank_account", "assigned_to__first_name", "assigned_to__last_name")


@dataclass
class Candidate:
    """One row before the act; `obstacle` says why nothing will happen to it."""

    claim: Claim
    row: Row
    obstacle: str = ""


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
    chosen = _chosen(request, office)
    if not chosen:
        messages.error(request, _("Choisissez au moins une demande."))
        return back_to_list(request)
    if len(chosen) > MOST_AT_ONCE:
        text = _("Plus de %(most)s demandes : restreignez la liste par un filtre.")
        messages.error(request, text % {"most": MOST_AT_ONCE})
        return back_to_list(request)
    if act == "accept":
        _judge_accepting(chosen, request.user)
    else:
        _judge_assigning(chosen, to)
    return _confirm_page(request, act, to, chosen)


def _recipient(request: HttpRequest, office: Office) -> Account | None:
    """Who gets the claims; nobody when the field is empty. A stranger is no choice."""
    given = request.POST.get("to", "")
    if not given:
        return None
    person = office.people.get(read_number(given))
    if person is None:
        raise Http404
    return person


def read_number(text: str) -> int | None:
    """A key or a version as it was posted; what is none, or far too long, is None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def read_rows(text: str) -> list[Row]:
    """« 2026-000418:1:7 2026-000419:2: »; what cannot be read is left out."""
    rows = []
    for one in text.split()[: MOST_AT_ONCE + 1]:
        reference, number, holder, *_more = [*one.split(":"), "", ""]
        if (version_number := read_number(number)) is not None:
            rows.append(Row(reference, version_number, read_number(holder)))
    return rows


def _chosen(request: HttpRequest, office: Office) -> list[Candidate]:
    """One more than allowed at most: enough to say that there are too many."""
    if "all" in request.POST:
        worklist = Worklist(posted_list(request), office)
        claims = worklist.in_order(worklist.claims).select_related("beneficiary", "assigned_to").only(*SHOWN)
        return [Candidate(claim, _row_of(claim)) for claim in claims[: MOST_AT_ONCE + 1]]
    seen = {row.reference: row for row in read_rows(" ".join(request.POST.getlist("row")))}
    claims = Claim.objects.filter(reference__in=seen).select_related("beneficiary", "assigned_to").only(*SHOWN)
    return [Candidate(claim, seen[claim.reference]) for claim in claims.order_by("submitted_at", "pk")]


def _row_of(claim: Claim) -> Row:
    return Row(claim.reference, claim.version_number, claim.assigned_to_id)


def _conflicts(chosen: list[Candidate], person: Account) -> set[int]:
    """Which of them are his own or a relative's."""
    keys = [one.claim.pk for one in chosen]
    return set(Claim.objects.filter(conflicts_with(person), pk__in=keys).values_list("pk", flat=True))


def _judge_assigning(chosen: list[Candidate], to: Account | None) -> None:
    """What is known beforehand; each row is checked again when it is assigned."""
    own = _conflicts(chosen, to) if to else set()
    for one in chosen:
        one.obstacle = one.row.obstacle(one.claim)
        if not one.obstacle and one.row.holder != one.claim.assigned_to_id:
            one.obstacle = say_held(one.claim)
        elif not one.obstacle and one.claim.pk in own:
            one.obstacle = _("sa propre demande ou celle d’un proche")


def _judge_accepting(chosen: list[Candidate], reviewer: Account) -> None:
    """What is known beforehand; each row is checked again when it is accepted."""
    accounts = {one.claim.bank_account_id for one in chosen}
    accepted = Claim.objects.filter(bank_account__in=accounts, state=ClaimState.ACCEPTED)
    paid = set(accepted.order_by().values_list("bank_account", "owner").distinct())
    own = _conflicts(chosen, reviewer)
    doubled = doubled_claims([one.claim for one in chosen])
    most = OfficeSettings.recent().second_reviewer_above
    for one in chosen:
        one.obstacle = one.row.obstacle(one.claim) or _obstacle(one.claim, own, paid, doubled, most)


def _obstacle(claim: Claim, own: set, paid: set, doubled: set, most: Decimal | None) -> str:
    obstacles = {
        say_state(claim): claim.state != ClaimState.SUBMITTED,
        _("votre propre demande ou celle d’un proche"): claim.pk in own,
        _("doublon possible"): claim.has_duplicate or claim.reference in doubled,
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
        "unable": sorted((one for one in rows if one.obstacle), key=lambda one: one.obstacle),
        "total": sum((one.claim.total for one in able), Decimal(0)),
        "rows": " ".join(str(one.row) for one in able),
        "list": posted_list(request),
    }
    return render(request, "invoicing/review/bulk_confirm.html", context)


def _act(request: HttpRequest, act: str, to: Account | None) -> HttpResponse:
    rows = read_rows(request.POST.get("rows", ""))[:MOST_AT_ONCE]
    if act == "accept":
        results = accept_all(rows, reviewer=request.user)
    else:
        results = assign_all(rows, to=to, actor=request.user)
    return _results_page(request, _say_done(act, to, sum(result.done for result in results)), results)


def _say_done(act: str, to: Account | None, count: int) -> str:
    if not count:
        return _("Rien n’a changé")
    text = ngettext("%(count)s demande acceptée", "%(count)s demandes acceptées", count)
    if act == "assign":
        text = ngettext("%(count)s demande attribuée", "%(count)s demandes attribuées", count)
        if to is None:
            text = ngettext("%(count)s demande libérée", "%(count)s demandes libérées", count)
    return text % {"count": count}


def _results_page(request: HttpRequest, summary: str, results: list[Result]) -> HttpResponse:
    context = furniture(_("Résultat")) | {
        "summary": summary,
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
