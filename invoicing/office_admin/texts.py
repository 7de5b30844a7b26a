"""What the portal says to people: the list of pages, mails, letters and SMS; the page of each, with preview."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from guichet.models import Channel, Event, OfficeText
from guichet.office_words import LANGUAGES, SMS_ENDS, Medium, Text, Typed
from guichet.office_words import texts as all_texts
from guichet.outbox import write_test
from guichet.page_words import FRESH
from guichet.sms_size import sms_size
from invoicing.printing import NotPrinted, printer
from invoicing.views.attachments import HEADERS

from .history import history_of
from .permissions import clerk_only
from .screens import FOLDER, frame
from .text_forms import TextForm, save_text
from .text_samples import letter_of, mail_of, page_of, sms_of, sms_rules, values_of

INDEX = "office_texts:index"
ICON = "mail"
SAVE, LOOK, TEST = "save", "look", "test"
TRIED = (Medium.MAIL, Medium.SMS)  # of which one may send oneself a test


@clerk_only
@require_safe
def show_texts(request: HttpRequest) -> HttpResponse:
    changed = set(OfficeText.objects.exclude(wording_fr="", wording_de="").values_list("text", flat=True))
    groups = [
        (
            medium,
            [
                {"text": text, "is_changed": text.key in changed}
                for text in all_texts().values()
                if text.medium == medium
            ],
        )
        for medium in Medium
    ]
    return render(request, f"{FOLDER}texts.html", frame(_("Pages, emails et SMS"), ICON) | {"groups": groups})


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
    if TEST in request.POST and text.medium in TRIED:
        _send_test(request, form)
        return _page(request, text, form)
    save_text(form, actor=request.user)
    messages.success(request, _saved(text))
    return redirect("office_texts:edit", key)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE], "img-src": [NONE]})
def show_mail(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The HTML of a mail with its sample, as a mail program shows it; posted, as it is typed."""
    text = _text(key)
    if text.medium != Medium.MAIL or language not in LANGUAGES:
        raise Http404
    form = TextForm(text, request.POST if request.method == "POST" else None)
    return HttpResponse(mail_of(text, language, form.shown()).html)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def show_letter(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The letter as it is printed, with its sample; posted, as it is typed."""
    text = _text(key)
    if not text.is_posted or language not in LANGUAGES:
        raise Http404
    form = TextForm(text, request.POST if request.method == "POST" else None)
    try:
        data = printer.print_html(letter_of(text, language, form.shown()).html)
    except NotPrinted:
        messages.error(request, _("La lettre n’a pas pu être mise en page. Réessayez dans un instant."))
        return redirect("office_texts:edit", key)
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{key}-{language}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _text(key: str) -> Text:
    if key not in all_texts():
        raise Http404
    return all_texts()[key]


def _page(request: HttpRequest, text: Text, form: TextForm, status: int = 200) -> HttpResponse:
    shown = form.shown()
    context = frame(text.title, ICON, (reverse(INDEX), _("Pages, emails et SMS"))) | {
        "text": text,
        "form": form,
        "fields": values_of(text, get_language()[:2]),
        "previews": [_preview(request, text, language, shown) for language in LANGUAGES],
        "sms_rules": sms_rules(text) if text.is_sms else None,
        "history": history_of(OfficeText(text=text.key)),
        "can_return": True,
        "can_be_tried": text.medium in TRIED,
        "back": reverse(INDEX),
    }
    return render(request, f"{FOLDER}text.html", context, status=status)


def _preview(request: HttpRequest, text: Text, language: str, shown: Typed) -> dict:
    if text.is_page:
        return {"language": language, "page": page_of(text, language, request, shown)}
    if text.is_sms:
        sms = sms_of(text, language, shown)
        return {"language": language, "text": sms, "size": sms_size(sms)}
    letter = {"letter": letter_of(text, language, shown).text} if text.is_posted else {}
    if text.is_letter:
        return {"language": language, **letter}
    mail = mail_of(text, language, shown)
    return {"language": language, "subject": mail.subject, "text": mail.text, **letter}


def _saved(text: Text) -> str:
    if text.is_page:
        says = _("« %(name)s » est enregistré. Les personnes le lisent dans les %(seconds)s secondes.")
        return says % {"name": text.title, "seconds": FRESH}
    return _("« %(name)s » est enregistré.") % {"name": text.title}


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
    messages.info(request, _("Le texte d’avant est dans les champs. Rien n’est encore enregistré."))
    return {name: old for name, (old, _new) in get_object_or_404(events, pk=number).detail["changes"].items()}
