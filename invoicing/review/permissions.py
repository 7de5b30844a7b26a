"""Who may see claims in the admin: staff with the right to review, signed in with both factors."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest

from guichet.access import is_signed_in
from invoicing.drafts import REVIEW


def can_review(request: HttpRequest) -> bool:
    """Whether the person of this request may see and decide claims."""
    return is_signed_in(request) and request.user.has_perm(REVIEW)


def reviewer_only(view: Callable) -> Callable:
    """Only for reviewers; for every other one of the staff the page does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_review(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
