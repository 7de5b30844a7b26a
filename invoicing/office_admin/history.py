"""Who changed what of the office's data, when: written with each change, read back for the pages.

The audit's chain holds it for good; Wagtail's own log gets it too, for the reports of administrators.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from guichet.audit import record_event
from guichet.models import Account, Event
from invoicing.models import AfterDeadline

from .words import label_of

MOST_SHOWN = 100
CREATED, CHANGED, DELETED, MOVED, KEPT = "created", "changed", "deleted", "moved", "kept"
WORDS = {
    CREATED: gettext_lazy("Ajouté"),
    CHANGED: gettext_lazy("Modifié"),
    DELETED: gettext_lazy("Supprimé"),
    MOVED: gettext_lazy("Déplacé"),
    KEPT: gettext_lazy("Traduction confirmée"),
}
WAGTAIL_ACTIONS = {CREATED: "wagtail.create", CHANGED: "wagtail.edit", DELETED: "wagtail.delete", MOVED: "wagtail.edit"}
KEYS = {"officetext": "text", "rate": "code", "ratecode": "code", "formsheet": "kind"}  # the others go by their id
CHOICES = {"after_deadline": AfterDeadline}

Changes = dict[str, list]  # field → [old, new], as plain values


@dataclass(frozen=True)
class Change:
    """One line of a history page."""

    at: datetime
    who: Account | None
    what: str
    about: str
    values: list[tuple[str, str, str]]  # field, old, new
    event: int


def record_change(act: str, record: Model, *, actor: Account, changes: Changes) -> None:
    """Write what was done to `record` into the audit and into Wagtail's log, in the caller's transaction."""
    name = record._meta.model_name
    detail = {"name": str(record)[:200], "changes": changes}
    record_event(f"{name}.{act}", actor=actor, object_type=name, object_key=key_of(record), detail=detail)
    log(record, WAGTAIL_ACTIONS[act], user=actor, data={"changes": changes}, content_changed=True)


def history_of(*records: Model) -> list[Change]:
    """What was done to these records of one model, the newest first."""
    name = records[0]._meta.model_name
    keys = {key_of(record) for record in records}
    events = Event.objects.filter(object_type=name, object_key__in=keys).select_related("actor")
    return [_read(event) for event in events.order_by("-pk")[:MOST_SHOWN]]


def key_of(record: Model) -> str:
    return str(getattr(record, KEYS.get(record._meta.model_name, "pk")))


def _read(event: Event) -> Change:
    act = event.action.rpartition(".")[2]
    values = [
        (label_of(field), _say(field, old), _say(field, new)) for field, (old, new) in event.detail["changes"].items()
    ]
    return Change(event.at, event.actor, str(WORDS[act]), event.detail["name"], values, event.pk)


def _say(field: str, value) -> str:
    """A stored value for the eye: yes and no, dates the Swiss way, the label of a choice, « – » for nothing."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, dict):
        return ", ".join(sorted(key for key, is_on in value.items() if is_on)) or "–"
    if value in CHOICES.get(field, ()):
        return str(CHOICES[field](value).label)
    text = str(value if value is not None else "")
    if len(text) == 10 and text[4:5] == text[7:8] == "-":
        return ".".join(reversed(text.split("-")))
    return text or "–"
