"""Two policies: the strict one of the settings everywhere, and a weaker one for Wagtail's editing screens.

Wagtail 8.0 still writes inline scripts and styles into those screens, and a nonce would make browsers ignore
'unsafe-inline'. Nobody who sees claims may open them: the office's own pages are strict like the public ones.
"""

import re

from csp.constants import SELF, UNSAFE_INLINE

ADMIN = "/admin/"
# The one list of screens that need inline code. Everything else under /admin/, claims first, stays strict.
EDITING = re.compile(
    r"^/admin/("
    r"pages/(add/|\d+/(edit|copy|move))"  # rich text, page choosers, and the preview beside them
    r"|snippets/[a-z_]+/[a-z_]+/(add|edit|preview)"
    r"|(groups|redirects|sites|workflows)/"  # page choosers
    r"|localize/"
    r")"
)
EDITING_SOURCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
# Wagtail shows the preview of a page in a frame of the admin.
FRAMED = {"frame-ancestors": [SELF], "frame-src": [SELF]}


class AdminPolicyMiddleware:
    """Lets the admin frame itself, and its editing screens run their inline code. Stands inside CSPMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN):
            own = getattr(response, "_csp_replace", {})  # of a view that is stricter still
            is_editing = bool(EDITING.match(request.path_info))
            if is_editing:
                del response["Content-Security-Policy"]  # of a page in preview, which nobody else may frame
            response._csp_replace = FRAMED | (EDITING_SOURCES if is_editing else {}) | own
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response
