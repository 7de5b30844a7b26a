"""How account pages read and show a form; the language switch keeps what was typed, unchecked."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

REDRAW = ("switch-language", "update-form")  # buttons that only draw the form again


def read_form(request: HttpRequest, form_class: type[forms.Form], **options) -> tuple[forms.Form, bool]:
    """The form of this page, and whether it was sent to be checked."""
    if request.method != "POST":
        return form_class(**options), False
    if not any(button in request.POST for button in REDRAW):
        return form_class(request.POST, **options), True
    typed = form_class(request.POST, **options)
    options["initial"] = {
        name: field.widget.value_from_datadict(request.POST, {}, typed.add_prefix(name))
        for name, field in typed.fields.items()
        if not isinstance(field.widget, forms.PasswordInput)
    }
    return form_class(**options), False


def show_form(request: HttpRequest, template: str, form: forms.Form, *, status: int = 200, **context) -> HttpResponse:
    """The page of a form, with its errors listed on top."""
    context |= {"form": form, "forms": [form], "keep_form": "form", "page_has_errors": bool(form.errors)}
    return render(request, template, context, status=status)


def safe_next(request: HttpRequest) -> str:
    """Where the person wanted to go, when it is a path of ours; empty otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and wanted.isprintable() and "\\" not in wanted
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def home_of(account) -> str:
    """Where one starts: citizens at the desk, staff in the admin."""
    return reverse("wagtailadmin_home") if account.is_staff else reverse("invoicing:desk")
