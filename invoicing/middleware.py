"""Keeps reviewers and clerks to the office's own screens of the admin: Wagtail shows some of its to whoever is in.

Not here: who is let into the admin at all (guichet.middleware).
"""

from django.http import Http404, HttpRequest

from .review.panels import is_only_office

ADMIN = "/admin/"
NAMESPACES = {
    "claims", "figures", "office_rates", "office_catalogue", "office_lists", "office_sheets", "office_deadlines",
    "office_replies", "office_texts", "office_translations", "translations",
}  # fmt: skip
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
        """For who works in the office and edits no page, the other screens do not exist."""
        match = request.resolver_match
        if not request.path_info.startswith(ADMIN) or match.url_name in SCREENS or NAMESPACES & set(match.namespaces):
            return
        if is_only_office(request):
            raise Http404
