"""The pages of faults: what happened, whether the entries are safe, whom to call.

A fault of ours (500, 503) is drawn without the account, without messages and without the database, because any of them
may be what failed; when even that cannot be drawn, a page that stands on nothing is. Not here: errors at a field.
"""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

from guichet.limits import LimitsUnavailable, TooMany

from .csrf import ask_again

logger = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BUSY_SECONDS = 30  # after a 503, when to try again


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason="") -> HttpResponse:
    """A form that came without its token: cookies refused, or a page left open over a sign-in or sign-out."""
    return ask_again(request) or error_page(request, 403, is_stale_form=True)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """When editors took the home page off line, the door to the desk stays where people look for it."""
    if request.path_info.strip("/") in dict(settings.LANGUAGES):
        return redirect("guichet:sign-in")
    return error_page(request, 404)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    return error_page(request, 429, retry_after=seconds)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database did not answer in time."""
    if isinstance(sys.exception(), OperationalError):
        return error_page(request, 503, retry_after=BUSY_SECONDS)
    return error_page(request, 500)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    response = error_page(request, 405)
    response["Allow"] = allowed
    return response


class FaultMiddleware:
    """Answers the exceptions of views that mean « later », and addresses of buttons that were opened like a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return wrong_method(request, response["Allow"])
        return response

    def process_exception(self, request, exception) -> HttpResponse | None:
        if isinstance(exception, TooMany):
            return too_many_requests(request, exception.retry_after)
        if isinstance(exception, LimitsUnavailable | OperationalError):
            logger.error("The portal could not answer in time", exc_info=exception)
            return error_page(request, 503, retry_after=BUSY_SECONDS)
        return None


# --- Drawing ------------------------------------------------------------------------


def error_page(request: HttpRequest, status: int, *, retry_after: int = 0, **facts) -> HttpResponse:
    """The page of fault `status` in the language of the address; `retry_after` in seconds."""
    context = {"status": status, "wait_minutes": -(-retry_after // 60), "retry_after": retry_after, **facts}
    with override(_language(request)):
        response = _draw_bare(request, context) if status >= 500 else render(request, "errors/error.html", context)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _language(request: HttpRequest) -> str:
    return get_language_from_path(request.path_info) or getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)


def _draw_bare(request: HttpRequest, context: dict) -> HttpResponse:
    """The page without context processors: these read the session and the account."""
    context |= {
        "request": request,
        "is_bare": True,
        "CSP_NONCE": getattr(request, "csp_nonce", ""),
        "office_phone": settings.OFFICE_PHONE,
        "office_hours": settings.OFFICE_HOURS,
    }
    try:
        return HttpResponse(render_to_string("errors/error.html", context))
    except Exception:
        logger.exception("The page of a fault could not be drawn")
        return HttpResponse(render_to_string("errors/last_resort.html", context))
