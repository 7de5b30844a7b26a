"""One claim to one person: take it, give it, release it; and back to where one was.

Not here: many at once (bulk_views.py), what assigning does (assignment.py).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from invoicing.assignment import HeldByAnother, NotAssignable, assign, colleagues
from invoicing.models import Claim

from .bulk_views import furniture, read_number
from .choices_views import posted_list
from .columns import address_of
from .permissions import reviewer_only


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def assign_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """The page to choose a colleague, and the act. `to`: whom, or nothing to release; `seen`: who held it."""
    claim = get_object_or_404(Claim.objects.select_related("beneficiary"), reference=reference)
    if request.method != "POST":
        return _page(request, claim)
    to = _number(request.POST.get("to", ""))
    person = None if to is None else get_object_or_404(colleagues(), pk=to)
    try:
        assign(claim, to=person, actor=request.user, seen=_number(request.POST.get("seen", "")))
    except HeldByAnother as held:
        holder = held.claim.assigned_to or _("personne")
        messages.error(request, _("Entre-temps, la demande est passée à : %(name)s.") % {"name": holder})
    except NotAssignable:
        messages.error(request, _("Cette demande ne peut pas être attribuée à cette personne."))
    else:
        messages.success(request, _("Attribuée à %(name)s.") % {"name": person} if person else _("Demande libérée."))
    return redirect(address_of(reference, posted_list(request)))


def _page(request: HttpRequest, claim: Claim) -> HttpResponse:
    title = _("Donner la demande %(reference)s") % {"reference": claim.reference}
    query = posted_list(request)
    context = furniture(title) | {"claim": claim, "colleagues": colleagues(), "list": query,
                                  "back": address_of(claim.reference, query)}  # fmt: skip
    return render(request, "invoicing/review/assign.html", context)


def _number(text: str) -> int | None:
    number = read_number(text)
    if text and number is None:
        raise Http404
    return number
