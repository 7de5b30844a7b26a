"""The page of figures and its export. Not here: counting (numbers), drawing (charts)."""

from datetime import date, timedelta

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guichet.audit import record_event
from invoicing.calendar_days import today
from invoicing.enums import ClaimState
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet, ListEntry
from invoicing.office_admin.screens import frame
from invoicing.review.export import as_csv, as_xlsx

from .charts import chart_of
from .labels import fold_fields
from .numbers import Figures, measure, weeks_of
from .permissions import manager_only

FRESH_SECONDS = 300
MOST_WEEKS = 105


class DayInput(forms.DateInput):
    """The browser's own date field: Wagtail's needs an inline script."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class PeriodForm(forms.Form):
    start = forms.DateField(label=gettext_lazy("Du"), widget=DayInput)
    end = forms.DateField(label=gettext_lazy("Au"), widget=DayInput)

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and not timedelta(0) <= end - start <= timedelta(weeks=MOST_WEEKS - 1):
            raise forms.ValidationError(_("Choisissez une période de deux ans au plus, dont la fin suit le début."))
        return cleaned


@manager_only
@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    period, mondays = _period(request)
    figures, sheets = _figures(mondays), _sheets()
    entries = [(sheets[kind], form, chart_of(form.weeks, sheets[kind])) for kind, form in figures.forms.items()]
    context = {
        "period": period,
        "entries": entries,
        "fields": [(sheets[kind], label, count) for kind, label, count in fold_fields(figures.fields)],
        "refusals": _refusals(figures),
        "query": request.GET.urlencode(),
        **frame(_("Chiffres"), "history"),
    }
    return render(request, "invoicing/figures/figures.html", context)


@manager_only
@require_safe
def export_figures(request: HttpRequest, kind: str) -> HttpResponse:
    """Form by form and week by week; who exported stands in the audit."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    _form, mondays = _period(request)
    record_event("figures.read", actor=request.user, object_type="list", object_key=kind)
    rows, name = _rows(_figures(mondays)), f"chiffres-{today()}.{kind}"
    return as_csv(rows, name) if kind == "csv" else as_xlsx(rows, name)


def _period(request: HttpRequest) -> tuple[PeriodForm, list[date]]:
    """The twelve last weeks, unless another period is asked for and sound."""
    default = {"start": today() - timedelta(weeks=11), "end": today()}
    form = PeriodForm(request.GET if request.GET else default)
    chosen = form.cleaned_data if form.is_valid() else default
    return form, weeks_of(chosen["start"], chosen["end"])


def _figures(mondays: list[date]) -> Figures:
    key = f"figures-{mondays[0]}-{mondays[-1]}"
    return cache.get_or_set(key, lambda: measure(mondays, list(KINDS)), FRESH_SECONDS)


def _sheets() -> dict[str, str]:
    return {kind: kind for kind in KINDS} | {sheet.kind: str(sheet) for sheet in FormSheet.objects.all()}


def _refusals(figures: Figures) -> list[tuple[str, int]]:
    reasons = {entry.key: entry.spoken("label") for entry in ListEntry.objects.filter(list="refusal-reason")}
    return [(reasons.get(key, key), count) for key, count in figures.refusals.most_common()]


def _rows(figures: Figures):
    yield [_("Formulaire"), _("Semaine du"), _("Reçues"), _("Décidées"), _("Ouvertes en fin de semaine")]
    sheets = _sheets()
    for kind, form in figures.forms.items():
        for week in form.weeks:
            yield [sheets[kind], week.start, week.received, week.decided, week.open]
    yield []
    yield [_("Formulaire"), _("Acceptées"), _("Refusées"), _("Montant accepté, CHF"), _("Médiane, jours"),
           _("Neuf sur dix, jours"), _("Corrections")]  # fmt: skip
    for kind, form in figures.forms.items():
        outcomes = [form.outcomes[state] for state in (ClaimState.ACCEPTED, ClaimState.REFUSED)]
        yield [sheets[kind], *outcomes, form.amount, form.median, form.nine_of_ten, form.corrections]
    yield []
    yield [_("Formulaire"), _("Corrections demandées, par champ"), _("Nombre")]
    yield from ([sheets[kind], label, count] for kind, label, count in fold_fields(figures.fields))
    yield []
    yield [_("Raisons de refus"), _("Nombre")]
    yield from (list(row) for row in _refusals(figures))
