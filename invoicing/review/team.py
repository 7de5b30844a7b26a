"""The office's people: what each has to do, who is away when, sharing out what nobody holds.

Not here: giving one claim to one person (assigning.py), what sharing out does (assignment.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from guichet.audit import record_event
from guichet.models import Account
from invoicing.assignment import colleagues, share_out
from invoicing.calendar_days import today
from invoicing.enums import ClaimState
from invoicing.models import Absence, Claim
from invoicing.office_admin.permissions import can_edit_office_data

from .filters import NOBODY, older_than
from .permissions import reviewer_only
from .worklist import Office

MOST_SHARED = 500


@dataclass(frozen=True)
class Load:
    """What waits for one person; `person` is None for what nobody holds, `is_former` for who no longer reviews."""

    person: Account | None
    waiting: int
    late: int
    corrected: int
    oldest: datetime | None
    absences: tuple[Absence, ...] = ()
    is_former: bool = False

    @property
    def key(self) -> str:
        return str(self.person.pk) if self.person else NOBODY


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["person", "start", "end"]
        labels = {"person": gettext_lazy("Qui")}
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("start", "end")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues()
        self.fields["person"].empty_label = None

    def clean(self) -> dict:
        values = super().clean()
        person, start, end = (values.get(name) for name in ("person", "start", "end"))
        if start and end and start <= end < today():
            self.add_error("end", _("Cette absence est déjà passée."))
        if person and start and end and person.absences.filter(start__lte=end, end__gte=start).exists():
            raise forms.ValidationError(_("Une absence est déjà notée pour ces jours."))
        return values


class ShareForm(forms.Form):
    """`seen`: the oldest claim nobody held on the caller's screen. Once it is dealt, the same page deals no more."""

    count = forms.IntegerField(
        label=gettext_lazy("Combien de demandes"), min_value=1, max_value=MOST_SHARED, widget=forms.NumberInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Saisissez un nombre de 1 à 500.")
        ),
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Entre"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez au moins une personne.")},
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = {str(person.pk): person for person in colleagues().filter(absent_until=None)}
        self.fields["people"].choices = [(key, str(person)) for key, person in there.items()]
        self.fields["people"].coerce = there.__getitem__


@reviewer_only
@require_http_methods(["GET", "HEAD"])
def show_team(request: HttpRequest) -> HttpResponse:
    return _team_page(request)


@reviewer_only
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """The n oldest claims that nobody holds, dealt evenly among those chosen."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _team_page(request, share_form=form, status=422)
    waiting = list(unassigned()[: form.cleaned_data["count"]])
    if oldest_of(waiting) != form.cleaned_data["seen"]:
        return _too_late(request)
    if not waiting:
        messages.info(request, _("Aucune demande n’attend sans responsable."))
        return redirect("claims:team")
    dealt = share_out(waiting, among=form.cleaned_data["people"], actor=request.user)
    total = sum(dealt.values())
    if not total:  # taken while they were dealt
        return _too_late(request)
    each = ", ".join(f"{person} {count}" for person, count in dealt.items())
    text = ngettext("%(count)s demande répartie : %(each)s.", "%(count)s demandes réparties : %(each)s.", total)
    messages.success(request, text % {"count": total, "each": each})
    return redirect("claims:team")


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Entre-temps, des demandes ont été attribuées : regardez la charge de chacun."))
    return redirect("claims:team")


def unassigned() -> QuerySet[Claim]:
    """What nobody holds, the oldest first."""
    waiting = Claim.objects.open().filter(state=ClaimState.SUBMITTED, assigned_to=None)
    return waiting.only("reference").order_by("submitted_at", "pk")


def oldest_of(claims: list[Claim]) -> str:
    return claims[0].reference if claims else ""


@reviewer_only
@require_POST
def add_absence(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _team_page(request, absence_form=form, status=422)
    with transaction.atomic():
        absence = form.save()
        _record("absence.added", request, absence)
    messages.success(request, _("L’absence de %(name)s est notée.") % {"name": absence.person})
    return redirect("claims:team")


@reviewer_only
@require_POST
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    with transaction.atomic():
        _record("absence.removed", request, absence)
        absence.delete()
    messages.success(request, _("L’absence de %(name)s est supprimée.") % {"name": absence.person})
    return redirect("claims:team")


def _record(action: str, request: HttpRequest, absence: Absence) -> None:
    record_event(action, actor=request.user, object_type="account", object_key=absence.person_id,
                 detail={"start": absence.start.isoformat(), "end": absence.end.isoformat()})  # fmt: skip


def _team_page(
    request: HttpRequest, *, share_form: ShareForm | None = None, absence_form: AbsenceForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    office = Office(request.user)
    title = _("Équipe")
    context = {
        "loads": loads_of(office),
        "late_after": office.settings.late_after,
        "share_form": share_form or ShareForm(initial={"count": 10, "seen": oldest_of(list(unassigned()[:1]))}),
        "absence_form": absence_form or AbsenceForm(initial={"person": request.user.pk}),
        "can_edit_office_data": can_edit_office_data(request),
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("claims:index"), "label": _("Demandes")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "invoicing/review/team.html", context, status=status)


def loads_of(office: Office) -> list[Load]:
    """On top what nobody holds and what somebody left behind, then everybody who reviews."""
    waiting = Claim.objects.open().filter(state=ClaimState.SUBMITTED).order_by()
    counted = waiting.values("assigned_to").annotate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(submitted_at__lt=older_than(office.settings.late_after))),
        corrected=Count("pk", filter=Q(version_number__gt=1)),
        oldest=Min("submitted_at"),
    )
    by_person = {row.pop("assigned_to"): row for row in counted}
    nothing = {"waiting": 0, "late": 0, "corrected": 0, "oldest": None}
    absences: dict[int, list[Absence]] = {}
    for absence in Absence.objects.filter(end__gte=today()):
        absences.setdefault(absence.person_id, []).append(absence)
    former = Account.objects.in_bulk(set(by_person) - {None, *office.people})
    return [
        Load(None, **by_person.get(None, nothing)),
        *(Load(person, is_former=True, **by_person[key]) for key, person in former.items()),
        *(
            Load(person, absences=tuple(absences.get(person.pk, ())), **by_person.get(person.pk, nothing))
            for person in office.colleagues
        ),
    ]
