"""Forms that carry no token: they stand on pages which any cache may keep, where it would be somebody else's.

For these the browser says which site the form stood on, in headers no script of another site can write. Who proves it
so needs no token; everybody else, and every other form, is asked for it by Django's own middleware, right after ours.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guichet.views.pages import REDRAW

WITH_A_PAGE = {"guichet:sign-in", "feedback"}  # their own page has a token: there one may try again
WITHOUT_TOKEN = WITH_A_PAGE | {"faq:vote"}


class OwnFormsMiddleware:
    """Lets a form of WITHOUT_TOKEN pass when the browser proves that a page of ours sent it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> None:
        is_meant = request.method == "POST" and request.resolver_match.view_name in WITHOUT_TOKEN
        if is_meant and is_from_here(request):
            request.csrf_processing_done = True  # what Django's middleware notes when it has checked


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser proves that a page of this very origin sent the form: scheme, host and port.

    A page of a sister host is « same-site », one of the same host without TLS is « cross-site »: neither is ours. The
    older header counts only for browsers that do not send the newer one.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    try:
        own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    except DisallowedHost:
        return False
    return origin in own


def names_another_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from elsewhere; « none » is what nobody's page began."""
    return "Origin" in request.headers or request.headers.get("Sec-Fetch-Site", "none") != "none"


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """For a browser that says nothing of where a form stood: the form's page, with what was typed and a token (403).

    None where that is no help: the form comes from another site, it had a token and this did not fit, or the reader is
    signed in, whose pages no cache keeps and all forms have one.
    """
    is_meant = request.resolver_match.view_name in WITH_A_PAGE and request.user.is_anonymous
    if not is_meant or names_another_site(request) or "csrfmiddlewaretoken" in request.POST:
        return None
    request.POST = request.POST.copy()
    request.POST[REDRAW[0]] = ""
    unknown = _("Votre navigateur ne nous a pas dit d’où vient ce formulaire.")
    again = _("Pour votre sécurité, complétez-le, puis envoyez-le encore une fois.")
    messages.warning(request, f"{unknown} {again}")
    view, args, kwargs = request.resolver_match
    response = view(request, *args, **kwargs)
    response.status_code = 403
    return response
