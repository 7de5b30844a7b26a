"""The editors' report: what did not help, what was looked for in vain, where people fail, and where to mend it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page

from faq.models import FaqEntry, FaqPage, MissedSearch, Vote
from faq.obstacles import obstacle_rows
from faq.targets import Target, Targets

MOST_ROWS = 100
MOST_WORDS = 3
PERIODS = {
    "30": gettext_lazy("Les 30 derniers jours"),
    "91": gettext_lazy("Les 3 derniers mois"),
    "365": gettext_lazy("Les 12 derniers mois"),
    "730": gettext_lazy("Les 2 dernières années"),
}
USUAL_PERIOD = "365"


class PeriodForm(forms.Form):
    days = forms.ChoiceField(label=gettext_lazy("Période"), choices=PERIODS)


@dataclass
class Row:
    """Votes on one page or question."""

    target: Target
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
    """Four lists, the most useful to mend first."""
    period = PeriodForm(request.GET if "days" in request.GET else {"days": USUAL_PERIOD})
    since = start_of(period.cleaned_data["days"] if period.is_valid() else USUAL_PERIOD)
    targets = Targets(request.user)
    context = {
        "header_title": _("Rapport de la rédaction"),
        "page_title": _("Rapport de la rédaction"),
        "header_icon": "help",
        "period": period,
        "rows": vote_rows(since, targets),
        "searches": missed_searches(since, targets),
        "obstacles": obstacle_rows(since, targets),
    }
    return render(request, "faq/report.html", context)


def start_of(days: str) -> datetime:
    """The beginning of a day, so that what was counted stays the same until the next."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=int(days))


def vote_rows(since: datetime, targets: Targets) -> list[Row]:
    """Pages and questions with votes, those that most often did not help on top."""
    counted = Vote.objects.filter(created_at__gte=since).order_by().values("page_id", "entry_id")
    counted = counted.annotate(yes=Count("pk", filter=Q(is_helpful=True)), no=Count("pk", filter=Q(is_helpful=False)))
    counted = list(counted.order_by("-no", "yes", "page_id", "entry_id")[:MOST_ROWS])
    pages = Page.objects.select_related("locale").in_bulk({row["page_id"] for row in counted})
    entries = FaqEntry.objects.select_related("locale").in_bulk({row["entry_id"] for row in counted} - {None})
    words = last_words(since)
    return [
        Row(
            target=targets.of(entries[row["entry_id"]] if row["entry_id"] else pages[row["page_id"]]),
            yes=row["yes"],
            no=row["no"],
            words=words.get((row["page_id"], row["entry_id"]), []),
        )
        for row in counted
    ]


def last_words(since: datetime) -> dict[tuple[int, int | None], list[str]]:
    """What readers wrote most recently, for each page and question."""
    words: dict[tuple[int, int | None], list[str]] = {}
    newest = Vote.objects.exclude(word="").filter(created_at__gte=since).order_by("-created_at", "-pk")
    for page, entry, word in newest.values_list("page_id", "entry_id", "word")[: MOST_ROWS * MOST_WORDS]:
        words.setdefault((page, entry), []).append(word)
    return {place: said[:MOST_WORDS] for place, said in words.items()}


def missed_searches(since: datetime, targets: Targets) -> list[tuple[MissedSearch, Target]]:
    """Searches without result, the most frequent first, each with where its answer could be written."""
    pages = {page.locale.language_code: targets.new_question(page) for page in FaqPage.objects.select_related("locale")}
    missed = MissedSearch.objects.filter(last_at__gte=since, language__in=pages)
    return [(each, pages[each.language]) for each in missed[:MOST_ROWS]]
