"""What the portal writes to people: the list of mails and SMS, and the page of each with preview and test message."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from guichet.models import Channel, Event, OfficeText
from guichet.office_words import LANGUAGES, SMS_ENDS, Text
from guichet.office_words import texts as all_texts
from guichet.outbox import write_test
from guichet.sms_size import sms_size

from .history import history_of
from .permissions import clerk_only
from .screens import FOLDER, frame
from .text_forms import TextForm, save_text
from .text_samples import mail_of, sms_of

INDEX = "office_texts:index"
ICON = "mail"
SAVE, LOOK, TEST = "save", "look", "test"


@clerk_only
@require_safe
def show_texts(request: HttpRequest) -> HttpResponse:
    changed = set(OfficeText.objects.exclude(wording_fr="", wording_de="").values_list("text", flat=True))
    lines = [{"text": text, "is_changed": text.key in changed} for text in all_texts().values()]
    return render(request, f"{FOLDER}texts.html", frame(_("Mails et SMS"), ICON) | {"lines": lines})


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request: HttpRequest, key: str) -> HttpResponse:
    text = _text(key)
    if request.method != "POST":
        return _page(request, text, TextForm(text, initial=_earlier(request, text)))
    form = TextForm(text, request.POST)
    if not form.is_valid():
        return _page(request, text, form, status=422)
    if LOOK in request.POST:
        return _page(request, text, form)
    if TEST in request.POST:
        _send_test(request, form)
        return _page(request, text, form)
    save_text(form, actor=request.user)
    messages.success(request, _("« %(name)s » est enregistré.") % {"name": text.title})
    return redirect("office_texts:edit", key)


@clerk_only
@require_safe
@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE], "img-src": [NONE]})
def show_mail(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The HTML of a mail with its sample, as a mail program shows it."""
    text = _text(key)
    if text.is_sms or language not in LANGUAGES:
        raise Http404
    return HttpResponse(mail_of(text, language).html)


def _text(key: str) -> Text:
    if key not in all_texts():
        raise Http404
    return all_texts()[key]


def _page(request: HttpRequest, text: Text, form: TextForm, status: int = 200) -> HttpResponse:
    typed = form.typed() if form.is_bound and form.is_valid() else None
    context = frame(text.title, ICON, (reverse(INDEX), _("Mails et SMS"))) | {
        "text": text,
        "form": form,
        "previews": [_preview(text, language, typed) for language in LANGUAGES],
        "history": history_of(OfficeText(text=text.key)),
        "can_return": True,
        "back": reverse(INDEX),
    }
    return render(request, f"{FOLDER}text.html", context, status=status)


def _preview(text: Text, language: str, typed) -> dict:
    if text.is_sms:
        sms = sms_of(text, language, typed)
        return {"language": language, "text": sms, "size": sms_size(sms)}
    mail = mail_of(text, language, typed)
    return {"language": language, "subject": mail.subject, "text": mail.text}


def _send_test(request: HttpRequest, form: TextForm) -> None:
    """What is typed, as it stands, to the clerk's own address or number, in the clerk's language."""
    text, clerk = form.text, request.user
    if text.is_sms:
        body = {"text": sms_of(text, clerk.language, form.typed())}
        write_test(Channel.SMS, text.key.removesuffix(SMS_ENDS), account=clerk, language=clerk.language, **body)
    else:
        mail = mail_of(text, clerk.language, form.typed(), account=clerk)
        body = {"subject": mail.subject, "text": mail.text, "html": mail.html}
        write_test(Channel.MAIL, text.key, account=clerk, language=clerk.language, **body)
    messages.success(request, _("Le message d’essai part. Rien n’est encore enregistré."))


def _earlier(request: HttpRequest, text: Text) -> dict:
    """The wording there was before a change, to be looked at and kept."""
    if not (number := request.GET.get("before", "")).isdecimal():
        return {}
    events = Event.objects.filter(object_type="officetext", object_key=text.key)
    return {name: old for name, (old, _new) in get_object_or_404(events, pk=number).detail["changes"].items()}
