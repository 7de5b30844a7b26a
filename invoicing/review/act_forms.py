"""The forms of the acts that a claim's state allows, and their insides as the page shows them.

A blank one is the same for all claims of a form: it is drawn once in half a minute, like the ready replies in it.
Not here: what is typed (forms.py), what an act does (acts.py).
"""

from django.core.cache import cache
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from invoicing.replies import FRESH_SECONDS
from invoicing.workflow import can_be_undone

from .acts import ACTS, Act
from .dossier import Dossier
from .forms import DecisionForm


def open_acts(dossier: Dossier, tried: Act | None = None) -> list[Act]:
    """The acts that the claim's state allows, and the one just tried; none for who has to leave it to a colleague."""
    if dossier.has_to_leave:
        return []
    decision = dossier.newest.decision
    closed = {"undo"} if decision and not can_be_undone(decision) else set()
    closed |= set() if dossier.may_accept or tried else {"accept"}
    return [act for act in ACTS.values() if act.is_open(dossier.claim) and act.key not in closed]


def form_of(act: Act, dossier: Dossier, data: QueryDict | None = None) -> DecisionForm:
    """The form of an act, as typed or as it is at first."""
    replies = [reply for reply in dossier.replies if reply.outcome == act.outcome]
    initial = None if data else act.initial(dossier)
    return act.form(data, paths=dossier.remark_paths, replies=replies, auto_id=f"id_{act.key}_%s", initial=initial)


def blank_inside(act: Act, dossier: Dossier) -> SafeString:
    """What stands in the form at first; the text of a correction that was taken back is never kept elsewhere."""
    initial = act.initial(dossier)
    if initial.get("message"):
        return draw_inside(act, form_of(act, dossier))
    key = f"act-{act.key}-{dossier.claim.kind}-{get_language()}-{initial.get('answer_by', '')}"
    return cache.get_or_set(key, lambda: draw_inside(act, form_of(act, dossier)), FRESH_SECONDS)


def draw_inside(act: Act, form: DecisionForm, in_own_words: str = "") -> SafeString:
    """`form` as typed; `in_own_words`: the ready reply just put in, in the reviewer's language."""
    context = {"act": act, "form": form, "in_own_words": in_own_words}
    return render_to_string("invoicing/review/act.html", context)
