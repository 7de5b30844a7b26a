"""The matter side of the portal: drafts, claims, versions, lines, documents, decisions, rates, the office's words."""

from .attachment import Attachment, PagePicture, StoredFile
from .claim import Claim, Draft, Line, ReferenceCounter, Version
from .decision import Decision, Remark
from .office_data import CatalogueEntry, FormSheet, LimitPer, ListEntry
from .rate import Rate, RateCode
from .reviewing import Note, Presence

__all__ = [
    "Attachment",
    "CatalogueEntry",
    "Claim",
    "Decision",
    "Draft",
    "FormSheet",
    "LimitPer",
    "Line",
    "ListEntry",
    "Note",
    "PagePicture",
    "Presence",
    "Rate",
    "RateCode",
    "ReferenceCounter",
    "Remark",
    "StoredFile",
    "Version",
]
