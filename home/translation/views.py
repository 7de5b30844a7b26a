"""The translation desk in the Wagtail admin: the list with its filters, and the acts of its lines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import get_edit_url

from .acts import NotPossible, keep_translation, open_both, publish_both
from .pairs import work_of
from .subjects import State, Subject, all_languages, count_states, providers, subjects_for
from .works import Work

INDEX = "translations:index"
PER_PAGE = 50
ANY = ""


@dataclass
class Filters:
    """What the address asks for; what it does not know counts as not asked."""

    state: str
    kind: str
    language: str
    words: str

    @classmethod
    def of(cls, request: HttpRequest, subjects: Iterable[Subject]) -> "Filters":
        asked = {name: request.GET.get(name, ANY) for name in ("state", "kind", "language")}
        known = {"state": State.values, "kind": {subject.kind for subject in subjects}, "language": all_languages()}
        return cls(
            words=request.GET.get("q", "").strip(),
            **{name: value if value in known[name] else ANY for name, value in asked.items()},
        )

    @property
    def languages(self) -> list[str]:
        return [self.language] if self.language else all_languages()

    def within(self, subjects: Iterable[Subject]) -> list[Subject]:
        """Without the state, whose counts are shown for all of them."""
        words = self.words.casefold()
        return [
            subject
            for subject in subjects
            if self.kind in (ANY, subject.kind)
            and words in f"{subject.title} {subject.where} {subject.also}".casefold()
        ]

    def chosen(self, subjects: Iterable[Subject]) -> list[Subject]:
        if self.state == ANY:
            return list(subjects)
        return [each for each in subjects if each.has(self.state, self.languages)]


def keepers_only(view: Callable) -> Callable:
    """For who keeps nothing in two languages there is no desk."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not providers(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@keepers_only
@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    subjects = subjects_for(request)
    filters = Filters.of(request, subjects)
    within = filters.within(subjects)
    counts = count_states(within, filters.languages)
    kinds = dict(sorted({(each.kind, each.kind_label) for each in subjects}, key=lambda kind: str(kind[1])))
    context = {
        "header_title": _("Traductions"),
        "page_title": _("Traductions"),
        "header_icon": "wagtail-localize-language",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": "", "label": _("Traductions")},
        ],
        "filters": filters,
        "kinds": kinds,
        "states": [{"key": state.value, "label": state.label, "count": counts[state]} for state in State],
        "total": len(within),
        "page_obj": Paginator(filters.chosen(within), PER_PAGE).get_page(request.GET.get("page")),
        "here": request.get_full_path(),
    }
    return render(request, "home/translation/desk.html", context)


def act(view: Callable) -> Callable:
    """A posted act on one work; why it was not possible is told on the page one comes from."""

    @keepers_only
    @require_POST
    @wraps(view)
    def acted(request: HttpRequest, key: UUID) -> HttpResponse:
        work = work_of(key)
        if work is None:
            raise Http404
        back = get_valid_next_url_from_request(request) or reverse(INDEX)
        try:
            return view(request, work) or redirect(back)
        except NotPossible as reason:
            messages.error(request, str(reason))
            return redirect(back)

    return acted


@act
def translate(request: HttpRequest, work: Work) -> HttpResponse:
    return redirect(get_edit_url(open_both(work, user=request.user)))


@act
def keep(request: HttpRequest, work: Work) -> None:
    keep_translation(work, user=request.user)
    messages.success(request, _("La traduction est à jour, telle qu’elle est."))


@act
def publish(request: HttpRequest, work: Work) -> None:
    published = publish_both(work, user=request.user)
    said = {
        1: _("« %(title)s » est publiée : les deux langues sont à jour."),
        2: _("« %(title)s » est publiée dans les deux langues."),
    }
    messages.success(request, said[len(published)] % {"title": work.any_member})
