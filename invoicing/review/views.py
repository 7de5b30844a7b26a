"""One claim at the office: the page, notes, who else is there, deciding in two steps. Every reading leaves an event.

Not here: the list (listing.py), its files (files.py), what is shown (dossier.py), what an act does (workflow.py).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from guichet.audit import record_event
from guichet.letters import letters_about
from guichet.models import Message
from invoicing.models import Claim, ReadyReply
from invoicing.replies import count_use, fill_in
from invoicing.reviewing import be_present, write_note
from invoicing.workflow import NeedsSecondReviewer, NotAllowed, TooLate, can_be_undone

from .act_forms import blank_inside, draw_inside, form_of, open_acts
from .acts import ACTS, Act, preview
from .claim_html import Remarks
from .dossier import Dossier, load_dossier
from .forms import DecisionForm, NoteForm
from .paper_forms import ReceivedForm
from .permissions import reviewer_only
from .position import position_of
from .viewer import view_documents

read_only = require_http_methods(["GET", "HEAD"])


@reviewer_only
@read_only
def show_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole claim, to read and to decide."""
    dossier = load_dossier(reference, reviewer=request.user)
    record_event("claim.read", actor=request.user, object_type="claim", object_key=reference,
                 detail={"version": dossier.claim.version_number})  # fmt: skip
    return _claim_page(request, dossier)


@reviewer_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """A note for colleagues."""
    dossier = load_dossier(reference, reviewer=request.user)
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
    """Two posts: the first shows what will happen, the second (`confirmed`, or `next`) does it. `back` returns with
    the text, `insert` puts a ready reply into it.
    """
    act = ACTS.get(key)
    if act is None:
        raise Http404
    dossier = load_dossier(reference, reviewer=request.user)
    form = form_of(act, dossier, request.POST)
    if dossier.has_to_leave:
        return _claim_page(request, dossier, status=403)
    if _is_stale(dossier, act, request):
        return _too_late(request, dossier, act, form)
    if act.key == "undo" and not can_be_undone(dossier.newest.decision):
        return _too_late(request, dossier, act, form, is_expired=True)
    if "insert" in request.POST:
        return _claim_page(request, dossier, act, _with_reply(act, form, dossier), reply=_chosen(form))
    if "back" in request.POST:
        form.is_valid()
        return _claim_page(request, dossier, act, form)
    if not form.is_valid():
        return _claim_page(request, dossier, act, form, status=422)
    return _act(request, dossier, act, form)


def _act(request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm) -> HttpResponse:
    """Do it, or show the mail it would send; whichever is refused says why."""
    reference = dossier.claim.reference
    try:
        if not {"confirmed", "next"} & set(request.POST):
            mail = preview(act, dossier.claim, request.user, form)
            return _confirm_page(request, dossier, act, form, mail)
        done = act.decide(dossier.claim, request.user, form)
    except TooLate:
        return _too_late(request, load_dossier(reference, reviewer=request.user), act, form)
    except NeedsSecondReviewer:
        form.add_error(None, _("Ce montant doit être confirmé par un second collaborateur qui en a le droit."))
        return _claim_page(request, dossier, act, form, status=403)
    except NotAllowed:
        return _claim_page(request, dossier, status=403)
    count_use(form.used_reply_keys)
    button = messages.button(reverse("claims:claim", args=[reference]), _("Voir la demande"))
    told = act.done if done or not act.done_half else act.done_half
    messages.success(request, told % {"reference": reference}, buttons=[button])
    position = position_of(request, dossier.claim)
    wants_next = "next" in request.POST
    return redirect((wants_next and position.next_address) or position.list_address)


def _is_stale(dossier: Dossier, act: Act, request: HttpRequest) -> bool:
    """Whether the claim moved since the page was opened: another version, another state."""
    seen = (request.POST.get("version"), request.POST.get("state"))
    if "half" in request.POST and dossier.first_approval:  # a colleague was the first: the page said something else
        return True
    return seen != (str(dossier.claim.version_number), dossier.claim.state) or not act.is_open(dossier.claim)


def _too_late(
    request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm, *, is_expired: bool = False
) -> HttpResponse:
    """Who decided what when, or that the time to undo is over; and the text that was typed, still there to be used."""
    late = {
        "act": act, "message": form.written_message, "remarks": _labelled(dossier, form), "is_expired": is_expired,
    }  # fmt: skip
    return _claim_page(request, dossier, act, form, status=409, late=late)


def _claim_page(
    request: HttpRequest, dossier: Dossier, act: Act | None = None, form: DecisionForm | None = None, *,
    status: int = 200, late: dict | None = None, note_form: NoteForm | None = None, reply: ReadyReply | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a claim; `form` is what was typed for `act`, `reply` the ready reply just put in."""
    in_own_words = fill_in(reply, dossier.newest.version, language=get_language()[:2]) if reply else ""
    acts = open_acts(dossier, tried=act)
    context = _furniture(dossier) | {
        "position": position_of(request, dossier.claim),
        "acts": [
            (one, draw_inside(one, form, in_own_words) if form and one is act else blank_inside(one, dossier))
            for one in acts
        ],
        "chosen": act.key if act else "",
        "late": late,
        "viewer": view_documents(dossier, request.GET),
        "note_form": note_form or NoteForm(),
        "letters": letters_about(reference=dossier.claim.reference),
        "received_form": ReceivedForm(),
        "remarks": Remarks(
            can_write=ACTS["return"] in acts,
            texts=form.remarks if form else _remarks_kept(dossier),
            errors=form.remark_errors if form else {},
        ),
    }
    return render(request, "invoicing/review/claim.html", context, status=status)


def _chosen(form: DecisionForm) -> ReadyReply | None:
    form.is_valid()
    return form.cleaned_data.get("reply")


def _with_reply(act: Act, form: DecisionForm, dossier: Dossier) -> DecisionForm:
    """The form with the chosen reply at the end of its message, in the language of who will read it."""
    reply = _chosen(form)
    data = form.data.copy()
    if reply:
        text = fill_in(reply, dossier.newest.version, language=dossier.claim.owner.language)
        data["message"] = f"{form.written_message}\n\n{text}".strip()
        data["used_replies"] = ",".join(map(str, [*form.used_reply_keys, reply.pk]))
        data["reply"] = ""
    filled = form_of(act, dossier, data)
    filled.is_valid()
    filled._errors = {}  # inserted, not yet judged
    return filled


def _remarks_kept(dossier: Dossier) -> dict[str, str]:
    """Remarks of a request for correction that was taken back, to be used again."""
    kept = dossier.correction_kept
    return kept.remarks if kept else {}


def _confirm_page(
    request: HttpRequest, dossier: Dossier, act: Act, form: DecisionForm, mail: Message | None
) -> HttpResponse:
    context = _furniture(dossier, _("Confirmer")) | {
        "act": act, "form": form, "mail": mail, "remarks": _labelled(dossier, form),
        "position": position_of(request, dossier.claim),
    }  # fmt: skip
    return render(request, "invoicing/review/confirm.html", context)


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
