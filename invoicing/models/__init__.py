"""The matter side of the portal: drafts, claims, versions, lines, documents, decisions, rates, the office's words."""

from .attachment import Attachment, PagePicture, StoredFile
from .claim import Claim, Draft, Line, ReferenceCounter, Version
from .decision import Approval, Decision, Recusal, Remark, UndoneDecision
from .late_translation import LateTranslation
from .office_data import CatalogueEntry, FormSheet, LimitPer, ListEntry
from .office_settings import AfterDeadline, OfficeSettings
from .rate import Rate, RateCode
from .reviewing import Note, OfficeMessage, Presence, ReadyReply
from .worklist import Absence, ReviewerChoices

__all__ = [
    "Absence",
    "AfterDeadline",
    "Approval",
    "Attachment",
    "CatalogueEntry",
    "Claim",
    "Decision",
    "Draft",
    "FormSheet",
    "LateTranslation",
    "LimitPer",
    "Line",
    "ListEntry",
    "Note",
    "OfficeMessage",
    "OfficeSettings",
    "PagePicture",
    "Presence",
    "Rate",
    "RateCode",
    "ReadyReply",
    "Recusal",
    "ReferenceCounter",
    "Remark",
    "ReviewerChoices",
    "StoredFile",
    "UndoneDecision",
    "Version",
]
