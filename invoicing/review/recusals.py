"""« Mes proches »: a reviewer declares relatives, whose claims are closed to him from then on."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from guichet.forms.fields import AvsField
from invoicing.recusal import declare_relative, lift_recusal

from .permissions import reviewer_only


class RecusalForm(forms.Form):
    avs_number = AvsField(label=gettext_lazy("Numéro d’assuré (AVS) du proche"))


@reviewer_only
@require_http_methods(["GET", "HEAD", "POST"])
def recusals(request: HttpRequest) -> HttpResponse:
    """The reviewer's own list; a POST adds to it."""
    form = RecusalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        declare_relative(request.user, avs_number=form.cleaned_data["avs_number"])
        messages.success(request, _("Les demandes de cette personne seront traitées par vos collègues."))
        return redirect("claims:recusals")
    context = {
        "form": form,
        "recusals": request.user.recusals.all(),
        "page_title": _("Mes proches"),
        "header_title": _("Mes proches"),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("claims:index"), "label": _("Demandes")},
            {"url": "", "label": _("Mes proches")},
        ],
    }
    return render(request, "invoicing/review/recusals.html", context, status=422 if form.errors else 200)


@reviewer_only
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    lift_recusal(get_object_or_404(request.user.recusals, pk=pk))
    return redirect("claims:recusals")
