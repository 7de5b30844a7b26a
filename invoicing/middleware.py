"""Keeps reviewers to the office's own screens of the admin: Wagtail shows some of its screens to whoever is in.

Not here: who is let into the admin at all (guichet.middleware).
"""

from django.http import Http404, HttpRequest

from .review.panels import is_only_reviewer

ADMIN = "/admin/"
NAMESPACES = {"claims"}
SCREENS = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_dismissibles",
}


class OfficeScreensMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """For who reviews claims and edits no page, the other screens do not exist."""
        match = request.resolver_match
        if not request.path_info.startswith(ADMIN) or match.url_name in SCREENS or NAMESPACES & set(match.namespaces):
            return
        if is_only_reviewer(request):
            raise Http404
