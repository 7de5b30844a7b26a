"""The editors' report: which answers did not help, what was looked for in vain, and where to mend it."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from faq.models import FaqEntry, FaqPage, MissedSearch, Vote

MOST_ROWS = 100
MOST_WORDS = 3


@dataclass
class Row:
    """Votes on one page or question."""

    title: str
    language: str
    edit_url: str
    yes: int
    no: int
    words: list[str] = field(default_factory=list)

    @property
    def share(self) -> int:
        """How many of a hundred it helped."""
        return round(100 * self.yes / (self.yes + self.no))


@require_safe
@permission_required("faq.change_faqcategory", raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    """Two lists, the most useful to mend first."""
    context = {
        "header_title": _("Utilité des réponses"),
        "page_title": _("Utilité des réponses"),
        "header_icon": "help",
        "rows": vote_rows(),
        "searches": missed_searches(),
    }
    return render(request, "faq/report.html", context)


def vote_rows() -> list[Row]:
    """Pages and questions with votes, those that most often did not help on top."""
    counted = Vote.objects.order_by().values("page_id", "entry_id")
    counted = counted.annotate(yes=Count("pk", filter=Q(is_helpful=True)), no=Count("pk", filter=Q(is_helpful=False)))
    counted = list(counted.order_by("-no", "yes", "page_id", "entry_id")[:MOST_ROWS])
    pages = Page.objects.select_related("locale").in_bulk({row["page_id"] for row in counted})
    entries = FaqEntry.objects.in_bulk({row["entry_id"] for row in counted} - {None})
    words = last_words()
    return [
        Row(
            title=entries[row["entry_id"]].question if row["entry_id"] else pages[row["page_id"]].title,
            language=pages[row["page_id"]].locale.language_code,
            edit_url=reverse("wagtailadmin_pages:edit", args=[row["page_id"]]),
            yes=row["yes"],
            no=row["no"],
            words=words.get((row["page_id"], row["entry_id"]), []),
        )
        for row in counted
    ]


def last_words() -> dict[tuple[int, int | None], list[str]]:
    """What readers wrote most recently, for each page and question."""
    words: dict[tuple[int, int | None], list[str]] = {}
    newest = Vote.objects.exclude(word="").order_by("-created_at", "-pk")
    for page, entry, word in newest.values_list("page_id", "entry_id", "word")[: MOST_ROWS * MOST_WORDS]:
        words.setdefault((page, entry), []).append(word)
    return {place: said[:MOST_WORDS] for place, said in words.items()}


def missed_searches() -> list[tuple[MissedSearch, str]]:
    """Searches without result, the most frequent first, each with the page of questions that could answer it."""
    pages = dict(FaqPage.objects.values_list("locale__language_code", "pk"))
    return [
        (missed, reverse("wagtailadmin_pages:edit", args=[pages[missed.language]]))
        for missed in MissedSearch.objects.all()[:MOST_ROWS]
        if missed.language in pages
    ]
