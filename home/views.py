"""What machines read: which addresses to leave alone."""

from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest):
    return render(request, "home/robots.txt", content_type="text/plain; charset=utf-8")
