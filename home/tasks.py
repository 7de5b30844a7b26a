"""Work done after the answer was given: printing the guide. A task may run twice."""

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.module_loading import import_string
from django_tasks import task
from wagtail.models import Page

from home.paper import Paper

ASK_AGAIN = 60  # seconds after which a paper that did not come is asked for again


def ask_for_paper(paper: Paper) -> None:
    """Once a minute at most, however many people wait for it."""
    if cache.add(f"paper/{paper.name}", True, ASK_AGAIN):
        make_paper.enqueue(paper.page.pk)


@task(queue_name="pdf")
def make_paper(page_id: int) -> None:
    """Prints what `page_id` says now, unless that was done already."""
    paper = Paper(Page.objects.get(pk=page_id).specific)
    if default_storage.exists(paper.name):
        return
    printer = import_string(settings.HTML_PRINTER)
    default_storage.save(paper.name, ContentFile(printer.print_html(paper.html())))
