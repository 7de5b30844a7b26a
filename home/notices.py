"""Which notices a page shows: those of now, in the reader's language, or in the other where one has no translation."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from home.models.notice import EVERYWHERE, Notice

CACHE_KEY = "home/notices"
FRESH = 30  # seconds a process believes what it read
AHEAD = timedelta(seconds=FRESH)


def notice_places() -> list[tuple[str, str]]:
    """Where a notice can stand: everywhere, and what the other rooms of the portal offer."""
    return [(EVERYWHERE, _("Toutes les pages")), *import_string(settings.NOTICE_PLACES)()]


def notices_at(place: str, *, language: str) -> list[Notice]:
    """What stands at `place` now; the most pressing first. One query in half a minute."""
    now = timezone.now()
    shown: dict = {}
    for notice in _current_notices():
        is_now = notice.place == place and notice.shown_from <= now < notice.shown_until
        if is_now and (notice.translation_key not in shown or notice.locale.language_code == language):
            shown[notice.translation_key] = notice
    return sorted(shown.values(), key=lambda notice: notice.level != Notice.Level.WARNING)


def forget_notices() -> None:
    """The next page reads them again."""
    cache.delete(CACHE_KEY)


def _current_notices() -> list[Notice]:
    notices = cache.get(CACHE_KEY)
    if notices is None:
        now = timezone.now()
        found = Notice.objects.filter(live=True, shown_from__lte=now + AHEAD, shown_until__gt=now)
        notices = list(found.select_related("locale"))
        cache.set(CACHE_KEY, notices, FRESH)
    return notices
