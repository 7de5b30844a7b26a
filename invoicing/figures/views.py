"""The page of figures. Not here: counting (numbers), drawing (charts), the period (periods), the files (export)."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet, ListEntry
from invoicing.office_admin.screens import frame

from .charts import chart_of
from .labels import fold_fields, many_first
from .numbers import FEWEST, Figures, measure
from .periods import Period, PeriodForm, common_periods, read_period
from .permissions import manager_only

FRESH_SECONDS = 300


@manager_only
@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    form, period = read_period(request.GET)
    return render(request, "invoicing/figures/figures.html", page_context(form, period))


def page_context(form: PeriodForm, period: Period) -> dict:
    figures, sheets = figures_of(period), sheet_names()
    entries = [(_("Tous les formulaires"), figures.every)]
    entries += [(sheets[kind], one) for kind, one in figures.forms.items()]
    return {
        "form": form,
        "period": period,
        "common_periods": common_periods(),
        "entries": [(title, one, chart_of(one.weeks, title)) for title, one in entries],
        "fields": [(sheets[kind], label, count) for kind, label, count in fold_fields(figures.fields)],
        "refusals": refusals_of(figures),
        "fewest": FEWEST,
        **frame(_("Chiffres"), "history"),
    }


def figures_of(period: Period) -> Figures:
    """Counted anew once in five minutes."""
    return cache.get_or_set(f"figures-{period.key}", lambda: measure(period.mondays, list(KINDS)), FRESH_SECONDS)


def sheet_names() -> dict[str, str]:
    return {kind: kind for kind in KINDS} | {sheet.kind: str(sheet) for sheet in FormSheet.objects.all()}


def refusals_of(figures: Figures) -> list[tuple[str, int | None]]:
    reasons = {entry.key: entry.spoken("label") for entry in ListEntry.objects.filter(list="refusal-reason")}
    return [(reasons.get(key, key), count) for key, count in many_first(figures.refusals)]
