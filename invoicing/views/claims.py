"""A claim as its owner follows it: state, versions, decisions, PDFs; the way to its correction; taking it back."""

from django.contrib import messages
from django.core.files.storage import storages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.access import signed_in
from invoicing.enums import ClaimState, Outcome, PdfState
from invoicing.following import load_moments, remarks_on
from invoicing.kinds.registry import get_kind
from invoicing.models import Attachment, Claim, Version
from invoicing.summary import spoken, spoken_title, summarise
from invoicing.usual_time import usual_time
from invoicing.workflow import NotAllowed, TooLate, is_allowed, withdraw

MOST_LOOKS = 60  # two minutes of asking every two seconds; then the page says to come back


@signed_in
@require_safe
def claim_page(request: HttpRequest, reference: str) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.of(request.user).select_related("beneficiary"), reference=reference)
    versions = list(claim.versions.select_related("decision", "claim").order_by("number"))
    if any(is_returned(version) for version in versions):
        prefetch_related_objects(versions, "decision__remarks")
    newest = versions[-1]
    prefetch_related_objects([newest], "lines", Prefetch("attachments", Attachment.objects.select_related("file")))
    decision = getattr(newest, "decision", None)
    context = {
        "claim": claim,
        "version": newest,
        "title": spoken_title(newest.wording),
        "decision": decision,
        "asked": remarks_of(newest) if claim.state == ClaimState.RETURNED else [],
        "moments": load_moments(claim, versions),
        "usual_time": usual_time(claim.kind) if claim.state == ClaimState.SUBMITTED else None,
        "reason": spoken(decision.reason_wording) if decision else "",
        "summary": summarise(
            get_kind(claim.kind), newest.answers, head=newest.head, wording=newest.wording, lines=newest.lines.all()
        ),
        "documents": newest.attachments.all(),
        "total": newest.total,
        "may_withdraw": is_allowed("withdraw", claim),
    }
    return render(request, "invoicing/claim.html", context)


def is_returned(version: Version) -> bool:
    return hasattr(version, "decision") and version.decision.outcome == Outcome.RETURNED


def remarks_of(version: Version) -> list[dict[str, str]]:
    return remarks_on(version, {remark.path: remark.text for remark in version.decision.remarks.all()})


@signed_in
@require_safe
def correct_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """The address of the mail: to the form that waits for corrections, or to the claim when none waits."""
    claim = get_object_or_404(Claim.objects.of(request.user).select_related("draft"), reference=reference)
    draft = getattr(claim, "draft", None)
    if draft and not draft.is_closed:
        return redirect("invoicing:draft", pk=draft.pk)
    messages.info(request, _("Cette demande n’attend plus de correction de votre part."))
    return redirect("invoicing:claim", reference=reference)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then take the claim back; what the person saw must still hold."""
    claim = get_object_or_404(Claim.objects.of(request.user), reference=reference)
    if request.method != "POST":
        if not is_allowed("withdraw", claim):
            return redirect("invoicing:claim", reference=reference)
        return render(request, "invoicing/withdraw.html", {"claim": claim})
    seen = request.POST.get("version", "")
    try:
        withdraw(claim, actor=request.user, version_number=int(seen) if seen.isascii() and seen.isdigit() else 0)
    except (TooLate, NotAllowed):
        claim.refresh_from_db()
        return render(request, "invoicing/too_late.html", {"claim": claim}, status=409)
    messages.success(request, _("Votre demande est retirée. L’office ne la traitera pas."))
    return redirect("invoicing:claim", reference=reference)


def pdf_context(request: HttpRequest, claim: Claim) -> dict:
    """The newest version's PDF: there with its size, on its way, or failed."""
    version = claim.versions.get(number=claim.version_number)
    look = request.GET.get("look", "0")
    looks = int(look) + 1 if look.isascii() and look.isdigit() else 1
    return {
        "claim": claim,
        "version": version,
        "title": spoken_title(version.wording),
        "pdf_size": storages["private"].size(version.pdf_name) if version.pdf_state == PdfState.READY else 0,
        "looks": looks,
        "asks_again": version.pdf_state == PdfState.WAITING and looks < MOST_LOOKS,
    }
