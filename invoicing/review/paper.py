"""« Saisir une demande papier »: an insured number, whose claim it is, which form, the day it came; then the form.

Who has no account is written down first and gets letters (letters.py). The number is posted: it stands in no address
and no log. Not here: the forms (paper_forms.py).
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from guichet.models import Beneficiary
from guichet.on_paper import add_person, change_person, on_paper
from invoicing.enums import ClaimState
from invoicing.kinds.registry import KINDS
from invoicing.models import Claim, FormSheet
from invoicing.paper import find_people, is_related, open_paper_drafts, start_paper_draft, take_up_correction

from .paper_forms import NumberForm, PaperForm, PersonOnPaperForm, ReceivedForm
from .permissions import reviewer_only


@reviewer_only
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: HttpRequest) -> HttpResponse:
    """A number is looked up, then a draft started; who is found nowhere is asked for."""
    if request.method != "POST":
        return _page(request, NumberForm())
    number = NumberForm(request.POST)
    if refused := _refuse(request, number):
        return refused
    avs_number = number.cleaned_data["avs_number"]
    people = find_people(avs_number, reviewer=request.user)
    if not people:
        return _person_page(request, PersonOnPaperForm(initial=number.cleaned_data))
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


@reviewer_only
@require_POST
def write_down_person(request: HttpRequest) -> HttpResponse:
    """Who has no account: asked for with the number alone, kept with « keep », changed when known already."""
    number = NumberForm(request.POST)
    if refused := _refuse(request, number):
        return refused
    avs_number = number.cleaned_data["avs_number"]
    known = on_paper(avs_number)
    if "keep" not in request.POST:
        return _person_page(request, PersonOnPaperForm(beneficiary=known, initial=number.cleaned_data), known)
    form = PersonOnPaperForm(request.POST)
    if not form.is_valid():
        return _person_page(request, form, known, status=422)
    if known:
        change_person(known, form.person, actor=request.user)
    else:
        add_person(form.person, actor=request.user)
    people = find_people(avs_number, reviewer=request.user)
    return _page(request, PaperForm(initial=number.cleaned_data, people=people))


@reviewer_only
@require_POST
def type_in_correction(request: HttpRequest, reference: str) -> HttpResponse:
    """What came by post for a claim that waits for its correction: its form, as it was sent."""
    waiting = Claim.objects.filter(state=ClaimState.RETURNED, owner__email=None)
    claim = get_object_or_404(waiting, reference=reference)
    if refused := _refuse(request, NumberForm({"avs_number": claim.avs_number})):
        return refused
    form = ReceivedForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["received_on"]))
        return redirect("claims:claim", reference=reference)
    draft = take_up_correction(claim, reviewer=request.user, **form.cleaned_data)
    return redirect("invoicing:draft", pk=draft.pk)


def _refuse(request: HttpRequest, number: NumberForm) -> HttpResponse | None:
    """The page that says what is wrong with the number, or that it is a relative's; None when neither."""
    if number.is_valid() and is_related(request.user, number.cleaned_data["avs_number"]):
        number.add_error("avs_number", _("C’est vous ou un proche. Un autre collaborateur saisit cette demande."))
    return None if number.is_valid() else _page(request, number, status=422)


def _person_page(
    request: HttpRequest, form: PersonOnPaperForm, known: Beneficiary | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "known": known} | _furniture(_("Personne sans compte"))
    return render(request, "invoicing/review/paper_person.html", context, status=status)


def _page(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    sheets = {sheet.kind: sheet for sheet in FormSheet.objects.all()}
    drafts = list(open_paper_drafts(request.user))
    for draft in drafts:
        draft.sheet = sheets.get(draft.kind)
    context = {"form": form, "drafts": drafts, "is_found": isinstance(form, PaperForm)}
    context |= _furniture(_("Saisir une demande papier"))
    return render(request, "invoicing/review/paper.html", context, status=status)


def _furniture(title: str) -> dict:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("claims:index"), "label": _("Demandes")},
            {"url": "", "label": title},
        ],
    }
