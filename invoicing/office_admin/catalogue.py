"""The catalogues in the admin: form → section → entry in the office's order, and the page of each entry."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from invoicing.calendar_days import today
from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, Rate

from .catalogue_forms import CatalogueForm, siblings_of
from .history import history_of
from .ordering import move
from .permissions import clerk_only
from .rate_plan import PlannedRate, PlanRefused, store_plan
from .records import save_record
from .screens import FOLDER, frame

INDEX = "office_catalogue:index"
ICON = "folder-open-inverse"
PAGE = f"{FOLDER}catalogue_entry.html"


@dataclass
class Part:
    """One section of a paper form."""

    form_number: str
    title: str
    entries: list[CatalogueEntry]


def _catalogues() -> list[str]:
    return [kind.catalogue for kind in KINDS.values() if kind.catalogue]


def _entries():
    return CatalogueEntry.objects.filter(catalogue__in=_catalogues())


def unconfirmed_entries():
    """Those whose source the office has not confirmed yet: marked for it, not for the person."""
    return _entries().filter(is_confirmed=False)


@clerk_only
@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    words, only_open = request.GET.get("q", "")[:100], "unconfirmed" in request.GET
    entries = list(_entries())
    shown = [entry for entry in entries if _has(entry, words) and not (only_open and entry.is_confirmed)]
    _set_limits(shown)
    add = [
        HeaderButton(_("Ajouter une entrée"), url=reverse("office_catalogue:add", args=[name]), icon_name="plus")
        for name in _catalogues()
    ]
    context = frame(_("Catalogue"), ICON, buttons=tuple(add)) | {
        "parts": _parts(shown),
        "words": words,
        "only_open": only_open,
        "open": sum(not entry.is_confirmed for entry in entries),
        "can_move": len(shown) == len(entries),
        "reorder_url": reverse("office_catalogue:move", args=[999999]),
    }
    return render(request, f"{FOLDER}catalogue.html", context)


def _has(entry: CatalogueEntry, words: str) -> bool:
    text = f"{entry.number} {entry.form_number} {entry.name_fr} {entry.name_de}".casefold()
    return all(word in text for word in words.casefold().split())


def _parts(entries: list[CatalogueEntry]) -> list[Part]:
    grouped = groupby(entries, key=lambda entry: (entry.form_number, entry.section_fr))
    rows = [list(group) for _key, group in grouped]
    return [Part(group[0].form_number, group[0].section, group) for group in rows]


def _set_limits(entries: list[CatalogueEntry]) -> None:
    """What limits each of them today, in one query."""
    codes = {entry.limit_code for entry in entries if entry.limit_code}
    held = Rate.objects.filter(code__in=codes, valid_from__lte=today()).order_by("valid_from")
    limits: dict[str, Decimal] = {rate.code: rate.amount for rate in held}
    for entry in entries:
        entry.limit_today = limits.get(entry.limit_code)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_entry(request: HttpRequest, catalogue: str) -> HttpResponse:
    if catalogue not in _catalogues():
        raise Http404
    return _edit(request, CatalogueEntry(catalogue=catalogue), _("Nouvelle entrée"))


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(_entries(), pk=pk)
    return _edit(request, entry, str(entry))


def _edit(request: HttpRequest, entry: CatalogueEntry, title: str) -> HttpResponse:
    """As every record (screens.edit_record), and the first rate of a limit stored along."""
    context = frame(title, ICON, (reverse(INDEX), _("Catalogue"))) | {"back": reverse(INDEX)}
    if request.method != "POST":
        return _page(request, CatalogueForm(instance=entry), context)
    with transaction.atomic():
        if entry.pk:
            entry = get_object_or_404(_entries().select_for_update(), pk=entry.pk)
        form = CatalogueForm(request.POST, instance=entry)
        if form.is_valid() and _save(request, form):
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": form.instance})
            return redirect(INDEX)
    return _page(request, form, context, status=422)


def _save(request: HttpRequest, form: CatalogueForm) -> bool:
    """Entry and limit, or neither."""
    try:
        with transaction.atomic():
            save_record(form, actor=request.user)
            limit = form.first_limit()
            if limit:
                store_plan([PlannedRate(**limit)], actor=request.user)
    except PlanRefused as refused:
        form.add_error("limit_amount", str(refused))
        return False
    return True


def _page(request: HttpRequest, form: CatalogueForm, context: dict, status: int = 200) -> HttpResponse:
    entry = form.instance
    context = context | {"form": form, "history": history_of(entry) if entry.pk else [], "limits": []}
    if entry.limit_code:
        context["limits"] = list(Rate.objects.filter(code=entry.limit_code).order_by("-valid_from"))
    return render(request, PAGE, context, status=status)


@clerk_only
@require_POST
def move_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Within its section."""
    entry = get_object_or_404(_entries(), pk=pk)
    section = siblings_of(entry).filter(form_number=entry.form_number, section_fr=entry.section_fr)
    return move(request, entry, section, back=f"{reverse(INDEX)}#item_{entry.pk}")
