"""What a session brings to every page of the Wagtail admin: the warning before it ends (static/js/admin-session.js)."""

from django.conf import settings
from django.template.loader import render_to_string
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def warn_before_the_session_ends() -> str:
    """Wagtail puts this at the top of the body; a closed dialog is nowhere. With its own style sheet: those of
    `insert_global_admin_css` are Wagtail's bar on public pages too.
    """
    return render_to_string("guichet/admin_session.html", {"idle": int(settings.SESSION_IDLE["staff"].total_seconds())})
