"""Documents that came with a post of the form. What is refused is told, the others stay.

Not here: what may be stored (uploads), serving it (attachments).
"""

from uuid import UUID

from django.http import HttpRequest

from invoicing.models import Draft
from invoicing.refusals import Refused
from invoicing.uploads import add_attachment, remove_attachment


def handle_documents(request: HttpRequest, draft: Draft) -> list[str]:
    """Join the files of a post, remove the one its button names; returns what is wrong with those refused."""
    act, _colon, key = request.POST.get("action", "").partition(":")
    if act == "remove-document":
        _remove(draft, key)
    refused = []
    for uploaded in request.FILES.getlist("documents"):
        try:
            add_attachment(draft, uploaded)
        except Refused as reason:
            refused.append(str(reason))
    return refused


def _remove(draft: Draft, key: str) -> None:
    try:
        attachment = draft.attachments.filter(pk=UUID(key)).first()
    except ValueError:
        return
    if attachment:
        remove_attachment(attachment)
