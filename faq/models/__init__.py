"""Questions and answers, where they are offered, and what readers say about them."""

from .entries import FaqCategory, FaqEntry
from .help import HelpPlace, PromotedAnswer
from .pages import FaqPage
from .voices import MissedSearch, Vote

__all__ = ["FaqCategory", "FaqEntry", "FaqPage", "HelpPlace", "MissedSearch", "PromotedAnswer", "Vote"]
