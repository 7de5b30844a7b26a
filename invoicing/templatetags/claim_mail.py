"""Tags for the mails of claims: the words of the version a mail is about."""

from django import template

from invoicing.kinds.registry import get_kind
from invoicing.models import AfterDeadline, Decision, OfficeSettings, Version
from invoicing.review.dossier import SentVersion
from invoicing.summary import spoken_title, summarise

register = template.Library()


@register.filter
def form_title(version: Version) -> str:
    """« Facture (318.632) », as worded when it was sent."""
    return f"{spoken_title(version.wording)} ({version.wording['number']})"


@register.filter
def is_decided_anyway(decision: Decision) -> bool:
    """Whether the office decides on what it has when the day to answer by has passed."""
    return bool(decision.answer_by) and OfficeSettings.recent().after_deadline == AfterDeadline.DECIDE


@register.filter
def decided_on(decision: Decision) -> SentVersion:
    """The version the decision is on, read in the active language: its `reason`, its labelled `remarks`."""
    version = decision.version
    kind = get_kind(version.claim.kind)
    sections = summarise(kind, version.answers, head=version.head, wording=version.wording)
    return SentVersion(version, sections, decision)
