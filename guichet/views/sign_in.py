"""Signing in, page by page: password, code, new code. Signing out, and staying signed in."""

import time
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet import codes, sign_in
from guichet.access import is_signed_in, signed_in
from guichet.forms.sign_in import CodeForm, SignInForm
from guichet.limits import LimitsUnavailable, TooMany
from guichet.session import NOTICE_KEY, end_session, seconds_left, start_session
from guichet.sms import SmsNotSent

from .pages import home_of, read_form, safe_next, show_form


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request):
    """First step: e-mail and password."""
    if is_signed_in(request):
        return redirect(safe_next(request) or home_of(request.user))
    form, sent = read_form(request, SignInForm)
    retry_after, status = 0, 200
    if sent and form.is_valid():
        try:
            account = sign_in.check_password(form.cleaned_data["email"], form.cleaned_data["password"])
            return _owe_code(request, account)
        except sign_in.WrongPassword:
            form.add_error(None, _("L’adresse email ou le mot de passe est faux. Vérifiez les deux et réessayez."))
        except TooMany as error:
            form.add_error(None, sign_in.too_many_attempts())
            retry_after, status = error.retry_after, 429
        except LimitsUnavailable:
            form.add_error(None, _("La connexion n’est pas possible en ce moment. Réessayez dans quelques minutes."))
            retry_after, status = 60, 503
    return _show_sign_in(request, form, status, retry_after)


def _show_sign_in(request, form, status: int, retry_after: int):
    notice = request.session.pop(NOTICE_KEY, "") if NOTICE_KEY in request.session else ""
    context = {"next": safe_next(request), "notice": notice, "is_locked": status == 429}
    response = show_form(request, "guichet/sign_in.html", form, status=status, **context)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _owe_code(request, account):
    """The password was right: send the code, and on to its page. Still nobody is signed in."""
    if request.user.is_authenticated:
        end_session(request)
    pending = sign_in.begin(request.session, account, next_page=safe_next(request))
    if not account.phone:
        messages.error(request, _("Ce compte n’a pas de numéro de téléphone portable. Appelez l’office."))
        return redirect("guichet:sign-in")
    device = codes.device_of(account)
    if not codes.has_live_code(device, pending.flow):
        send_code(request, device, pending.flow)
    return redirect("guichet:code")


def send_code(request, device, flow) -> bool:
    """Send a code and tell when that is not possible; whether it went out."""
    try:
        codes.send_code(device, flow)
    except TooMany as error:
        minutes = -(-error.retry_after // 60)
        messages.error(request, _("Un nouveau code est possible dans %(minutes)s min.") % {"minutes": minutes})
    except LimitsUnavailable:
        messages.error(request, _("Aucun code ne peut être envoyé en ce moment. Réessayez dans quelques minutes."))
    except SmsNotSent:
        messages.error(request, _("Le SMS n’a pas pu être envoyé. Réessayez dans une minute."))
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def code_page(request):
    """Second step: the six digits. A right code signs in and leads where the person wanted to go."""
    pending = sign_in.pending_of(request.session)
    account = pending and sign_in.account_of(pending)
    if account is None:
        return _start_again(request, pending)
    device = codes.device_of(account)
    form, sent = read_form(request, CodeForm)
    status = 200
    if sent and form.is_valid():
        status = try_code(form, device, pending.flow)
        if status == 200 and not form.errors:
            start_session(request, account, device)
            return redirect(pending.next or home_of(account))
    return show_code_page(request, form, device, template="guichet/code.html", status=status)


def try_code(form: CodeForm, device, flow) -> int:
    """Check the code typed; its error stands in the form. Returns the status of the page."""
    try:
        codes.check_code(device, flow, form.cleaned_data["code"])
    except codes.CodeRefused as refusal:
        form.add_error("code", explain_refusal(refusal.reason))
    except TooMany:
        form.add_error("code", sign_in.too_many_attempts())
        return 429
    except LimitsUnavailable:
        form.add_error("code", _("La vérification n’est pas possible en ce moment. Réessayez dans quelques minutes."))
        return 503
    return 200


def explain_refusal(reason: str) -> str:
    """What went wrong with a code, and what to do about it."""
    return {
        "wrong": _("Ce code n’est pas le bon. Vérifiez les 6 chiffres du dernier SMS reçu."),
        "expired": _("Ce code a plus de cinq minutes. Demandez un nouveau code."),
        "burnt": _("Ce code n’est plus valable. Demandez un nouveau code."),
    }[reason]


def show_code_page(request, form, device, *, template: str, status: int = 200, **context) -> HttpResponse:
    """A page that asks for a code: which number it went to (its end), when a new one is possible, help."""
    return show_form(
        request, template, form, status=status,
        masked_number=codes.mask_number(str(device.number)),
        seconds=codes.seconds_until_new_code(device),
        **context,
    )  # fmt: skip


@require_POST
def new_code(request):
    """« J’ai besoin d’un nouveau code d’accès »."""
    pending = sign_in.pending_of(request.session)
    account = pending and sign_in.account_of(pending)
    if account is None:
        return _start_again(request, pending)
    if send_code(request, codes.device_of(account), pending.flow):
        messages.success(request, _("Un nouveau code vous a été envoyé. L’ancien ne vaut plus rien."))
    return redirect("guichet:code")


def _start_again(request, pending):
    """Too long ago, or the password has changed since: back to the first step, and on to the same page after."""
    request.session.pop(sign_in.PENDING_KEY, None)
    messages.info(request, _("Veuillez d’abord indiquer votre adresse email et votre mot de passe."))
    wanted = f"?{urlencode({'next': pending.next})}" if pending and pending.next else ""
    return redirect(reverse("guichet:sign-in") + wanted)


@require_POST
def sign_out(request):
    """Sign out, and leave nothing in the browser for whoever sits there next."""
    end_session(request)
    messages.success(request, _("Vous êtes déconnecté."))
    response = redirect(f"/{get_language()}/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@signed_in
def keep_alive(request):
    """« Rester connecté »: the middleware has noted the activity already."""
    return HttpResponse(status=204)


@require_safe
@signed_in
def session_left(request):
    """For a page that warns: seconds until the session ends, and whether activity puts it off. Asking does not."""
    idle, absolute = seconds_left(request, int(time.time()))
    return JsonResponse({"left": min(idle, absolute), "can_stay": idle < absolute})
