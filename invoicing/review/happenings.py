"""What happened to a claim, from the audit: who did what when, and what each act is called.

Not here: what a person sees of it (invoicing.following).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.lookups import EndsWith
from django.utils import timezone
from django.utils.translation import gettext_lazy

from guichet.models import Event
from invoicing.models import Claim

from .attention import CONTACT_CHANGED_DAYS, CONTACT_CHANGES

MOST_EVENTS = 200
UNDOING = {"claim.take_back", "claim.let_lapse", "claim.undo"}
ACTIONS = {
    "claim.sent": gettext_lazy("Demande envoyée"),
    "claim.entered": gettext_lazy("Demande saisie d’après un formulaire papier"),
    "claim.accepted": gettext_lazy("Demande acceptée"),
    "claim.returned": gettext_lazy("Correction demandée"),
    "claim.refused": gettext_lazy("Demande refusée"),
    "claim.withdrawn": gettext_lazy("Demande retirée"),
    "claim.assigned": gettext_lazy("Demande attribuée"),
    "claim.released": gettext_lazy("Demande libérée"),
    "claim.read": gettext_lazy("Demande consultée"),
    "attachment.read": gettext_lazy("Document consulté"),
    "pdf.read": gettext_lazy("PDF consulté"),
    "pdf.made": gettext_lazy("PDF établi"),
    "pdf.failed": gettext_lazy("PDF impossible à établir"),
    "note.written": gettext_lazy("Note interne écrite"),
    "claim.approved": gettext_lazy("Demande acceptée une première fois"),
    "claim.take_back": gettext_lazy("Demande de correction reprise"),
    "claim.let_lapse": gettext_lazy("Délai de correction échu"),
    "claim.undo": gettext_lazy("Décision annulée"),
    "claim.reminded": gettext_lazy("Rappel envoyé"),
    "claim.written_to": gettext_lazy("Message envoyé à la personne"),
    "letter.read": gettext_lazy("Lettre consultée"),
    "bundle.read": gettext_lazy("Dossier téléchargé"),
}


@dataclass(frozen=True)
class Happening:
    """An event of the audit, as far as it is shown: who did what when, to which version."""

    at: datetime
    action: str
    object_type: str
    actor: str = ""
    version: int | None = None

    @property
    def label(self) -> str:
        return ACTIONS.get(self.action, self.action)


def load_happenings(claim: Claim) -> list[Happening]:
    """The newest of the claim, and recent changes of the person's contact data; readings never displace acts."""
    since = timezone.now() - timedelta(days=CONTACT_CHANGED_DAYS)
    events = Event.objects.filter(
        Q(object_type="claim", object_key=claim.reference)
        | Q(actor=claim.owner, action__in=CONTACT_CHANGES, at__gte=since)
    )
    rows = events.order_by(EndsWith(F("action"), Value(".read")), "-pk").values_list(
        "pk", "at", "action", "object_type", "actor__first_name", "actor__last_name", "detail"
    )
    return [
        Happening(at, action, object_type, f"{first_name or ''} {last_name or ''}".strip(), detail.get("version"))
        for _pk, at, action, object_type, first_name, last_name, detail in sorted(rows[:MOST_EVENTS], reverse=True)
    ]
