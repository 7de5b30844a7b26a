"""« Saisir une demande papier »: an insured number, whose account, which form, the day it came; then the form."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.forms.fields import AvsField
from guichet.models import Beneficiary
from invoicing.calendar_days import today
from invoicing.kinds.registry import KINDS
from invoicing.models import FormSheet
from invoicing.paper import find_people, is_related, open_paper_drafts, start_paper_draft

from .permissions import reviewer_only
from .widgets import DayInput


class NumberForm(forms.Form):
    avs_number = AvsField(help_text=gettext_lazy("Tel qu’il figure sur le formulaire papier."))


class PaperForm(NumberForm):
    """The same number again, and what to start: only people who have this number can be chosen."""

    avs_number = AvsField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=gettext_lazy("Pour"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Formulaire"), widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=gettext_lazy("Papier reçu le"),
        widget=DayInput,
        help_text=gettext_lazy("Ce jour compte comme jour d’envoi (LPGA art. 29 al. 3)."),
    )

    def __init__(self, *args, people: list[Beneficiary], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [(pk, _say(person)) for pk, person in self.people.items()]
        sheets = FormSheet.objects.filter(kind__in=KINDS)
        self.fields["kind"].choices = [(sheet.kind, str(sheet)) for sheet in sheets]
        if len(people) == 1:
            self.fields["person"].initial = str(people[0].pk)

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("Ce jour est à venir."))
        return day


def _say(person: Beneficiary) -> str:
    names = {"person": person, "day": f"{person.birth_date:%d.%m.%Y}", "owner": person.owner}
    if person.is_owner:
        return _("%(person)s, né(e) le %(day)s") % names
    return _("%(person)s, né(e) le %(day)s ; compte de %(owner)s") % names


@reviewer_only
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: HttpRequest) -> HttpResponse:
    """A number is looked up, then a draft started. The number is posted: it stands in no address and no log."""
    if request.method != "POST":
        return _page(request, NumberForm())
    number = NumberForm(request.POST)
    if not number.is_valid():
        return _page(request, number, status=422)
    avs_number = number.cleaned_data["avs_number"]
    if is_related(request.user, avs_number):
        number.add_error("avs_number", _("C’est vous ou un proche. Un autre collaborateur saisit cette demande."))
        return _page(request, number, status=422)
    people = find_people(avs_number, reviewer=request.user)
    if not people:
        number.add_error("avs_number", _("Aucun compte confirmé du guichet n’a cette personne."))
        return _page(request, number, status=422)
    if "start" not in request.POST:
        return _page(request, PaperForm(initial=number.cleaned_data, people=people))
    return _start(request, PaperForm(request.POST, people=people))


def _start(request: HttpRequest, form: PaperForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, status=422)
    typed = form.cleaned_data
    draft = start_paper_draft(
        form.people[typed["person"]], KINDS[typed["kind"]], received_on=typed["received_on"], reviewer=request.user
    )
    return redirect("invoicing:draft", pk=draft.pk)


def _page(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    sheets = {sheet.kind: sheet for sheet in FormSheet.objects.all()}
    drafts = list(open_paper_drafts(request.user))
    for draft in drafts:
        draft.sheet = sheets.get(draft.kind)
    title = _("Saisir une demande papier")
    context = {
        "form": form,
        "drafts": drafts,
        "is_found": isinstance(form, PaperForm),
        "page_title": title,
        "header_title": title,
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("claims:index"), "label": _("Demandes")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "invoicing/review/paper.html", context, status=status)
