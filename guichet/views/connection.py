"""« Informations de connexion »: e-mail address, mobile number, password; each asks for the password first."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet import phone_change, sign_in
from guichet.access import fresh_code, signed_in
from guichet.codes import Flow, device_of
from guichet.forms.account import EmailChangeForm, PasswordChangeForm, PhoneChangeForm
from guichet.forms.sign_in import CodeForm
from guichet.limits import TooMany
from guichet.profile import ask_email_change, change_password
from guichet.session import note_fresh_code

from .pages import read_form, safe_next, show_form
from .sign_in import send_code, show_code_page, try_code

CONFIRM_NONCE = "confirm_nonce"  # session key of the flow that makes a code fresh again


def _knows_password(form) -> bool:
    """Whether the form is whole and its current password right; a wrong one stands at its field and is counted."""
    if not form.is_valid():
        return False
    try:
        if sign_in.confirm_own_password(form.account, form.cleaned_data["current_password"]):
            return True
        form.add_error("current_password", _("Ce n’est pas votre mot de passe actuel. Vérifiez et réessayez."))
    except TooMany:
        form.add_error("current_password", sign_in.too_many_attempts())
    return False


@sensitive_post_parameters("current_password")
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_code
def email_page(request):
    form, sent = read_form(request, EmailChangeForm, account=request.user)
    if sent and _knows_password(form):
        ask_email_change(request.user, form.cleaned_data["email"])
        messages.success(request, _("Un lien est parti à la nouvelle adresse. L’ancienne reste valable jusque-là."))
        return redirect("guichet:account")
    return show_form(request, "guichet/email_change.html", form)


@sensitive_post_parameters("current_password", "password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password_page(request):
    form, sent = read_form(request, PasswordChangeForm, account=request.user)
    if sent and _knows_password(form):
        change_password(request.user, form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Votre mot de passe est changé. Vos autres sessions sont terminées."))
        return redirect("guichet:account")
    return show_form(request, "guichet/password_change.html", form)


@sensitive_post_parameters("current_password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def phone_page(request):
    form, sent = read_form(request, PhoneChangeForm, account=request.user)
    if sent and _knows_password(form):
        change = phone_change.begin(request.session, request.user, form.cleaned_data["phone"])
        send_code(request, change.device(request.user), change.flow)
        return redirect("guichet:phone-codes")
    return show_form(request, "guichet/phone_change.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def phone_codes_page(request):
    """A code to the old number, then one to the new."""
    change = phone_change.change_of(request.session)
    if change is None:
        messages.info(request, _("Le délai de vingt minutes est passé. Recommencez le changement de numéro."))
        return redirect("guichet:phone-change")
    device = change.device(request.user)
    if "new-code" in request.POST:
        send_code(request, device, change.flow)
        return redirect("guichet:phone-codes")
    form, sent = read_form(request, CodeForm)
    status = try_code(form, device, change.flow) if sent and form.is_valid() else 200
    if sent and form.is_valid():
        return _next_phone_step(request, change)
    return show_code_page(
        request, form, device, template="guichet/phone_codes.html", status=status, change=change
    )  # fmt: skip


def _next_phone_step(request, change):
    if not change.old_is_proven:
        change = phone_change.note_old_proven(request.session, change)
        send_code(request, change.device(request.user), change.flow)
        return redirect("guichet:phone-codes")
    phone_change.finish(request.user, change)
    del request.session[phone_change.SESSION_KEY]
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Votre numéro est changé. Vos autres sessions sont terminées."))
    return redirect("guichet:account")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_code_page(request):
    """A fresh code before a change that moves money or the account; asked for by a button, never by opening."""
    if CONFIRM_NONCE not in request.session:
        request.session[CONFIRM_NONCE] = Flow.start("confirm").nonce
    device, flow = device_of(request.user), Flow(request.session[CONFIRM_NONCE], "confirm")
    if "new-code" in request.POST:
        send_code(request, device, flow)
        return redirect(request.get_full_path())
    form, sent = read_form(request, CodeForm)
    status = try_code(form, device, flow) if sent and form.is_valid() else 200
    if sent and form.is_valid():
        del request.session[CONFIRM_NONCE]
        note_fresh_code(request)
        return redirect(safe_next(request) or reverse("guichet:account"))
    context = {"next": safe_next(request), "is_sent": bool(device.binding) and device.purpose == flow.purpose}
    return show_code_page(request, form, device, template="guichet/confirm_code.html", status=status, **context)
