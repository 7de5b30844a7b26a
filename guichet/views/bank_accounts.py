"""« Comptes bancaires »: add, prefer, retire; changed only while no claim was sent with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet import profile
from guichet.access import fresh_code, signed_in
from guichet.forms.account import BankAccountForm

from .pages import read_form, show_form


def _own(request, pk: int):
    return get_object_or_404(request.user.bank_accounts.active(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_code
def add_bank_account(request):
    form, sent = read_form(request, BankAccountForm, account=request.user)
    if sent and form.is_valid():
        profile.add_bank_account(request.user, **form.cleaned_data)
        messages.success(request, _("Le compte bancaire est ajouté."))
        return redirect("guichet:account")
    return show_form(request, "guichet/bank_account.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_code
def bank_account_page(request, pk: int):
    bank_account = _own(request, pk)
    form, sent = read_form(request, BankAccountForm, account=request.user, bank_account=bank_account)
    is_in_use = profile.is_in_use(bank_account)
    if sent and form.is_valid():
        try:
            profile.change_bank_account(bank_account, **form.cleaned_data)
        except profile.BankAccountInUse:
            form.add_error(
                None, _("Une demande a été envoyée avec ce compte. Ajoutez un nouveau compte et retirez celui-ci.")
            )
        else:
            messages.success(request, _("Le compte bancaire est enregistré."))
            return redirect("guichet:account")
    return show_form(request, "guichet/bank_account.html", form, bank_account=bank_account, is_in_use=is_in_use)


@require_POST
@signed_in
def prefer_bank_account(request, pk: int):
    profile.prefer_bank_account(_own(request, pk))
    messages.success(request, _("Ce compte sera proposé en premier."))
    return redirect("guichet:account")


@require_POST
@signed_in
def retire_bank_account(request, pk: int):
    bank_account = _own(request, pk)
    if request.user.bank_accounts.active().count() == 1:
        messages.error(request, _("C’est votre seul compte bancaire. Ajoutez-en un autre avant de le retirer."))
        return redirect("guichet:account")
    profile.retire_bank_account(bank_account)
    messages.success(request, _("Le compte bancaire est retiré. Les demandes déjà envoyées le gardent."))
    return redirect("guichet:account")
