"""What a reviewer chooses for the list: its columns, and views saved under a name.

Not here: the views everybody has (standard_views.py).
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from invoicing.models import ReviewerChoices

from .columns import COLUMNS
from .permissions import reviewer_only
from .worklist import address_of_list

MOST_VIEWS = 12
MOST_NAME = 40


def back_to_list(request: HttpRequest, query: str | None = None) -> HttpResponse:
    """To the list that was posted from, or to `query`."""
    query = posted_list(request) if query is None else query
    return redirect(f"{reverse('claims:index')}?{query}" if query else "claims:index")


def posted_list(request: HttpRequest) -> str:
    """The list's address that travels along, tidied: whatever was posted, it stays a query of the list."""
    return address_of_list(QueryDict(request.POST.get("list") or request.GET.get("list", "")))


@reviewer_only
@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        choices = _locked(request)
        wanted = request.POST.getlist("column")
        choices.columns = [] if "usual" in request.POST else [key for key in COLUMNS if key in wanted]
        choices.save(update_fields=["columns"])
    return back_to_list(request)


@reviewer_only
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the list under a name; the same name again replaces it. `remove` takes it away."""
    name, query = request.POST.get("name", "").replace("\x00", "").strip()[:MOST_NAME], posted_list(request)
    with transaction.atomic():
        choices = _locked(request)
        others = [view for view in choices.views if view["name"] != name]
        if "remove" in request.POST:
            choices.views = others
            messages.success(request, _("La vue « %(name)s » est supprimée.") % {"name": name})
        elif not name:
            messages.error(request, _("Donnez un nom à la vue."))
        elif len(others) >= MOST_VIEWS:
            messages.error(request, _("Douze vues au plus : supprimez-en une."))
        else:
            choices.views = [*others, {"name": name, "query": query}]
            messages.success(request, _("La vue « %(name)s » est enregistrée.") % {"name": name})
        choices.save(update_fields=["views"])
    return back_to_list(request, "" if "remove" in request.POST else query)


def _locked(request: HttpRequest) -> ReviewerChoices:
    ReviewerChoices.objects.get_or_create(reviewer=request.user)
    return ReviewerChoices.objects.select_for_update().get(reviewer=request.user)
