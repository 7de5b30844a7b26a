"""Pieces of the account that other apps' pages show: the sign-in box of the home page."""

from django import template

from guichet.forms.sign_in import SignInForm

register = template.Library()


@register.inclusion_tag("guichet/parts/sign_in_box.html", takes_context=True)
def sign_in_box(context) -> dict:
    """« Connexion »: e-mail and password, sent to the sign-in page."""
    return {"form": SignInForm(), "request": context.get("request"), "csrf_token": context.get("csrf_token")}
