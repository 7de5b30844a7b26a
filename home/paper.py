"""The guide on paper: one chapter, or all of them, as one HTML that the printer of the portal turns into PDF/UA.

Not here: the printing itself (settings.HTML_PRINTER), when it happens (home.tasks).
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from home.chapters import Chapter, headings, number_chapters
from home.models import GuideIndexPage, GuidePage
from home.models.guide import GUIDE_DEPTH
from home.screens import SCREENS


@dataclass(frozen=True)
class Paper:
    """What is printed of `page`: a chapter with those below it, or the guide."""

    page: GuideIndexPage | GuidePage

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    @property
    def is_whole(self) -> bool:
        return isinstance(self.page, GuideIndexPage)

    @property
    def name(self) -> str:
        """Where it is kept: another name as soon as a chapter or a picture is another one."""
        facts = [f"{page.pk} {page.title} {page.last_published_at}" for page in self._pages().defer("body", "intro")]
        pictures = [screen.file(self.language) for screen in SCREENS]
        facts += [f"{path.name} {path.stat().st_size}" for path in pictures if path.is_file()]
        mark = hashlib.sha256("\n".join([str(self.page.pk), *facts]).encode()).hexdigest()[:16]
        return f"guide/{self.language}-{mark}.pdf"

    @property
    def file_name(self) -> str:
        return f"{self.page.slug}.pdf"

    def html(self) -> str:
        with translation.override(self.language):
            context = {"page": self.page, "language": self.language, "is_whole": self.is_whole, "is_printed": True}
            html = render_to_string("pdf/guide.html", context | {"chapters": self.chapters()})
        return html.replace('href="/', f'href="{settings.SITE_URL}/')

    def chapters(self) -> list[Chapter]:
        """What is printed, numbered, its headings one below the other."""
        chapters = number_chapters(self._pages(), root_depth=GUIDE_DEPTH)
        printed = [chapter for chapter in chapters if chapter.page.path.startswith(self.page.path)]
        top = 0 if self.is_whole else printed[0].depth
        for chapter in printed:
            headings(chapter.page.body, chapter)
            chapter.level = chapter.depth - top + 1
            for block in chapter.page.body:
                if block.block_type == "heading":
                    block.value.deeper, block.value.place = chapter.level - 1, chapter.number
        return printed

    def _pages(self):
        root = self.page.path[: self.page.steplen * GUIDE_DEPTH]
        pages = GuidePage.objects.filter(path__startswith=root, depth__gt=GUIDE_DEPTH).live()
        return pages.select_related("locale").order_by("path")
