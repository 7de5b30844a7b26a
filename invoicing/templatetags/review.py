"""Tags of the office's pages: the long parts of a claim, which claim_html writes; a value by its path."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from guichet.models import Account
from invoicing import workflow
from invoicing.models import Decision, OfficeSettings, UndoneDecision
from invoicing.review.claim_html import events_html, findings_html, remark_html, section_html
from invoicing.review.dossier import Dossier
from invoicing.summary import spoken

register = template.Library()

for part in (events_html, findings_html, remark_html, section_html):
    register.simple_tag(part)


@register.filter
def at(values: dict[str, str], path: str) -> str:
    """What `values` holds at `path`; empty when nothing."""
    return values.get(path, "") if values else ""


@register.filter
def reads_in(account: Account) -> str:
    """In which language somebody is written to, in the reader's words."""
    return _("en allemand") if account.language == "de" else _("en français")


@register.filter
def reason_of(undone: UndoneDecision) -> str:
    """Of a refusal that no longer holds, as worded that day."""
    return spoken(undone.reason_wording)


@register.filter
def asked_in(dossier: Dossier, undone: UndoneDecision) -> list[dict[str, str]]:
    return dossier.remarks_of(undone)


@register.filter
def undone_until(decision: Decision) -> datetime:
    """The last moment at which a decision can be undone."""
    return workflow.undone_until(decision, OfficeSettings.recent())
