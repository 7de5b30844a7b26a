"""Who may go where: the time limits of a session, and the only door of the admin."""

import re
import time

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import get_resolver, reverse

from .access import ask_to_sign_in, is_signed_in
from .session import NOTICE_KEY, SEEN_AT, SIGNED_IN_AT, end_session, seconds_left

NOTED_EVERY = 60  # seconds between two notes of activity: not every request writes the session
ATTENDED = "X-Attended"  # said by a page that asks by itself, when somebody used it since it last did


class SessionLimitsMiddleware:
    """Signs out after too long without activity, and after too long altogether; the sign-in page says so."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.unattended = re.compile(settings.UNATTENDED_PATHS)

    def __call__(self, request):
        if request.user.is_authenticated:
            self._check(request, int(time.time()))
        return self.get_response(request)

    def _check(self, request, now: int) -> None:
        session = request.session
        if min(seconds_left(request, now)) < 0:
            end_session(request, action="sign_in.session_expired")
            request.session[NOTICE_KEY] = "expired"
            return
        session.setdefault(SIGNED_IN_AT, now)
        if now - session.get(SEEN_AT, 0) >= NOTED_EVERY and self._is_activity(request):
            session[SEEN_AT] = now

    def _is_activity(self, request) -> bool:
        """Whether a person asked: an open page that only says so itself keeps nobody signed in."""
        return ATTENDED in request.headers or not self.unattended.match(request.path_info)


def no_such_page(request) -> HttpResponse:
    """404, and not the offer of LocaleMiddleware to look under /fr/admin/ instead."""
    response = get_resolver().resolve_error_handler(404)(request, exception=Http404())
    request.urlconf = "wagtail.admin.urls"
    return response


class AdminDoorMiddleware:
    """Nothing below /admin/ answers without both factors; for those who do not work there it does not exist."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        root = reverse("wagtailadmin_home")
        if request.path.startswith(root):
            if not is_signed_in(request):
                return ask_to_sign_in(request)
            if not (request.user.is_staff and request.user.has_perm("wagtailadmin.access_admin")):
                return no_such_page(request)
            if request.path == reverse("wagtailadmin_logout"):  # a GET too: Wagtail's would drop the cookie
                request.path_info = request.path = reverse("guichet:sign-out")
        return self.get_response(request)
