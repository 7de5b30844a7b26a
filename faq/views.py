"""Pages of the questions that are not in Wagtail's tree: search, help at a place, votes.

Votes come from pages that any cache may keep, so their buttons carry no token (portal.csrf). The limits on them are
counted where the addresses are (portal.urls).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faq import help as places
from faq import voices
from faq.models import FaqEntry
from faq.models.entries import prepare
from faq.search import MOST_LETTERS, search


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Answers to ?q=. While one types, faq.js asks with `live`, and nothing is counted."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_LETTERS]
    hits = search(query, get_language()) if query else []
    if query and not hits and "live" not in request.GET and request.method == "GET":
        voices.count_missed(query, get_language())
    response = render(request, "faq/search.html", {"query": query, "hits": hits})
    if query:  # who searches once more is counted once more, and what one typed is nobody else's to keep
        response["Cache-Control"] = "no-store"
    return response


@require_safe
def help_page(request: HttpRequest, key: str) -> HttpResponse:
    """What an editor chose to answer at the place `key`, alone on its page; frame.js shows it in a panel."""
    answer = places.answer_at(key, get_language())
    if answer is None:
        raise Http404
    if isinstance(answer, FaqEntry):
        prepare([answer])
        context = {"entry": answer, "target": f"entry-{answer.pk}"}
    else:
        context = {"page": answer.specific, "target": f"page-{answer.pk}"}
    context |= {"title": places.title_of(answer), "answer": answer, "spoken": answer.locale.language_code}
    return render(request, "faq/help.html", context)


@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """« Oui » or « Non »; then a page that thanks and offers to add a word."""
    voices.vote(request, request.POST.get("vote", ""))
    return redirect("faq:thanks")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks for the vote; a word may be added to it."""
    cast = voices.last_vote(request)
    if cast is None:
        return redirect(f"/{get_language()}/")
    is_sent = request.method == "POST"
    if is_sent:
        voices.add_word(cast, request.POST.get("word", ""))
    context = {
        "vote": cast,
        "is_sent": is_sent,
        "most": voices.MOST_WORD,
        "back": (cast.entry and cast.entry.url) or cast.page.url,
    }
    return render(request, "faq/thanks.html", context)
