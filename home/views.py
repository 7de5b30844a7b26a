"""What the public pages have beside themselves: addresses for machines, and the guide on paper."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page

from home.models import GuideIndexPage, GuidePage
from home.paper import Paper
from home.tasks import ask_for_paper

LOOK_AGAIN = 4  # seconds


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest):
    return render(request, "home/robots.txt", content_type="text/plain; charset=utf-8")


class PublicSitemap(Sitemap):
    """Every page everybody may read, in both languages; Wagtail's own knows only the tree of one."""

    def items(self):
        pages = Page.objects.filter(depth__gt=1).live().public().select_related("locale")
        return pages.order_by("path").defer_streamfields().specific()


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return wagtail_sitemap(request, {"pages": PublicSitemap})


@require_safe
def guide_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """A chapter, or the whole guide, as PDF; until the worker has made it, a page that says so (202)."""
    pages = Page.objects.live().type(GuideIndexPage, GuidePage).filter(locale__language_code=get_language())
    paper = Paper(get_object_or_404(pages, translation_key=key).specific)
    if not default_storage.exists(paper.name):
        ask_for_paper(paper)
        return render(request, "home/paper_waiting.html", {"paper": paper, "look_again": LOOK_AGAIN}, status=202)
    return FileResponse(default_storage.open(paper.name), content_type="application/pdf", filename=paper.file_name)
