"""Work done after the answer was given. A task names rows by id and may run twice."""

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from guichet.audit import record_event

from .enums import PdfState
from .models import StoredFile, Version
from .pdf import render_pdf
from .pictures import NotDrawn, picture_of
from .printing import NotPrinted
from .private_files import Damaged, write_private

TRIES = 3
PAUSE = timedelta(seconds=30)
MOST_PAGES_DRAWN = 10  # of a document ahead of time; the others when they are asked for

logger = logging.getLogger(__name__)


@task(queue_name="pdf")
def make_pdf(version_id: int, tried: int = 0) -> None:
    """Make and seal the PDF of a version; up to three times, with pauses. The claim does not depend on it."""
    version = Version.objects.select_related("claim").get(pk=version_id)
    if version.pdf_state == PdfState.READY:
        return
    try:
        data = render_pdf(version)
    except NotPrinted:
        logger.warning("The PDF of %s was not printed, try %s", version.claim.reference, tried + 1)
        _try_later(version, tried + 1)
        return
    _keep_pdf(version, data)


@task(queue_name="pdf")
def draw_documents(version_id: int) -> None:
    """Draw the pages of a version's documents, so that they are there when a reviewer looks."""
    for file in StoredFile.objects.filter(attachments__version=version_id).distinct():
        for number in range(1, min(file.pages, MOST_PAGES_DRAWN) + 1):
            try:
                picture_of(file, number)
            except (NotDrawn, Damaged):
                logger.warning("Page %s of document %s was not drawn", number, file)
                break


def _try_later(version: Version, tried: int) -> None:
    if tried < TRIES:
        make_pdf.using(run_after=timezone.now() + tried * PAUSE).enqueue(version.pk, tried)
        return
    with transaction.atomic():
        if Version.objects.filter(pk=version.pk, pdf_state=PdfState.WAITING).update(pdf_state=PdfState.FAILED):
            record_event("pdf.failed", object_type="claim", object_key=version.claim.reference, result="failure",
                         detail={"version": version.number})  # fmt: skip


def _keep_pdf(version: Version, data: bytes) -> None:
    """The bytes first, then the row that names and seals them."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"pdf/{version.claim.reference}-v{version.number}-{sha256[:8]}.pdf"
    write_private(name, data)
    with transaction.atomic():
        fields = {"pdf_state": PdfState.READY, "pdf_name": name, "pdf_sha256": sha256, "pdf_made_at": timezone.now()}
        if Version.objects.filter(pk=version.pk).exclude(pdf_state=PdfState.READY).update(**fields):
            record_event("pdf.made", object_type="claim", object_key=version.claim.reference,
                         detail={"version": version.number, "sha256": sha256})  # fmt: skip
