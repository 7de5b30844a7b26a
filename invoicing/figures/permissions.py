"""Who sees the figures: staff with the right of « Direction », signed in with both factors."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest

from guichet.access import is_signed_in

VIEW = "invoicing.view_figures"


def can_view_figures(request: HttpRequest) -> bool:
    """Whether the person of this request sees the figures."""
    return is_signed_in(request) and request.user.has_perm(VIEW)


def manager_only(view: Callable) -> Callable:
    """Only for managers; for every other one of the staff the page does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_view_figures(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
