"""From the form to the claim: the last look before sending, sending, and the page that says it arrived."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.access import signed_in
from invoicing.drafts import load_documents
from invoicing.entry import Entry
from invoicing.models import Claim, Draft
from invoicing.reading import check_draft
from invoicing.sealing import head_of
from invoicing.summary import summarise
from invoicing.untouched import untouched_remarks
from invoicing.workflow import NotAllowed, NotWhole, TooLate, send

from .claims import pdf_context
from .form_page import find_draft, place_remarks, show_claim


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, pk) -> HttpResponse:
    """The confirmation as a page (without JavaScript, or reloaded); its POST sends."""
    draft = find_draft(request, pk)
    if request.method == "POST":
        return _send(request, draft)
    if draft.sent_as:
        return _arrived(request, draft.sent_as)
    if draft.is_closed:
        return redirect("invoicing:claim", reference=draft.claim.reference)
    load_documents(draft)
    entry = check_draft(draft)
    if not entry.is_whole:
        return _to_the_errors(draft)
    return render(request, "invoicing/confirm.html", confirm_context(draft, entry))


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.claim_id and not draft.sent_as and not draft.is_closed and "anyway" not in request.POST:
        load_documents(draft)
        entry = check_draft(draft)
        context = confirm_context(draft, entry)
        if entry.is_whole and context["untouched"]:
            return render(request, "invoicing/confirm.html", context)
    try:
        claim = send(draft, actor=request.user)
    except NotAllowed:
        return _explain_unproved_email(request, draft)
    except NotWhole:
        return _to_the_errors(draft)
    except TooLate as late:
        return render(request, "invoicing/too_late.html", {"claim": late.claim}, status=409)
    return _arrived(request, claim)


def _arrived(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The page that says so; who typed it in for a person goes back to the office's page of the claim."""
    if claim.owner_id == request.user.pk:
        return redirect("invoicing:claim-sent", reference=claim.reference)
    text = _("La demande %(reference)s est saisie. La personne en est avertie.")
    messages.success(request, text % {"reference": claim.reference})
    return show_claim(claim, reader=request.user)


def _explain_unproved_email(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Nothing is sent before the address is confirmed; the page says so, with the button."""
    entry = check_draft(draft)
    if not entry.is_whole:
        return _to_the_errors(draft)
    return render(request, "invoicing/confirm.html", confirm_context(draft, entry), status=403)


def _to_the_errors(draft: Draft) -> HttpResponse:
    return redirect(f"{reverse('invoicing:draft', args=[draft.pk])}?check=1")


def confirm_context(draft: Draft, entry: Entry) -> dict:
    """Everything that will be sent, as it will be sent."""
    return {
        "draft": draft,
        "entry": entry,
        "sheet": entry.office.sheet,
        "summary": summarise(
            entry.kind, entry.asked_answers, head=head_of(entry), wording=entry.wording(), lines=entry.lines
        ),
        "edit_url": reverse("invoicing:draft", args=[draft.pk]),
        "documents": draft.attachments.all(),
        "total": entry.total,
        "untouched": place_remarks(entry, {asked.path: asked.text for asked in untouched_remarks(draft, entry)}),
    }


@signed_in
@require_safe
def sent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The claim arrived. The PDF's link asks for itself until it is there."""
    claim = get_object_or_404(Claim.objects.of(request.user).select_related("beneficiary"), reference=reference)
    context = pdf_context(request, claim)
    template = "invoicing/pdf_status.html" if request.htmx else "invoicing/sent.html"
    return render(request, template, context)
