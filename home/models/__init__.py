"""The pages everybody reads."""

from .guide import GuideIndexPage, GuidePage
from .pages import ContentPage, HomePage

__all__ = ["ContentPage", "GuideIndexPage", "GuidePage", "HomePage"]
