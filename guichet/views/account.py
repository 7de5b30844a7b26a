"""« Mon compte »: the page with its four sections, and « Mes informations »."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.access import signed_in
from guichet.codes import mask_number
from guichet.forms.account import DetailsForm
from guichet.people import change_details, own_beneficiary

from .pages import read_form, show_form


@require_safe
@signed_in
def account_page(request):
    account = request.user
    context = {
        "account": account,
        "masked_number": mask_number(str(account.phone)),
        "own": account.beneficiaries.active().filter(is_owner=True).first(),
        "represented": account.beneficiaries.active().filter(is_owner=False),
        "bank_accounts": account.bank_accounts.active(),
    }
    return render(request, "guichet/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def details_page(request):
    form, sent = read_form(request, DetailsForm, account=request.user, own=own_beneficiary(request.user))
    if sent and form.is_valid():
        change_details(request.user, form.details())
        messages.success(request, _("Vos informations sont enregistrées."))
        return redirect("guichet:account")
    return show_form(request, "guichet/details.html", form)
