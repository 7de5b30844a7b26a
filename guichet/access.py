"""Who may open a page: decorators for views. Every one of them wants the second factor, never the password alone.

Not here: the time limits of a session and the door of the admin (middleware.py).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

FRESH_CODE = timedelta(minutes=10)
CODE_ENTERED_AT = "code_entered_at"  # session key: when the last code was typed


def is_signed_in(request: HttpRequest) -> bool:
    """Whether password and code were both given in this session."""
    return request.user.is_authenticated and request.user.is_verified()


def has_fresh_code(request: HttpRequest) -> bool:
    """Whether a code was typed in this session within the last ten minutes."""
    entered = parse_datetime(request.session.get(CODE_ENTERED_AT, ""))
    return entered is not None and timezone.now() - entered <= FRESH_CODE


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to where the person wanted to go; 401 for what a script asked."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else _page_of_form(request)
    address = f"{reverse('guichet:sign-in')}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("guichet:sign-in")})
    return redirect(address)


def _page_of_form(request: HttpRequest) -> str:
    """Where the form that was posted stands: its own address may answer to posts only."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return request.path
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def signed_in(view: Callable) -> Callable:
    """Only for accounts signed in with password and code; others go to the sign-in page first."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if is_signed_in(request) else ask_to_sign_in(request)

    return guarded


def fresh_code(view: Callable) -> Callable:
    """Only when a code was typed in the last ten minutes; others type one first and come back."""

    @signed_in
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if has_fresh_code(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('guichet:confirm-code')}?{urlencode({'next': request.path})}")

    return guarded


def staff_only(view: Callable) -> Callable:
    """Only for staff; for everybody else the page does not exist."""

    @signed_in
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
