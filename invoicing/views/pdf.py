"""The PDF of a version, for the owner of the claim; until it is ready, a page that says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guichet.access import signed_in
from invoicing.enums import PdfState
from invoicing.models import Version
from invoicing.private_files import Damaged

from .attachments import damaged_page, pdf_response

LOOK_AGAIN = 5  # seconds


@require_safe
@signed_in
def claim_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    versions = Version.objects.filter(claim__owner=request.user).select_related("claim")
    version = get_object_or_404(versions, claim__reference=reference, number=number)
    if version.pdf_state != PdfState.READY:
        return _not_ready(request, version)
    try:
        return pdf_response(version)
    except Damaged:
        return damaged_page(request)


def _not_ready(request: HttpRequest, version: Version) -> HttpResponse:
    """202 while the worker is at it; 503 when it gave up. The claim itself is safe either way."""
    failed = version.pdf_state == PdfState.FAILED
    context = {"claim": version.claim, "version": version, "failed": failed, "look_again": LOOK_AGAIN}
    return render(request, "invoicing/pdf_waiting.html", context, status=503 if failed else 202)
