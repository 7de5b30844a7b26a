"""The documents of a claim beside its answers: which page of which document is looked at.

The page works by links alone; js/viewer.js turns them without loading the claim again. Not here: drawing (pictures).
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from invoicing.models import Attachment

from .dossier import Dossier


@dataclass(frozen=True)
class Viewer:
    """The document shown and its page; `documents` are all there are to choose from."""

    reference: str
    documents: list[Attachment]
    shown: Attachment
    number: int

    @property
    def picture_url(self) -> str:
        return reverse("claims:page", args=[self.reference, self.shown.pk, self.number])

    @property
    def pages(self) -> int:
        return self.shown.file.pages

    @property
    def previous_url(self) -> str:
        return self._step(-1)

    @property
    def next_url(self) -> str:
        return self._step(1)

    def choices(self) -> list[dict]:
        """The documents, with their address, how many pages they have, and which is shown."""
        return [
            {
                "document": document,
                "url": self._link(1, document),
                "picture_url": reverse("claims:page", args=[self.reference, document.pk, 1]),
                "is_shown": document.pk == self.shown.pk,
            }
            for document in self.documents
        ]

    def _step(self, by: int) -> str:
        """The page before or after, in the document beside this one where this one ends; empty at either end."""
        if 1 <= self.number + by <= self.pages:
            return self._link(self.number + by)
        place = self.documents.index(self.shown) + by
        if not 0 <= place < len(self.documents):
            return ""
        beside = self.documents[place]
        return self._link(1 if by > 0 else beside.file.pages, beside)

    def _link(self, number: int, document: Attachment | None = None) -> str:
        return f"?{urlencode({'document': (document or self.shown).pk, 'page': number})}#documents"


def view_documents(dossier: Dossier, asked: QueryDict) -> Viewer | None:
    """The viewer of the newest version's documents as `asked` by ?document and ?page; None where there are none."""
    documents = list(dossier.newest.version.attachments.all())
    if not documents:
        return None
    shown = next((document for document in documents if str(document.pk) == asked.get("document")), documents[0])
    page = asked.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() else 1
    return Viewer(dossier.claim.reference, documents, shown, max(1, min(number, shown.file.pages)))
