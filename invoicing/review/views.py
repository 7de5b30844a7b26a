"""One claim at the office: the page, notes, who else is there, deciding in two steps. Every reading leaves an event.

Not here: the list (listing.py), its files (files.py), what is shown (dossier.py), what an act does (workflow.py).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from guichet.audit import record_event
from invoicing.models import Claim
from invoicing.reviewing import be_present, write_note
from invoicing.workflow import NotAllowed, TooLate

from .acts import ACTS, Act
from .dossier import Dossier, load_dossier
from .forms import DecisionForm, NoteForm
from .permissions import reviewer_only
from .viewer import view_documents

read_only = require_http_methods(["GET", "HEAD"])


@reviewer_only
@read_only
def show_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole claim, to read and to decide."""
    dossier = load_dossier(reference)
    record_event("claim.read", actor=request.user, object_type="claim", object_key=reference,
                 detail={"version": dossier.claim.version_number})  # fmt: skip
    return _claim_page(request, dossier)


@reviewer_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """A note for colleagues."""
    dossier = load_dossier(reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _claim_page(request, dossier, status=422, note_form=form)
    write_note(dossier.claim, author=request.user, text=form.cleaned_data["text"])
    return redirect(f"{reverse('claims:claim', args=[reference])}#notes")


@reviewer_only
@require_POST
def presence(request: HttpRequest, reference: str) -> HttpResponse:
    """The open page says every half minute that it still is; answered with who else has it open."""
    claim = get_object_or_404(Claim, reference=reference)
    return render(request, "invoicing/review/presence.html", {"others": be_present(claim, reviewer=request.user)})


@reviewer_only
@require_POST
def decide(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Two posts: the first shows what will happen, the second (`confirmed`) does it. `back` returns with the text."""
    act = ACTS.get(key)
    if act is None:
        raise Http404
    dossier = load_dossier(reference)
    form = act.form(request.POST, paths=dossier.remark_paths)
    if dossier.is_own(request.user):
        return _claim_page(request, dossier, status=403)
    if _is_stale(dossier, request):
        return _too_late(request, dossier, act, form)
    if "back" in request.POST:
        form.is_valid()
        return _claim_page(request, dossier, act, form)
    if not form.is_valid():
        return _claim_page(request, dossier, act, form, status=422)
    if "confirmed" not in request.POST:
        return _confirm_page(request, dossier, act, form)
    return _act(request, dossier, act, form)


def _act(request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm) -> HttpResponse:
    try:
        act.decide(dossier.claim, request.user, form)
    except TooLate:
        return _too_late(request, load_dossier(dossier.claim.reference), act, form)
    except NotAllowed:
        return _claim_page(request, dossier, status=403)
    reference = dossier.claim.reference
    button = messages.button(reverse("claims:claim", args=[reference]), _("Voir la demande"))
    messages.success(request, act.done % {"reference": reference}, buttons=[button])
    return redirect("claims:index")


def _is_stale(dossier: Dossier, request: HttpRequest) -> bool:
    """Whether the claim moved since the page was opened: another version, another state."""
    seen = (request.POST.get("version"), request.POST.get("state"))
    return seen != (str(dossier.claim.version_number), dossier.claim.state) or not dossier.is_open_to_decisions


def _too_late(request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm) -> HttpResponse:
    """Who decided what when; and the text that was typed, still there to be used."""
    late = {"act": act, "message": form.written_message, "remarks": _labelled(dossier, form)}
    return _claim_page(request, dossier, act, form, status=409, late=late)


def _claim_page(
    request: HttpRequest, dossier: Dossier, act: Act | None = None, form: DecisionForm | None = None, *,
    status: int = 200, late: dict | None = None, note_form: NoteForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a claim; `form` is what was typed for `act`."""
    forms = {}
    if dossier.is_open_to_decisions and not dossier.is_own(request.user):
        forms = {key: _blank(one, dossier) for key, one in ACTS.items()}
        if form:
            forms[act.key] = form
    context = _furniture(dossier) | {
        "acts": [(ACTS[key], one) for key, one in forms.items()],
        "chosen": act.key if act else "",
        "is_own": dossier.is_own(request.user),
        "late": late,
        "viewer": view_documents(dossier, request.GET),
        "note_form": note_form or NoteForm(),
        "remarks": form.remarks if form else {},
        "remark_errors": form.remark_errors if form else {},
    }
    return render(request, "invoicing/review/claim.html", context, status=status)


def _confirm_page(request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm) -> HttpResponse:
    context = _furniture(dossier, _("Confirmer")) | {"act": act, "form": form, "remarks": _labelled(dossier, form)}
    return render(request, "invoicing/review/confirm.html", context)


def _blank(act: Act, dossier: Dossier) -> DecisionForm:
    return act.form(paths=dossier.remark_paths, auto_id=f"id_{act.key}_%s")


def _labelled(dossier: Dossier, form: DecisionForm) -> list[dict[str, str]]:
    labels = dossier.newest.labels
    return [{"path": path, "label": labels.get(path, path), "text": text} for path, text in form.remarks.items()]


def _furniture(dossier: Dossier, last: str = "") -> dict:
    """What Wagtail's page frame wants: title, icon and the way back."""
    reference = dossier.claim.reference
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
        {"url": reverse("claims:index"), "label": _("Demandes")},
        {"url": reverse("claims:claim", args=[reference]) if last else "", "label": reference},
    ]
    if last:
        crumbs.append({"url": "", "label": last})
    title = _("Demande %(reference)s") % {"reference": reference}
    return {"dossier": dossier, "claim": dossier.claim, "header_title": title, "page_title": title,
            "header_icon": "form", "breadcrumbs_items": crumbs}  # fmt: skip
