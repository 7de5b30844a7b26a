"""What every request passes: an id, the client's address, and headers no other middleware sets.

Not here: who may go where (guichet.middleware).
"""

import uuid
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from faq.help import field_help
from guichet.forms.field_html import current_help
from guichet.origin import Origin, current_origin

PUBLIC_SECONDS = 300  # an editor's change is everywhere after five minutes
# What is the same for every anonymous reader
PUBLIC_VIEWS = {"wagtail_serve", "guide-pdf", "faq:help", "faq:search"}


class RequestIdMiddleware:
    """Gives each request an id that error pages, logs and events share."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response


class NoNullMiddleware:
    """No address has a NUL, and PostgreSQL refuses a text with one: in a path it is not found, in a query left out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            raise Http404
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Sends an address without language to the reader's. The admin has no such prefix: what is not there stays 404."""

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info.startswith("/admin/"):
            return response
        return super().process_response(request, response)


class AdminLanguageMiddleware:
    """The admin speaks the language its user chose there, also where Wagtail’s own choice ends: errors, refusals."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        profile = request.path.startswith("/admin/") and getattr(request.user, "wagtail_userprofile", None)
        if profile:
            translation.activate(profile.get_preferred_language())
        return self.get_response(request)


class ClientAddressMiddleware:
    """Puts the client's own address into REMOTE_ADDR when a proxy we trust passed it on, and into the audit."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = set(getattr(settings, "TRUSTED_PROXIES", []))

    def __call__(self, request):
        if request.META.get("REMOTE_ADDR") in self.trusted:
            request.META["REMOTE_ADDR"] = self._forwarded(request) or request.META["REMOTE_ADDR"]
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        token = current_origin.set(Origin(address=request.META.get("REMOTE_ADDR", ""), request_id=request.id))
        try:
            return self.get_response(request)
        finally:
            current_origin.reset(token)

    def _forwarded(self, request) -> str:
        """The nearest address in X-Forwarded-For that is not one of ours; empty when malformed."""
        for part in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            try:
                address = str(ip_address(part.strip()))
            except ValueError:
                return ""
            if address not in self.trusted:
                return address
        return ""


class FieldHelpMiddleware:
    """Gives the fields of every form the help that editors set for them; the forms' app does not know of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = current_help.set(lambda name: field_help(request, name))
        try:
            return self.get_response(request)
        finally:
            current_help.reset(token)


class SecurityHeadersMiddleware:
    """CORP on everything; nothing personal is kept by a cache, public pages are for anonymous visitors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def process_view(self, request, view, args, kwargs) -> None:
        """A page that many readers share has no nonce: one known to all protects nobody."""
        request.is_public_page = request.resolver_match.view_name in PUBLIC_VIEWS
        if request.is_public_page and request.user.is_anonymous:
            request.csp_nonce = ""

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response:
            self._say_who_may_keep(request, response)
        return response

    def _say_who_may_keep(self, request, response) -> None:
        """Nobody what is personal; everybody a public page; only the reader what sets a cookie or is no page."""
        if self._is_personal(request):
            response["Cache-Control"] = "no-store"
            return
        is_same_for_all = response.status_code == 200 and not response.cookies
        if is_same_for_all and getattr(request, "is_public_page", False):
            response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        else:
            response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])

    def _is_personal(self, request) -> bool:
        return "/guichet/" in request.path or (hasattr(request, "user") and request.user.is_authenticated)
