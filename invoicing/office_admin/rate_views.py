"""The pages of rates: all of them, one code, entering one or several, a spreadsheet in and out, taking one away.

Whatever is entered is shown first and stored by a second post.
"""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from invoicing.calendar_days import today
from invoicing.models import Rate, RateCode

from .history import history_of
from .permissions import clerk_only
from .rate_forms import ChangeForm, CodeForm, ImportForm, RateForm, SeveralForm
from .rate_list import CodeLine, Tariff
from .rate_plan import Plan, PlannedRate, PlanRefused, RateInUse, delete_rate, make_plan, store_plan
from .screens import FOLDER, edit_record, frame
from .spreadsheet import CONTENT_TYPE, Unreadable, read_rates, write_rates

INDEX = "office_rates:index"
ICON = "decimal"
SALT = "rates looked at"
HOUR = 60 * 60

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@clerk_only
@require_safe
def show_rates(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    several = HeaderButton(_("Saisir des tarifs"), url=reverse("office_rates:several"), icon_name="plus")
    export = HeaderButton(_("Exporter en .xlsx"), url=reverse("office_rates:export"), icon_name="download")
    read = HeaderButton(_("Importer un .xlsx"), url=reverse("office_rates:import"), icon_name="upload")
    context = frame(_("Tarifs"), ICON, buttons=(several, export, read))
    return render(request, f"{FOLDER}rates.html", context | {"forms": Tariff().search(words), "words": words})


@clerk_only
@require_safe
def show_code(request: HttpRequest, code: str) -> HttpResponse:
    line = _line(code)
    add = HeaderButton(_("Nouveau tarif"), url=reverse("office_rates:add", args=[code]), icon_name="plus")
    rename = HeaderButton(_("Renommer"), url=reverse("office_rates:name", args=[code]), icon_name="edit")
    context = _code_frame(line, buttons=(add, rename))
    history = history_of(Rate(code=code))
    return render(request, f"{FOLDER}rate_code.html", context | {"line": line, "history": history})


@clerk_only
@page_with_form
def add_rate(request: HttpRequest, code: str) -> HttpResponse:
    line = _line(code)
    form = RateForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and "back" not in request.POST:
        return _show_plan(request, make_plan(form.planned(code)))
    return _form_page(request, form, _code_frame(line, _("Nouveau tarif")) | {"line": line, "back": _url(line)})


@clerk_only
@page_with_form
def change_rate(request: HttpRequest, pk: int) -> HttpResponse:
    rate = get_object_or_404(Rate, pk=pk, first_used_at=None)
    line = _line(rate.code)
    values = {"valid_from": rate.valid_from, "amount": rate.amount, "source": rate.source}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=values)
    if form.is_valid() and "back" not in request.POST:
        return _show_plan(request, make_plan(form.planned(rate)))
    title = _("Tarif dès le %(day)s") % {"day": f"{rate.valid_from:%d.%m.%Y}"}
    return _form_page(request, form, _code_frame(line, title) | {"line": line, "back": _url(line)})


@clerk_only
@page_with_form
def remove_rate(request: HttpRequest, pk: int) -> HttpResponse:
    rate = get_object_or_404(Rate, pk=pk, first_used_at=None)
    line = _line(rate.code)
    if request.method != "POST":
        line.rates.remove(rate)
        context = _code_frame(line, _("Supprimer")) | {"rate": rate, "line": line, "then": line.on(rate.valid_from)}
        return render(request, f"{FOLDER}rate_delete.html", context)
    try:
        delete_rate(rate, actor=request.user)
    except RateInUse:
        messages.error(request, _("Ce tarif vient de servir : on ne peut plus le supprimer, seulement le suivre."))
    else:
        messages.success(request, _("Le tarif est supprimé."))
    return redirect("office_rates:code", code=rate.code)


@clerk_only
@page_with_form
def name_code(request: HttpRequest, code: str) -> HttpResponse:
    line = _line(code)
    named = RateCode.objects.filter(code=code).first() or RateCode(code=code, position=len(Tariff().lines))
    return edit_record(request, CodeForm, named, _code_frame(line, _("Renommer")), back=_url(line))


@clerk_only
@page_with_form
def enter_several(request: HttpRequest) -> HttpResponse:
    """The rates of a new year: the codes of one form, or of all, on one page."""
    tariff = Tariff()
    kind = request.GET.get("form", "")
    forms = [form for form in tariff.forms if not kind or form.key == kind]
    lines = [line for form in forms for line in form.lines]
    first = today().replace(year=today().year + 1, month=1, day=1)
    form = SeveralForm(request.POST if request.method == "POST" else None, lines=lines, initial={"valid_from": first})
    if form.is_valid() and "back" not in request.POST:
        return _show_plan(request, make_plan(form.planned()))
    context = frame(_("Saisir des tarifs"), ICON, (reverse(INDEX), _("Tarifs")))
    context |= {"form": form, "forms": tariff.forms, "chosen": kind, "back": reverse(INDEX)}
    return render(request, f"{FOLDER}rates_several.html", context, status=422 if form.errors else 200)


@clerk_only
@require_safe
def export_rates(request: HttpRequest) -> HttpResponse:
    names = {one.code: (one.name_fr, one.name_de) for one in RateCode.objects.all()}
    data = write_rates(Tariff().lines.values(), names)
    disposition = f'attachment; filename="tarifs-{today():%Y-%m-%d}.xlsx"'
    return HttpResponse(data, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


@clerk_only
@page_with_form
def import_rates(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            return _show_plan(request, make_plan(read_rates(form.cleaned_data["file"])))
        except Unreadable as error:
            form.add_error("file", str(error))
    context = frame(_("Importer des tarifs"), "upload", (reverse(INDEX), _("Tarifs")))
    return render(request, f"{FOLDER}rates_import.html", context | {"form": form, "back": reverse(INDEX)},
                  status=422 if form.errors else 200)  # fmt: skip


@clerk_only
@require_POST
def store_rates(request: HttpRequest) -> HttpResponse:
    """What was shown by the post before, and by nobody else's."""
    try:
        who, rows = signing.loads(request.POST.get("plan", ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        raise Http404 from None
    if who != request.user.pk:
        raise Http404
    try:
        stored = store_plan([PlannedRate.from_data(row) for row in rows], actor=request.user)
    except PlanRefused as refused:
        messages.error(request, _("Rien n’est enregistré : %(why)s") % {"why": refused})
        return redirect(INDEX)
    count = len(stored)
    text = ngettext("%(count)s tarif est enregistré.", "%(count)s tarifs sont enregistrés.", count) % {"count": count}
    messages.success(request, text)
    return redirect("office_rates:code", code=stored[0].code) if count == 1 else redirect(INDEX)


def _show_plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What would be stored, and what to know before; with an error in it, nothing can be."""
    signed = signing.dumps([request.user.pk, [rate.as_data() for rate in plan.to_store]], salt=SALT, compress=True)
    typed = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = frame(_("Vérifier"), ICON, (reverse(INDEX), _("Tarifs")))
    context |= {"plan": plan, "signed": signed, "typed": [] if request.FILES else typed}
    return render(request, f"{FOLDER}rates_plan.html", context, status=422 if plan.errors else 200)


def _form_page(request: HttpRequest, form: RateForm, context: dict) -> HttpResponse:
    return render(request, f"{FOLDER}rate_form.html", context | {"form": form}, status=422 if form.errors else 200)


def _line(code: str) -> CodeLine:
    line = Tariff().lines.get(code)
    if line is None:
        raise Http404
    return line


def _url(line: CodeLine) -> str:
    return reverse("office_rates:code", args=[line.code])


def _code_frame(line: CodeLine, last: str = "", buttons: tuple = ()) -> dict:
    way = [(reverse(INDEX), _("Tarifs"))]
    return frame(last, ICON, *way, (_url(line), line.name)) if last else frame(line.name, ICON, *way, buttons=buttons)
