"""« Lettres »: what is to be posted to people without an account, each as a PDF to print, and that it was posted.

Not here: what a letter says (templates/letter/), when it is written (outbox.write_mail).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from guichet.audit import record_event
from guichet.letters import all_letters, letters_to_post, note_posted
from invoicing.models import Claim
from invoicing.printing import NotPrinted, printer
from invoicing.views.attachments import HEADERS

from .permissions import reviewer_only

MOST_POSTED_SHOWN = 20


@reviewer_only
@require_http_methods(["GET", "HEAD", "POST"])
def show_letters(request: HttpRequest) -> HttpResponse:
    """What waits and what was posted last; a POST says which ones are in the post."""
    if request.method == "POST":
        posted = note_posted(_keys(request), actor=request.user)
        told = ngettext("%(count)s lettre est à la poste.", "%(count)s lettres sont à la poste.", posted)
        messages.success(request, told % {"count": posted})
        return redirect("claims:letters")
    letters = list(letters_to_post())
    posted = list(all_letters().exclude(sent_at=None).order_by("-sent_at")[:MOST_POSTED_SHOWN])
    versions = dict(
        Claim.objects.filter(reference__in={letter.about for letter in letters}).values_list(
            "reference", "version_number"
        )
    )
    for letter in letters:
        letter.version = versions.get(letter.about)
    context = {
        "letters": letters,
        "posted": posted,
        "page_title": _("Lettres"),
        "header_title": _("Lettres"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("claims:index"), "label": _("Demandes")},
            {"url": "", "label": _("Lettres")},
        ],
    }
    return render(request, "invoicing/review/letters.html", context)


@reviewer_only
@require_safe
def read_letter(request: HttpRequest, pk) -> HttpResponse:
    """The letter, printed from what was kept of it."""
    letter = get_object_or_404(all_letters(), pk=pk)
    try:
        data = printer.print_html(letter.html)
    except NotPrinted:
        messages.error(request, _("La lettre n’a pas pu être mise en page. Réessayez dans un instant."))
        return redirect("claims:letters")
    record_event("letter.read", actor=request.user, object_type="claim", object_key=letter.about,
                 detail={"letter": str(letter.pk)})  # fmt: skip
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{letter.about}-{letter.key}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _keys(request: HttpRequest) -> list[str]:
    """The letters that were ticked; what is no key is passed over."""
    waiting = {str(pk) for pk in letters_to_post().values_list("pk", flat=True)}
    return [key for key in request.POST.getlist("letter") if key in waiting]
