"""Documents and PDFs as answers: always a download, never a page of ours, never kept by a cache, only when undamaged.

`attachment` is the owner's door; reviewers have their own, which answers with `file_response` and `pdf_response` too.
"""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guichet.access import signed_in
from invoicing.drafts import documents_of
from invoicing.models import Attachment, Version
from invoicing.private_files import Damaged, read_private
from invoicing.uploads import open_verified

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@require_safe
@signed_in
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = get_object_or_404(documents_of(request.user), pk=pk)
    try:
        return file_response(document)
    except Damaged:
        return damaged_page(request)


def file_response(attachment: Attachment) -> HttpResponse:
    """A document under the name its owner gave it; raises Damaged."""
    disposition = f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
    return _download(open_verified(attachment.file), attachment.file.content_type, disposition)


def pdf_response(version: Version) -> HttpResponse:
    """The sealed PDF of a version, once it is ready; raises Damaged."""
    data = read_private(version.pdf_name, sha256=version.pdf_sha256)
    name = f"{version.claim.reference}-v{version.number}.pdf"
    return _download(data, "application/pdf", f'attachment; filename="{name}"')


def damaged_page(request: HttpRequest) -> HttpResponse:
    """In place of bytes that are no longer those that were stored."""
    return render(request, "invoicing/file_damaged.html", status=500)


def _download(data: bytes, content_type: str, disposition: str) -> HttpResponse:
    return HttpResponse(data, content_type=content_type, headers={**HEADERS, "Content-Disposition": disposition})
