"""Documents that came with a post of the form. What is refused is told, the others stay.

Not here: what may be stored (uploads), serving it (attachments).
"""

import re
from collections.abc import Iterator
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from invoicing.models import Draft
from invoicing.refusals import Refused
from invoicing.uploads import add_attachment, remove_attachment

FILE_FIELD = re.compile(r"documents(?:-for-([a-z0-9-]{1,40}))?", re.ASCII)


def handle_documents(request: HttpRequest, draft: Draft) -> list[str]:
    """Join the files of a post, remove the one its button names; returns what is wrong with those refused."""
    act, _colon, key = request.POST.get("action", "").partition(":")
    if act == "remove-document":
        _remove(draft, key)
    refused = []
    for asked_as, uploaded in _uploaded(request):
        try:
            add_attachment(draft, uploaded, asked_as=asked_as)
        except Refused as reason:
            refused.append(str(reason))
    return refused


def _uploaded(request: HttpRequest) -> Iterator[tuple[str, UploadedFile]]:
    """The files of a post, each with the key of the asked document it was chosen for."""
    for name, files in request.FILES.lists():
        if found := FILE_FIELD.fullmatch(name):
            yield from ((found[1] or "", uploaded) for uploaded in files)


def _remove(draft: Draft, key: str) -> None:
    try:
        attachment = draft.attachments.filter(pk=UUID(key)).first()
    except ValueError:
        return
    if attachment:
        remove_attachment(attachment)
