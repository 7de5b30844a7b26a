"""Tags and filters that every template has without loading them: money, dates, the other language of a page."""

from decimal import Decimal

from django import template
from django.urls import translate_url

register = template.Library()


@register.filter
def chf(value: Decimal | None) -> str:
    """1234.5 as 1’234.50, the Swiss way; empty for None."""
    return "" if value is None else f"{Decimal(value):,.2f}".replace(",", "’")


@register.simple_tag(takes_context=True)
def url_in(context, language: str) -> str:
    """This page's address in `language`."""
    request = context["request"]
    return context.get("translated_urls", {}).get(language) or translate_url(request.get_full_path(), language)
