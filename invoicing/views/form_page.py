"""The page of a form: what its template needs, in one place for every act that shows it."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.models import Account
from invoicing.drafts import drafts_of
from invoicing.entry import BoundSection, Entry, dom_id
from invoicing.models import Claim, Decision, Draft
from invoicing.reading import take_notes, waits_for_its_form

FORM_ID = "claim-form"


def find_draft(request: HttpRequest, pk: UUID) -> Draft:
    """The draft at hand with its owner: who asks, or the person for whom a reviewer types. Raises Http404."""
    draft = get_object_or_404(drafts_of(request.user), pk=pk)
    if not draft.entered_by_id:
        draft.owner = request.user
    return draft


def show_claim(claim: Claim, *, reader: Account) -> HttpResponse:
    """To the page of a claim: the person's, or the office's for who typed it in."""
    return redirect("invoicing:claim" if claim.owner_id == reader.pk else "claims:claim", reference=claim.reference)


def show_form(
    request: HttpRequest, draft: Draft, entry: Entry, *, removed: dict | None = None, refused: Iterable[str] = ()
) -> HttpResponse:
    """The whole page; errors that `entry` carries stand at their fields and in the summary."""
    errors = [*entry.errors, *({"id": "documents", "message": message} for message in refused)]
    context = form_context(draft, entry) | {
        "errors": errors,
        "page_has_errors": bool(errors),
        "document_errors": list(refused),
        "removed": removed,
        "keep_form": FORM_ID,
        "waits_for_form": waits_for_its_form(draft, entry),
        **_correction(draft, entry),
    }
    return render(request, "invoicing/draft.html", context)


def form_context(draft: Draft, entry: Entry) -> dict:
    """What every part of the form's page needs, whole or painted again."""
    take_notes(entry, draft)
    return {
        "draft": draft,
        "entry": entry,
        "sheet": entry.office.sheet,
        "form_id": FORM_ID,
        "draft_url": reverse("invoicing:draft", args=[draft.pk]),
        "head": entry.sections[0],
        "sections": entry.sections[1:-1],
        "closing": entry.sections[-1],
    }


def _correction(draft: Draft, entry: Entry) -> dict:
    """The office's message and remarks, when the draft corrects a claim. Remarks go to their fields; one query."""
    if not draft.claim_id:
        return {}
    decided = list(
        Decision.objects.filter(version__claim=draft.claim_id, version__number=draft.claim.version_number).values(
            "message", "decided_at", "answer_by", "remarks__path", "remarks__text"
        )
    )
    texts = {row["remarks__path"]: row["remarks__text"] for row in decided if row["remarks__path"]}
    return {"decision": decided[0] if decided else None, "remarks": place_remarks(entry, texts)}


def place_remarks(entry: Entry, texts: dict[str, str]) -> list[dict]:
    """Put each remark at its row or field; returns them as links, in the order of the form."""
    links = []
    for bound in entry.rows():
        for path in [path for path in texts if path == bound.path or path.startswith(bound.path + ".")]:
            name = path.removeprefix(bound.path).strip(".")
            bound.remarks[name] = texts[path]
            links.append({"id": dom_id(bound, name), "label": _label(bound, name), "text": texts.pop(path)})
    sections = {section.section.key: section for section in entry.sections}
    return links + [_elsewhere(sections.get(path.split(".")[0]), path, text) for path, text in texts.items()]


def _label(bound, name: str) -> str:
    return f"{bound.title}, {bound.form.fields[name].label}" if name in bound.form.fields else bound.title


def _elsewhere(section: BoundSection | None, path: str, text: str) -> dict:
    """A remark on a whole section, on the documents, or on a row that is gone meanwhile."""
    anchor = f"section-{section.section.key}" if section else path.split(".")[0]
    return {"id": anchor, "label": section.section.title if section else _("Documents"), "text": text}
