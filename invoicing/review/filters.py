"""The filters of the list of claims: what each means, and how the ranges are typed.

Not here: which claims an address shows (worklist.py), words that are searched (search.py).
"""

import copy
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import SuffixedMultiWidget
from wagtail.admin.filters import WagtailFilterSet

from invoicing.calendar_days import today
from invoicing.enums import ClaimState
from invoicing.models import Claim

OPEN, EVERY, TO_CONFIRM = "open", "every", "to-confirm"
WAITING, ME, NOBODY, ABSENT = "waiting", "me", "nobody", "absent"
LATE, LATE_SOON = "late", "late-soon"
SOME, NONE, DUPLICATE = "some", "none", "duplicate"
LANGUAGES = [("fr", "Français"), ("de", "Deutsch")]
EARLIEST = date(1900, 1, 1)  # before it, no moment can be told in every time zone


class FromTo(SuffixedMultiWidget):
    """Two inputs of the browser's own: Wagtail's dates need an inline script. Drawn by filter_panel.py."""

    suffixes = ["from", "to"]
    words = (_("Dès"), _("Jusqu’à"))

    def __init__(self, kind: str = "date", extra: str = ""):
        self.kind, self.extra = kind, extra
        super().__init__([forms.TextInput(), forms.TextInput()])

    def decompress(self, value) -> list:
        return [value.start, value.stop] if value else [None, None]


class CopiedLightly:
    """Every request copies every filter: only what a request may change is made anew."""

    def __deepcopy__(self, memo: dict):
        twin = copy.copy(self)
        twin.extra = dict(self.extra)
        twin.method = self.method  # bound to the twin and, by it, to the filters of this request
        return twin


class Choice(CopiedLightly, django_filters.ChoiceFilter):
    """One of a few."""


class Range(CopiedLightly, django_filters.RangeFilter):
    """`amount_from`, `amount_to`; either may be empty."""


class Days(CopiedLightly, django_filters.DateFromToRangeFilter):
    """`received_from`, `received_to`, both included; either may be empty."""


ALL = _("Toutes")


def _choices(label, choices, empty=ALL, **options) -> Choice:
    return Choice(label=label, choices=choices, empty_label=empty, widget=forms.RadioSelect, **options)


class ClaimFilters(WagtailFilterSet):
    assigned = _choices(_("Attribuée à"), [], method="held_by")
    state = _choices(
        _("État"),
        [(OPEN, _("Ouvertes")), *ClaimState.choices, (TO_CONFIRM, _("À confirmer")), (EVERY, _("Toutes"))],
        empty=_("Sans choix : ouvertes"),
        method="in_state",
    )
    kind = _choices(_("Formulaire"), [], empty=_("Tous"))
    language = _choices(_("Langue"), LANGUAGES)
    age = _choices(_("Âge"), [], empty=_("Tous"), method="of_age")
    amount = Range(label=_("Montant en CHF"), field_name="total", widget=FromTo("number", ' min="0" step="0.05"'))
    findings = _choices(
        _("Points à vérifier"),
        [(NONE, _("Aucun")), (SOME, _("Un ou plusieurs")), (DUPLICATE, _("Doublon possible"))],
        empty=_("Tous"),
        method="with_findings",
    )
    corrected = _choices(_("Corrigée"), [("yes", _("Corrigées")), ("no", _("Première version"))], method="if_corrected")
    received = Days(label=_("Reçue"), method="received_between", widget=FromTo())
    period = Days(label=_("Période des prestations"), method="touching_period", widget=FromTo())

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        self.filters["kind"].extra["choices"] = [(sheet.kind, str(sheet)) for sheet in office.sheets.values()]
        self.filters["assigned"].extra["choices"] = [
            (WAITING, _("Moi ou personne")),
            (ME, _("Moi")),
            (NOBODY, _("Personne")),
            (ABSENT, _("Remplaçant cherché")),
            *((str(person.pk), str(person)) for person in office.colleagues),
        ]
        after = [7, 14, 60, 90]
        self.filters["age"].extra["choices"] = [
            (LATE, _("En retard")),
            (LATE_SOON, _("Bientôt en retard")),
            *((str(days), _("Plus de %(days)s jours") % {"days": days}) for days in after),
        ]

    @cached_property
    def form_class(self) -> type[forms.Form]:
        return self.get_form_class()

    def showing(self, form: forms.Form) -> "ClaimFilters":
        """These filters with `form` filled in, for Wagtail to draw."""
        self.data, self.is_bound, self._form = form.data, True, form
        return self

    def held_by(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        me = self.office.me.pk
        if value == WAITING:
            return claims.filter(Q(assigned_to=me) | Q(assigned_to=None))
        if value == ABSENT:
            return claims.filter(self.office.wants_substitute)
        return claims.filter(assigned_to={ME: me, NOBODY: None}.get(value, value))

    def in_state(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        if value in (OPEN, EVERY):
            return claims
        return claims.filter(waits_for_second=True) if value == TO_CONFIRM else claims.filter(state=value)

    def of_age(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        settings = self.office.settings
        if value == LATE_SOON:
            claims = claims.filter(submitted_at__gte=older_than(settings.late_after))
            return claims.filter(submitted_at__lt=older_than(settings.late_soon_after))
        return claims.filter(submitted_at__lt=older_than(settings.late_after if value == LATE else int(value)))

    def with_findings(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        if value == DUPLICATE:
            return claims.filter(has_duplicate=True)
        return claims.filter(finding_count=0) if value == NONE else claims.filter(finding_count__gt=0)

    def if_corrected(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        return claims.filter(version_number__gt=1) if value == "yes" else claims.filter(version_number=1)

    def received_between(self, claims: QuerySet, name: str, value: slice) -> QuerySet:
        if value.start:
            claims = claims.filter(submitted_at__gte=_moment(value.start, time.min))
        return claims.filter(submitted_at__lte=_moment(value.stop, time.max)) if value.stop else claims

    def touching_period(self, claims: QuerySet, name: str, value: slice) -> QuerySet:
        """Claims with a service on one of these days at least."""
        first, last = days_of(value)
        if first:
            claims = claims.filter(period_end__gte=first)
        return claims.filter(period_start__lte=last) if last else claims


def days_of(value: slice) -> tuple[date | None, date | None]:
    """The first and the last day of a range that was typed; None is open."""
    return value.start and _day(value.start), value.stop and _day(value.stop)


def older_than(days: int) -> datetime:
    """The moment before which a claim is older than `days`."""
    return _moment(today() - timedelta(days=days), time.min)


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _moment(day: date | datetime, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(max(_day(day), EARLIEST), at))


def parameters() -> list[str]:
    """The names under which an address holds filters, in their order."""
    names = []
    for name, one in ClaimFilters.base_filters.items():
        is_range = isinstance(one, Range | Days)
        names += [f"{name}_{suffix}" for suffix in FromTo.suffixes] if is_range else [name]
    return names
