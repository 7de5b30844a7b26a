"""The desk, the way into a form, and throwing a draft away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.access import signed_in
from invoicing.desk import Desk
from invoicing.drafts import drafts_of, start_draft
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet


@signed_in
@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    desk = Desk(
        request.user,
        beneficiary=request.GET.get("beneficiary", ""),
        page=request.GET.get("page", "1"),
    )
    return render(request, "invoicing/desk.html", {"desk": desk})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start_page(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    sheet = get_object_or_404(FormSheet, kind=kind)
    if request.method == "POST" and sheet.is_offered:
        return redirect("invoicing:draft", pk=start_draft(request.user, KINDS[kind]).pk)
    return render(request, "invoicing/start.html", {"sheet": sheet})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete_draft(request: HttpRequest, pk) -> HttpResponse:
    draft = get_object_or_404(drafts_of(request.user), pk=pk, sent_as=None, claim=None)
    if request.method == "POST":
        draft.delete()
        messages.success(request, _("Le brouillon est supprimé."))
        return redirect("claims:paper" if draft.entered_by_id else "invoicing:desk")
    sheet = get_object_or_404(FormSheet, kind=draft.kind)
    return render(request, "invoicing/draft_delete.html", {"draft": draft, "sheet": sheet})
