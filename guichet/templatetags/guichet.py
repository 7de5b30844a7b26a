"""Pieces of the account that other apps' pages show: the sign-in box of the home page, the office's words."""

from django import template
from django.template.defaultfilters import linebreaks
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from guichet.forms.sign_in import SignInForm
from guichet.office_words import Wording
from guichet.page_words import page_words

register = template.Library()


@register.inclusion_tag("guichet/parts/sign_in_box.html")
def sign_in_box() -> dict:
    """« Connexion »: e-mail and password, sent to the sign-in page."""
    return {"form": SignInForm()}


@register.simple_tag(takes_context=True)
def office_words(context, key: str) -> dict[str, Wording]:
    """What the office says in this piece of a page: `{% office_words "sent-page" as words %}`, `{{ words.title }}`."""
    return page_words(key, context)


@register.filter
def paragraphs_in(text: str, language: str) -> SafeString:
    """What somebody wrote, as paragraphs marked as being in `language`, whatever the language of the page is."""
    if not text:
        return mark_safe("")
    return mark_safe(linebreaks(text, autoescape=True).replace("<p>", f'<p lang="{conditional_escape(language)}">'))
