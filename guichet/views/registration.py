"""Pages of registration and of confirming the e-mail address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet import confirmation, limits
from guichet.access import is_signed_in, signed_in
from guichet.forms.registration import RegistrationForm
from guichet.registration import register

from .pages import home_of, read_form, show_form


@sensitive_post_parameters("password", "password_again", "avs_number", "iban")
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request):
    if is_signed_in(request):
        return redirect(home_of(request.user))
    form, sent = read_form(request, RegistrationForm)
    if sent and form.is_trapped:
        return redirect("guichet:register-done")
    if sent and form.is_valid():
        register(form.new_account())
        return redirect("guichet:register-done")
    return show_form(request, "guichet/register.html", form)


@require_safe
def register_done(request):
    return render(request, "guichet/register_done.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request, token: str):
    """Opening the link shows a button; the button confirms."""
    try:
        link = confirmation.find_link(token)
        if request.method != "POST":
            return render(request, "guichet/confirm_email.html", {"email": link.email})
        account = confirmation.use_link(token)
    except confirmation.LinkRefused as refusal:
        context = {"reason": refusal.reason}
        status = 404 if refusal.reason == "unknown" else 410
        return render(request, "guichet/confirm_email_refused.html", context, status=status)
    messages.success(request, _("Votre adresse email est confirmée."))
    if is_signed_in(request) and request.user.pk == account.pk:
        return redirect(home_of(account))
    return redirect("guichet:sign-in")


@require_POST
@signed_in
def resend_confirmation(request):
    """The link of the registration once more, for those who did not get it (guide 2.2)."""
    if request.user.is_email_verified:
        return redirect(home_of(request.user))
    try:
        limits.count_all(limits.confirmation_mail(request.user))
    except limits.TooMany as error:
        minutes = -(-error.retry_after // 60)
        messages.error(request, _("Un nouvel envoi est possible dans %(minutes)s min.") % {"minutes": minutes})
    else:
        confirmation.send_link(request.user, key="confirm-email")
        messages.success(request, _("Le lien vous a été envoyé par email. Il est valable 24 heures."))
    return redirect(home_of(request.user))
