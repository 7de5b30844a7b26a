"""Pieces of the public pages that templates ask for: pictures of the portal, notices, the form for remarks."""

from django import template
from django.templatetags.static import static
from django.utils.translation import get_language

from home.forms import FeedbackForm
from home.models.notice import EVERYWHERE
from home.notices import notices_at
from home.screens import BY_KEY, size_of

register = template.Library()


@register.simple_tag(takes_context=True)
def screen_picture(context, key: str) -> dict | None:
    """Address, size and title of a screen's picture in the language of the page; nothing while it was not taken."""
    screen = BY_KEY.get(key)
    language = language_of(context)
    size = screen and size_of(screen.file(language))
    if not size:
        return None
    address = screen.address(language)
    url = f"asset:{address}" if context.get("is_printed") else static(address)
    return {"url": url, "width": size[0], "height": size[1], "title": screen.title}


@register.inclusion_tag("home/notices.html")
def notices(place: str = EVERYWHERE) -> dict:
    """What stands at `place` now: `everywhere`, `desk`, or a form by its key."""
    language = get_language()
    return {"notices": notices_at(place, language=language), "language": language}


@register.inclusion_tag("home/feedback_form.html", takes_context=True)
def feedback_form(context) -> dict:
    """With a token for who is signed in: that page is his alone. The anonymous one may be kept by any cache."""
    return {"form": FeedbackForm(), "has_token": context["request"].user.is_authenticated}


def language_of(context) -> str:
    """That of the page shown, which may not be the reader's; elsewhere the reader's."""
    page = context.get("page")
    return page.locale.language_code if page is not None and hasattr(page, "locale") else get_language()
