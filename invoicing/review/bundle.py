"""The file of a claim as a ZIP: the PDF of each version, its documents, and the history as a table.

Internal notes stay inside: the file may be given to the person (LPGA art. 47).
"""

import csv
import zipfile
from io import BytesIO, StringIO

from django.utils import timezone
from django.utils.translation import gettext as _

from invoicing.enums import PdfState
from invoicing.private_files import read_private
from invoicing.uploads import open_verified

from .dossier import Dossier, SentVersion

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_bundle(dossier: Dossier) -> bytes:
    """The ZIP; raises private_files.Damaged."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for sent in dossier.versions:
            _add_version(bundle, dossier.claim.reference, sent)
        bundle.writestr(_("historique.csv"), _history(dossier))
    return file.getvalue()


def _add_version(bundle: zipfile.ZipFile, reference: str, sent: SentVersion) -> None:
    version = sent.version
    if version.pdf_state == PdfState.READY:
        data = read_private(version.pdf_name, sha256=version.pdf_sha256)
        bundle.writestr(f"{reference}-v{version.number}.pdf", data)
    for place, document in enumerate(version.attachments.all(), start=1):
        bundle.writestr(f"v{version.number}/{place:02d}-{document.name}", open_verified(document.file))


def _history(dossier: Dossier) -> str:
    table = StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow([_("Quand"), _("Quoi"), _("Qui")])
    for event in reversed(list(dossier.acts())):
        row = (f"{timezone.localtime(event.at):%d.%m.%Y %H:%M}", str(event.label), str(event.actor or ""))
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + table.getvalue()


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
