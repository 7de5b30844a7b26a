"""Limits on acts of apps that know nothing of limits: counted here, before their views run."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from guichet.limits import Count


def counted(patterns: list[URLPattern], limit: Callable[[], Count]) -> list[URLPattern]:
    """The same addresses; every POST to one of them counts."""
    for pattern in patterns:
        pattern.callback = count_posts(pattern.callback, limit)
    return patterns


def count_posts(view: Callable[..., HttpResponse], limit: Callable[[], Count]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def count_first(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST":
            limit().raise_by_one()
        return view(request, *args, **kwargs)

    return count_first
