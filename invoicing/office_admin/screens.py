"""What the pages of the office's data have in common: frame, way back, the page of one record."""

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .history import history_of
from .records import RecordForm, save_record

FOLDER = "invoicing/office_admin/"


def frame(title: str, icon: str, *way: tuple[str, str], buttons: tuple = ()) -> dict:
    """What Wagtail's page frame wants: title, icon and the way back. `way`: (address, label) from home on."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Accueil")}]
    crumbs += [{"url": url, "label": label} for url, label in way]
    crumbs.append({"url": "", "label": title})
    return {"header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": crumbs,
            "header_buttons": list(buttons)}  # fmt: skip


def edit_record(
    request: HttpRequest, form_class: type[RecordForm], record: Model, context: dict, *, back: str
) -> HttpResponse:
    """The page of one record: its form, and what was done to it. A post locks it, checks and saves."""
    if request.method != "POST":
        return record_page(request, form_class(instance=record), context, back)
    with transaction.atomic():
        if not record._state.adding:
            record = get_object_or_404(type(record).objects.select_for_update(), pk=record.pk)
        form = form_class(request.POST, instance=record)
        if form.is_valid():
            saved = save_record(form, actor=request.user)
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": saved})
            return redirect(back)
    return record_page(request, form, context, back, status=422)


def record_page(
    request: HttpRequest,
    form: RecordForm,
    context: dict,
    back: str,
    status: int = 200,
    *,
    template: str = "record.html",
) -> HttpResponse:
    history = history_of(form.instance) if form.instance.pk else []
    context = context | {"form": form, "history": history, "back": back}
    return render(request, f"{FOLDER}{template}", context, status=status)
