"""Pages of the forgotten password (guide 5.1.1). The token never stands in the address of the form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from guichet import reset
from guichet.forms.sign_in import ForgottenPasswordForm, ResetPasswordForm

from .pages import read_form, show_form

TOKEN_KEY = "reset_token"  # noqa: S105 -- the name of a session key
AT_FORM = "set-password"


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request):
    form, sent = read_form(request, ForgottenPasswordForm)
    if sent and form.is_valid():
        reset.request_reset(form.cleaned_data["email"])
        return redirect("guichet:forgotten-password-done")
    return show_form(request, "guichet/forgotten_password.html", form)


@require_safe
def forgotten_password_done(request):
    return render(request, "guichet/forgotten_password_done.html")


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request, uid: str, token: str):
    """The link of the mail moves its token into the session; the form then has an address that opens nothing."""
    if token != AT_FORM:
        if reset.account_of_link(uid, token) is None:
            return _refuse(request)
        request.session[TOKEN_KEY] = token
        return redirect("guichet:reset-password", uid, AT_FORM)
    account = reset.account_of_link(uid, request.session.get(TOKEN_KEY, ""))
    if account is None:
        return _refuse(request)
    form, sent = read_form(request, ResetPasswordForm, account=account)
    if sent and form.is_valid():
        reset.set_password(account, form.cleaned_data["password"])
        del request.session[TOKEN_KEY]
        messages.success(request, _("Votre mot de passe a été changé. Connectez-vous avec le nouveau."))
        return redirect("guichet:sign-in")
    return show_form(request, "guichet/reset_password.html", form)


def _refuse(request):
    return render(request, "guichet/reset_password_refused.html", status=410)
