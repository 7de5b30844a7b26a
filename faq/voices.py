"""Hearing readers: one vote per session and answer, and the searches that found nothing.

Nothing personal is kept: no account, no address; words that look like a number of somebody's or an address are dropped.
Kept: votes two years; searches typed once 30 days, others a year. `prune` removes the rest, hourly, by the worker.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.models import Page

from faq.models import FaqEntry, MissedSearch, Vote
from faq.search_index import words_of

VOTES_KEY = "votes"  # in the session: what was voted on → which vote
LAST_KEY = "last_vote"
TARGET = re.compile(r"(page|entry)-([0-9]{1,9})-(yes|no)")
KEEP_VOTES = timedelta(days=730)
KEEP_SEARCHES = timedelta(days=365)
KEEP_SINGLE_SEARCHES = timedelta(days=30)
MOST_SEARCHES = 5000  # different ones: a machine that types nonsense fills no disk
MOST_WORD = 300
PERSONAL = re.compile(r"\S*@\S*|\S*[0-9](?:[\s./-]*[0-9]){5,}\S*")


def vote(request: HttpRequest, target: str) -> Vote:
    """Counts the vote; a second one from the same session on the same answer replaces the first."""
    match = TARGET.fullmatch(target)
    if match is None:
        raise Http404
    kind, pk, answer = match.groups()
    page, entry = find_target(kind, int(pk))
    cast = request.session.get(VOTES_KEY, {})
    with transaction.atomic():
        Vote.objects.filter(pk=cast.get(f"{kind}-{pk}")).delete()
        new = Vote.objects.create(page=page, entry=entry, is_helpful=answer == "yes")
    request.session[VOTES_KEY] = cast | {f"{kind}-{pk}": new.pk}
    request.session[LAST_KEY] = new.pk
    return new


def find_target(kind: str, pk: int) -> tuple[Page, FaqEntry | None]:
    if kind == "page":
        return get_object_or_404(Page.objects.live().filter(depth__gt=1), pk=pk), None
    entry = get_object_or_404(FaqEntry, live=True, pk=pk)
    if not (entry.page and entry.page.live):
        raise Http404
    return entry.page, entry


def last_vote(request: HttpRequest) -> Vote | None:
    """The vote of this session that a word may still be added to."""
    return Vote.objects.select_related("page", "entry").filter(pk=request.session.get(LAST_KEY)).first()


def add_word(vote: Vote, word: str) -> None:
    vote.word = without_personal(word)[:MOST_WORD]
    vote.save(update_fields=["word"])


def without_personal(text: str) -> str:
    """`text` without mail addresses and long numbers: AVS numbers, IBANs, phones."""
    return PERSONAL.sub("…", text.replace("\x00", "")).strip()


def count_missed(query: str, language: str) -> None:
    """Notes that `query` found nothing, unless it holds something personal."""
    words = " ".join(words_of(query))[: MissedSearch._meta.get_field("words").max_length].strip()
    if len(words) < 3 or PERSONAL.search(query) or sum(character.isdigit() for character in words) > 5:
        return
    if MissedSearch.objects.filter(language=language, words=words).update(count=F("count") + 1, last_at=timezone.now()):
        return
    if MissedSearch.objects.count() < MOST_SEARCHES:
        MissedSearch.objects.get_or_create(language=language, words=words)


def prune() -> int:
    """Removes what has been kept long enough; returns how much."""
    now = timezone.now()
    outdated = [
        Vote.objects.filter(created_at__lt=now - KEEP_VOTES),
        MissedSearch.objects.filter(last_at__lt=now - KEEP_SEARCHES),
        MissedSearch.objects.filter(last_at__lt=now - KEEP_SINGLE_SEARCHES, count=1),
    ]
    return sum(rows.delete()[0] for rows in outdated)
