"""« Bénéficiaires »: those one represents, each with the decision numbers kept for the forms."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet import people
from guichet.access import signed_in
from guichet.forms.account import BeneficiaryForm, DecisionNumberForm
from guichet.models import DecisionNumber

from .pages import read_form, show_form


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_beneficiary(request):
    form, sent = read_form(request, BeneficiaryForm, account=request.user)
    if sent and form.is_valid():
        people.add_beneficiary(request.user, form.cleaned_data)
        messages.success(request, _("La personne est ajoutée."))
        return redirect("guichet:account")
    return show_form(request, "guichet/beneficiary.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def beneficiary_page(request, pk: int):
    """One person: the data to change (one's own in « Mes informations »), the decision numbers."""
    beneficiary = get_object_or_404(request.user.beneficiaries.active(), pk=pk)
    form, sent = read_form(request, BeneficiaryForm, account=request.user, beneficiary=beneficiary)
    if sent and not beneficiary.is_owner and form.is_valid():
        people.change_beneficiary(beneficiary, form.cleaned_data)
        messages.success(request, _("Les informations sont enregistrées."))
        return redirect("guichet:account")
    numbers = beneficiary.decision_numbers.all()
    return show_form(request, "guichet/beneficiary.html", form, beneficiary=beneficiary, decision_numbers=numbers)


@require_POST
@signed_in
def retire_beneficiary(request, pk: int):
    beneficiary = get_object_or_404(request.user.beneficiaries.active().filter(is_owner=False), pk=pk)
    people.retire_beneficiary(beneficiary)
    messages.success(request, _("La personne est retirée. Ses demandes déjà envoyées restent."))
    return redirect("guichet:account")


def _own_decision_number(request, pk: int) -> DecisionNumber:
    return get_object_or_404(DecisionNumber.objects.filter(beneficiary__owner=request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decision_number_page(request, pk: int):
    decision_number = _own_decision_number(request, pk)
    form, sent = read_form(request, DecisionNumberForm, decision_number=decision_number)
    if sent and form.is_valid():
        people.rename_decision_number(decision_number, description=form.cleaned_data["description"])
        messages.success(request, _("La description est enregistrée."))
        return redirect("guichet:beneficiary", decision_number.beneficiary_id)
    return show_form(request, "guichet/decision_number.html", form, decision_number=decision_number)


@require_POST
@signed_in
def delete_decision_number(request, pk: int):
    decision_number = _own_decision_number(request, pk)
    people.delete_decision_number(decision_number)
    messages.success(request, _("Le numéro de décision est supprimé."))
    return redirect("guichet:beneficiary", decision_number.beneficiary_id)
