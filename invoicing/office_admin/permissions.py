"""Who may edit the office's data: staff with the right « Paramètres métier », signed in with both factors."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest

from guichet.access import is_signed_in

EDIT = "invoicing.edit_office_data"


def can_edit_office_data(request: HttpRequest) -> bool:
    """Whether the person of this request keeps rates, forms, lists and catalogue."""
    return is_signed_in(request) and request.user.has_perm(EDIT)


def clerk_only(view: Callable) -> Callable:
    """Only for parameter clerks; for every other one of the staff the page does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_edit_office_data(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
