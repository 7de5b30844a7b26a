"""What a session brings to every page of the Wagtail admin: the warning before it ends (static/js/admin-session.js)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def warn_before_the_session_ends() -> str:
    """Wagtail puts this at the top of the body; a closed dialog is nowhere."""
    return render_to_string("guichet/admin_session.html", {"idle": int(settings.SESSION_IDLE["staff"].total_seconds())})


@hooks.register("insert_global_admin_css")
def dress_the_warning() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-session.css"))
