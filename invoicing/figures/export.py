"""The figures as a file: form by form, week by week, then corrections and reasons; who exported stands in the audit."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.audit import record_event
from invoicing.review.export import as_csv, as_xlsx

from .labels import fold_fields
from .numbers import FEWEST, Figures, FormFigures
from .periods import read_period
from .permissions import manager_only
from .views import figures_of, refusals_of, sheet_names


@manager_only
@require_safe
def export_figures(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    form, period = read_period(request.GET)
    if not form.is_valid():  # the page says what is wrong; a file of other weeks would not
        return redirect(f"{reverse('figures:index')}?{request.GET.urlencode()}")
    record_event("figures.read", actor=request.user, object_type="list", object_key=kind)
    rows, name = _rows(figures_of(period)), f"{slugify(_('Chiffres'))}-{period.key}.{kind}"
    return as_csv(rows, name) if kind == "csv" else as_xlsx(rows, name)


def _rows(figures: Figures) -> Iterator[list]:
    sheets = sheet_names()
    yield [_("Formulaire"), _("Semaine du"), _("Reçues"), _("Décidées"), _("Ouvertes en fin de semaine")]
    for kind, form in figures.forms.items():
        for week in form.weeks:
            yield [sheets[kind], week.start, week.received, week.decided, week.open]
    yield []
    yield [_("Formulaire"), _("Reçues"), _("Acceptées"), _("Refusées"), _("Ouvertes à la fin"),
           _("Montant accepté, CHF"), _("Médiane, jours"), _("Neuf sur dix, jours"),
           _("Corrections demandées")]  # fmt: skip
    for kind, form in figures.forms.items():
        yield [sheets[kind], *_totals(form)]
    yield [_("Tous les formulaires"), *_totals(figures.every)]
    yield []
    yield [_("Formulaire"), _("Corrections demandées, par champ"), _("Nombre")]
    yield from ([sheets[kind], label, _say(count)] for kind, label, count in fold_fields(figures.fields))
    yield []
    yield [_("Raisons de refus"), _("Nombre")]
    yield from ([reason, _say(count)] for reason, count in refusals_of(figures))


def _totals(form: FormFigures) -> list:
    measured = [_say(value) for value in (form.amount, form.median, form.nine_of_ten)]
    return [form.received, form.accepted, form.refused, form.open, *measured, form.corrections]


def _say(value: object) -> object:
    """What a few claims alone would tell is not told."""
    return _("moins de %(fewest)s") % {"fewest": FEWEST} if value is None else value
