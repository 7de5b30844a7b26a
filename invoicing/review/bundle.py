"""The file of a claim as a ZIP: the PDF of each version, its documents; the history and what the office said as tables.

Internal notes stay inside: the file may be given to the person (LPGA art. 47).
"""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from django.utils import timezone
from django.utils.translation import gettext as _

from invoicing.enums import PdfState
from invoicing.models import Decision, OfficeMessage, UndoneDecision
from invoicing.private_files import read_private
from invoicing.summary import spoken
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
        bundle.writestr(_("decisions.csv"), _answers(dossier))
    return file.getvalue()


def _add_version(bundle: zipfile.ZipFile, reference: str, sent: SentVersion) -> None:
    version = sent.version
    if version.pdf_state == PdfState.READY:
        data = read_private(version.pdf_name, sha256=version.pdf_sha256)
        bundle.writestr(f"{reference}-v{version.number}.pdf", data)
    for place, document in enumerate(version.attachments.all(), start=1):
        bundle.writestr(f"v{version.number}/{place:02d}-{document.name}", open_verified(document.file))


def _history(dossier: Dossier) -> str:
    acts = [event for event in reversed(list(dossier.acts())) if event.action != "note.written"]
    rows = [(_moment(event.at), event.label, event.version or "", event.actor or "") for event in acts]
    return _table((_("Quand"), _("Quoi"), _("Version"), _("Qui")), rows)


def _answers(dossier: Dossier) -> str:
    """Decisions, those undone too, and messages, in the order of time; each with all it said."""
    versions = {sent.version.pk: sent for sent in dossier.versions}
    rows = [_message(message) for message in dossier.messages]
    rows += [_decision(sent.decision, sent, sent.remarks) for sent in dossier.versions if sent.decision]
    for undone in dossier.undone:
        sent = versions[undone.version_id]
        rows.append((*_decision(undone, sent, dossier.remarks_of(undone)), _moment(undone.undone_at), undone.why))
    heads = (_("Quand"), _("Quoi"), _("Version"), _("Qui"), _("Raison"), _("Message"), _("À corriger"),
             _("Annulée le"), _("Raison de l’annulation"))  # fmt: skip
    return _table(heads, [(_moment(at), *row) for at, *row in sorted(rows, key=lambda row: row[0])])


def _decision(decision: Decision | UndoneDecision, sent: SentVersion, remarks: list[dict[str, str]]) -> tuple:
    told = "\n".join(_("%(label)s : %(text)s") % remark for remark in remarks)
    return (decision.decided_at, decision.get_outcome_display(), sent.version.number, decision.reviewer,
            spoken(decision.reason_wording) if decision.reason_wording else "", decision.message, told)  # fmt: skip


def _message(message: OfficeMessage) -> tuple:
    return message.sent_at, _("Message envoyé à la personne"), "", message.author, "", message.text


def _table(heads: Sequence[str], rows: Iterable[Sequence]) -> str:
    table = StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in (*row, *[""] * (len(heads) - len(row)))])
    return "\ufeff" + table.getvalue()


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M}"


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
