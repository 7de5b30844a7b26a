"""The form itself. Every button posts the whole form to the same address; what was typed is stored first.

With htmx the answer is the part that changed, without it a page. Not here: documents' bytes (uploads), sending.
"""

import json
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, reselect, reswap, retarget, trigger_client_event

from guichet.access import signed_in
from invoicing import drafts
from invoicing.entry import BoundRow, Entry, sections_of
from invoicing.kinds.base import Section
from invoicing.kinds.registry import get_kind
from invoicing.models import Draft
from invoicing.reading import check_draft, read_draft

from .documents import handle_documents
from .form_page import find_draft, form_context, show_claim, show_form
from .sending import confirm_context

MOST_ARGUMENTS = 2  # of an act: a section, a row
ALL = "all"  # amounts on the page that wait to be painted; see js/form.js
REMOVED = "removed_rows"  # session key: what was just removed, for the page that comes next


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, pk) -> HttpResponse:
    draft = find_draft(request, pk)
    if draft.sent_as:
        return _say_it_was_sent(request, draft)
    if draft.is_closed:
        return say_it_is_closed(request, draft)
    if request.method != "POST":
        return _show(request, draft)
    try:
        return _take_post(request, draft)
    except drafts.AlreadySent:
        return _say_it_was_sent(request, drafts.drafts_of(request.user).get(pk=pk))


def _show(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The form as it was left; with ?check, with its errors."""
    if "check" in request.GET:
        drafts.load_documents(draft)
        return show_form(request, draft, check_draft(draft))
    removed = request.session.pop(REMOVED, None)
    drafts.load_documents(draft)
    entry = read_draft(draft)
    entry.hush()
    return show_form(request, draft, entry, removed=removed if removed and removed["draft"] == str(draft.pk) else None)


def _take_post(request: HttpRequest, draft: Draft) -> HttpResponse:
    answers = drafts.answers_from_post(get_kind(draft.kind), request.POST, draft.answers)
    by_itself = "autosave" if request.htmx else "save"
    act, *arguments = request.POST.get("action", by_itself).split(":", MOST_ARGUMENTS)
    if "switch-language" in request.POST:
        act, arguments = "switch-language", []
    if act not in ACTS:
        raise Http404
    return ACTS[act](request, draft, answers, *arguments)


# --- Acts: the part of « action » before the first colon ----------------------------------


def _save(request: HttpRequest, draft: Draft, answers: dict, *_arguments: str) -> HttpResponse:
    drafts.store_answers(draft, answers)
    if refused := handle_documents(request, draft):
        return _show_with_documents(request, draft, refused)
    messages.success(request, _("Votre brouillon est enregistré. Vous pouvez le reprendre plus tard."))
    return redirect("invoicing:draft", pk=draft.pk)


def _autosave(request: HttpRequest, draft: Draft, answers: dict, *_arguments: str) -> HttpResponse:
    before = draft.answers
    drafts.store_answers(draft, answers)
    entry = read_draft(draft)
    entry.hush()
    context = {
        "changed": _changed(request, entry),
        "repainted": list(_to_repaint(entry, {} if request.POST.get("unpainted", ALL) == ALL else before)),
    }
    return render(request, "invoicing/live.html", form_context(draft, entry) | context)


def _to_repaint(entry: Entry, before: dict) -> Iterator[BoundRow]:
    """Rows that may be worth something else than what the page shows: those that were typed in, and who goes with them.

    All of them when the head changed (rates may depend on the person), or when nothing is known of `before`.
    """
    head_changed = entry.raw.get("head") != before.get("head")
    for section in entry.sections[1:-1]:
        rows = before.get(section.section.key)
        known = {row["id"]: row for row in rows} if section.section.repeated and rows else {}
        for bound in section.rows:
            owner = bound.belongs_to
            is_known = bound.raw == known.get(bound.id) and (not owner or owner.raw == known.get(owner.id))
            if head_changed or not is_known:
                yield bound


def _changed(request: HttpRequest, entry: Entry) -> list[BoundRow]:
    """Rows and simple sections whose live part no longer is the one on the page."""
    keyed = [(bound, bound.form.live_key()) for bound in entry.rows() if bound.section.live_template]
    return [bound for bound, key in keyed if key and key != request.POST.get(f"shown-{bound.form.prefix}")]


def _update(request: HttpRequest, draft: Draft, answers: dict, key: str = "", *_arguments: str) -> HttpResponse:
    drafts.store_answers(draft, answers)
    return redirect(f"{_address(draft)}#section-{_section(draft, key).key}")


def _clear(request: HttpRequest, draft: Draft, answers: dict, key: str = "", *_arguments: str) -> HttpResponse:
    """A section as before anything was typed in it: a radio button cannot be unchecked."""
    section = _section(draft, key)
    if not section.optional:
        raise Http404
    drafts.store_answers(draft, {**answers, section.key: {}})
    return redirect(f"{_address(draft)}#section-{section.key}")


def _switch_language(request: HttpRequest, draft: Draft, answers: dict, *_arguments: str) -> HttpResponse:
    """The form posted itself to the address in the other language."""
    drafts.store_answers(draft, answers)
    handle_documents(request, draft)
    return redirect(_address(draft))


def _add_row(request: HttpRequest, draft: Draft, answers: dict, key: str = "", *_arguments: str) -> HttpResponse:
    section = _rows_section(draft, key)
    row = drafts.add_row(answers, section)
    return _rows_changed(request, draft, answers, section, row, _("%(title)s : entrée ajoutée."))


def _add_companion(request: HttpRequest, draft: Draft, answers: dict, key: str = "", row_id: str = "") -> HttpResponse:
    section = _rows_section(draft, key)
    row = drafts.add_companion(answers, section, row_id)
    return _rows_changed(request, draft, answers, section, row, _("%(title)s : entrée ajoutée."))


def _restore(request: HttpRequest, draft: Draft, answers: dict, key: str = "", *_arguments: str) -> HttpResponse:
    section = _rows_section(draft, key)
    row = drafts.restore_rows(answers, section, request.POST.get(f"removed-{section.key}", ""))
    return _rows_changed(request, draft, answers, section, row, _("%(title)s : entrée rétablie."))


def _remove_row(request: HttpRequest, draft: Draft, answers: dict, key: str = "", row_id: str = "") -> HttpResponse:
    section = _rows_section(draft, key)
    rows = drafts.remove_row(answers, section, row_id)
    drafts.store_answers(draft, answers)
    removed = {"draft": str(draft.pk), "section": section.key, "rows": json.dumps(rows)} if rows else None
    if not request.htmx:
        if removed:
            request.session[REMOVED] = removed
        return redirect(f"{_address(draft)}#removed-{section.key}")
    return _rows(request, draft, section, focus=f"restore-{section.key}", say=_("Entrée supprimée."), removed=removed)


def _rows_changed(request, draft: Draft, answers: dict, section: Section, row: dict | None, say: str) -> HttpResponse:
    """After a row came: the focus in its first field, its name said aloud."""
    drafts.store_answers(draft, answers)
    anchor = f"section-{section.key}-{row['id']}" if row else f"section-{section.key}"
    if not request.htmx:
        return redirect(f"{_address(draft)}#{anchor}")
    title = _title_of(section, answers, row) if row else ""
    return _rows(request, draft, section, focus=anchor, say=say % {"title": title} if row else "")


def _rows(request, draft: Draft, section: Section, *, focus: str, say: str, removed: dict | None = None):
    entry = read_draft(draft)
    entry.hush()
    bound = next(one for one in entry.sections if one.section is section)
    context = {**form_context(draft, entry), "section": bound, "removed": removed}
    response = render(request, "invoicing/rows_changed.html", context)
    return trigger_client_event(response, "portal:row", {"focus": focus, "say": say}, after="settle")


def _title_of(section: Section, answers: dict, row: dict) -> str:
    numbered = section.number_rows(answers[section.key])
    return next(section.title_of(one, number) for number, one in numbered if one["id"] == row["id"])


def _review(request: HttpRequest, draft: Draft, answers: dict, *_arguments: str) -> HttpResponse:
    """Check everything: back to the errors, or on to the confirmation (a window above the form, or its own page)."""
    drafts.store_answers(draft, answers)
    refused = handle_documents(request, draft)
    drafts.load_documents(draft)
    entry = check_draft(draft)
    if refused or not entry.is_whole:
        response = show_form(request, draft, entry, refused=refused)
        return reselect(reswap(retarget(response, "#main"), "outerHTML"), "#main") if request.htmx else response
    if request.htmx:
        return render(request, "invoicing/confirm_dialog.html", confirm_context(draft, entry))
    return redirect("invoicing:draft-confirm", pk=draft.pk)


def _upload(request: HttpRequest, draft: Draft, answers: dict, *_arguments: str) -> HttpResponse:
    drafts.store_answers(draft, answers)
    if refused := handle_documents(request, draft):
        return _show_with_documents(request, draft, refused)
    return redirect(f"{_address(draft)}#documents")


def _show_with_documents(request: HttpRequest, draft: Draft, refused: list[str]) -> HttpResponse:
    drafts.load_documents(draft)
    entry = read_draft(draft)
    entry.hush()
    return show_form(request, draft, entry, refused=refused)


ACTS = {
    "save": _save,
    "autosave": _autosave,
    "update": _update,
    "clear": _clear,
    "switch-language": _switch_language,
    "add-row": _add_row,
    "companion": _add_companion,
    "remove-row": _remove_row,
    "restore": _restore,
    "review": _review,
    "upload": _upload,
    "remove-document": _upload,
}


# --- What acts need ---------------------------------------------------------------------


def _address(draft: Draft) -> str:
    return reverse("invoicing:draft", args=[draft.pk])


def _section(draft: Draft, key: str) -> Section:
    section = next((one for one in sections_of(get_kind(draft.kind)) if one.key == key), None)
    if section is None:
        raise Http404
    return section


def _rows_section(draft: Draft, key: str) -> Section:
    section = _section(draft, key)
    if not section.repeated:
        raise Http404
    return section


def _say_it_was_sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.htmx:
        return render(request, "invoicing/live_sent.html", {"claim": draft.sent_as})
    text = _("Cette demande a déjà été envoyée sous la référence %(reference)s.")
    messages.info(request, text % {"reference": draft.sent_as.reference})
    return show_claim(draft.sent_as, reader=request.user)


def say_it_is_closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The office took its request for correction back, or the day to answer by has passed."""
    messages.info(request, _("Cette demande n’attend plus de correction de votre part."))
    address = reverse("invoicing:claim", args=[draft.claim.reference])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
