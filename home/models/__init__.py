"""The pages everybody reads, and what stands beside them."""

from .feedback import Feedback
from .guide import GuideIndexPage, GuidePage
from .notice import Notice
from .pages import ContentPage, HomePage

__all__ = ["ContentPage", "Feedback", "GuideIndexPage", "GuidePage", "HomePage", "Notice"]
