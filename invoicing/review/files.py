"""The files of a claim at the office: documents, their pages as pictures, PDFs, and all of it as one ZIP.

Every reading leaves an event. Not here: drawing pictures (invoicing.pictures), filling the ZIP (bundle.py).
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from guichet.audit import record_event
from invoicing.enums import PdfState
from invoicing.models import Attachment, Version
from invoicing.pictures import CONTENT_TYPE, NotDrawn, picture_of
from invoicing.private_files import Damaged
from invoicing.views.attachments import HEADERS, file_response, pdf_response

from .bundle import write_bundle
from .dossier import load_dossier
from .permissions import reviewer_only

read_only = require_http_methods(["GET", "HEAD"])


@reviewer_only
@read_only
def read_document(request: HttpRequest, reference: str, pk) -> HttpResponse:
    """A document of one of the claim's versions, as a download."""
    document = _document(reference, pk)
    _record(request, "attachment.read", reference, document=str(document.pk))
    return _download(request, reference, lambda: file_response(document))


@reviewer_only
@read_only
def read_page(request: HttpRequest, reference: str, pk, number: int) -> HttpResponse:
    """A page of a document as a picture. Its first page stands for the document in the audit."""
    document = _document(reference, pk)
    if not 1 <= number <= document.file.pages:
        raise Http404
    _record(request, "attachment.read", reference, document=str(document.pk), page=number)
    try:
        data = picture_of(document.file, number)
    except (NotDrawn, Damaged) as error:
        raise Http404 from error
    return HttpResponse(data, content_type=CONTENT_TYPE, headers=HEADERS)


@reviewer_only
@read_only
def read_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The PDF of a version, once the worker has made it."""
    made = Version.objects.filter(pdf_state=PdfState.READY).select_related("claim")
    version = get_object_or_404(made, claim__reference=reference, number=number)
    _record(request, "pdf.read", reference, version=number)
    return _download(request, reference, lambda: pdf_response(version))


@reviewer_only
@read_only
def read_bundle(request: HttpRequest, reference: str) -> HttpResponse:
    """PDFs, documents and history in one ZIP; without internal notes."""
    dossier = load_dossier(reference, reviewer=request.user)
    _record(request, "bundle.read", reference)

    def respond() -> HttpResponse:
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{reference}.zip"'}
        return HttpResponse(write_bundle(dossier), content_type="application/zip", headers=headers)

    return _download(request, reference, respond)


def _document(reference: str, pk) -> Attachment:
    documents = Attachment.objects.select_related("file").filter(version__claim__reference=reference)
    return get_object_or_404(documents, pk=pk)


def _download(request: HttpRequest, reference: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """The file, or back to the claim when the stored bytes are no longer those that were sent."""
    try:
        return respond()
    except Damaged:
        messages.error(request, _("Ce fichier est endommagé et ne peut pas être ouvert. L’incident est enregistré."))
        return redirect("claims:claim", reference=reference)


def _record(request: HttpRequest, action: str, reference: str, **detail) -> None:
    record_event(action, actor=request.user, object_type="claim", object_key=reference, detail=detail)
