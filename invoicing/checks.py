"""Checks that hold for every form (domain 7, « All forms »). A kind's own stand in its folder."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .calendar_days import months_after
from .entry import DOCUMENTS, Entry
from .enums import Level
from .kinds.base import Finding, PricedLine
from .names import search_key

MOST_TOTAL = Decimal("1000000")
OFFICE_CODE = "323"  # domain 3.3: Valais
LAST_PART = 5  # a warning in the last fifth of the time there is: after four of five years


def check_all_forms(entry: Entry) -> list[Finding]:
    """Findings of one entry that need no other claim."""
    rules = (
        something_is_claimed,
        days_are_past,
        days_are_not_lapsed,
        total_is_sane,
        decision_is_plausible,
        holder_is_known,
        receipts_are_there,
        asked_documents_are_there,
    )
    return [finding for rule in rules for finding in rule(entry)]


def form_is_not_offered(entry: Entry) -> Iterator[Finding]:
    """For a draft that waits for its form (reading); the page says in the office's words until when."""
    message = _(
        "Ce formulaire n’est pas proposé en ce moment : la demande ne peut pas être envoyée. Votre brouillon reste "
        "enregistré."
    )
    yield Finding("head", Level.ERROR, "not_offered", message)


def something_is_claimed(entry: Entry) -> Iterator[Finding]:
    """An empty form is told at once, beside what the head lacks."""
    claimed = [error for error in entry.errors if not error["path"].startswith("head")]
    if not entry.lines and not claimed and not entry.findings:
        yield Finding(entry.kind.sections[0].key, Level.ERROR, "empty", entry.kind.empty_message)


def days_are_past(entry: Entry) -> Iterator[Finding]:
    for line in entry.lines:
        day = line.start if entry.kind.takes_running_periods else line.end
        if day > entry.today:
            message = _("Le %(day)s est dans le futur : indiquez une date passée.")
            yield Finding(day_path(entry, line), Level.ERROR, "future", message, {"day": f"{day:%d.%m.%Y}"})


def days_are_not_lapsed(entry: Entry) -> Iterator[Finding]:
    """LPGA 24: a claim lapses so many months after the end of the month of service."""
    for line in entry.lines:
        months = entry.row_at(line.path).section.months_to_claim or entry.kind.months_to_claim
        limit = months_after(line.start, months)
        if entry.today > limit:
            message = _("Le délai pour facturer le %(day)s est échu depuis le %(limit)s.")
            days = {"day": f"{line.start:%d.%m.%Y}", "limit": f"{limit:%d.%m.%Y}"}
            yield Finding(day_path(entry, line), Level.ERROR, "lapsed", message, days)
        elif entry.today > months_after(line.start, months - months // LAST_PART):
            message = _("Cette prestation est ancienne : le délai pour la facturer échoit le %(limit)s.")
            yield Finding(day_path(entry, line), Level.WARNING, "old", message, {"limit": f"{limit:%d.%m.%Y}"})


def total_is_sane(entry: Entry) -> Iterator[Finding]:
    if entry.total > MOST_TOTAL:
        path = next(bound.path for bound in entry.rows() if bound.lines)
        yield Finding(path, Level.ERROR, "total", _("Le total dépasse un million de francs : vérifiez les montants."))


def decision_is_plausible(entry: Entry) -> Iterator[Finding]:
    number = entry.head.get("decision_number", "")
    if not number:
        return
    path = "head.saved_decision" if entry.head.get("saved_decision") else "head.decision_number"
    if number[:3] != OFFICE_CODE:
        message = _("Ce numéro de décision vient d’un autre office AI. Vérifiez-le.")
        yield Finding(path, Level.WARNING, "other_office", message)
    last = max((line.end for line in entry.lines), default=entry.today)
    if not last.year - 10 <= int(number[3:7]) <= last.year:
        message = _("L’année du numéro de décision (%(year)s) surprend. Vérifiez-la.")
        yield Finding(path, Level.WARNING, "decision_year", message, {"year": number[3:7]})


def holder_is_known(entry: Entry) -> Iterator[Finding]:
    """Guide 4.1.4: else the payment may be refused. A second first name or an initial in between is no other person."""
    person, account = entry.beneficiary, entry.bank_account
    if not person or not account:
        return
    holder, names = search_key(account.holder), ((person.first_name, person.last_name), entry.people.owner_name)
    if not any(all(search_key(name) in holder for name in one) for one in names):
        message = _(
            "Le titulaire de ce compte n’est ni le bénéficiaire ni son représentant. Vérifiez-le : le paiement "
            "pourrait être refusé."
        )
        yield Finding("head.bank_account", Level.WARNING, "other_holder", message)


def receipts_are_there(entry: Entry) -> Iterator[Finding]:
    expected = entry.lines and entry.kind.documents_expected(entry.answers)
    if expected and not entry.documents and not entry.asked_documents:
        message = _("Aucun document n’est joint. Joignez les billets, factures ou quittances.")
        yield Finding(DOCUMENTS, Level.WARNING, "no_document", message)


def asked_documents_are_there(entry: Entry) -> Iterator[Finding]:
    for document in entry.asked_documents:
        if document.key not in entry.documents:
            message = _("Joignez ce document : %(label)s.")
            path, label = f"{DOCUMENTS}.{document.key}", {"label": document.label}
            yield Finding(path, Level.ERROR, "document_missing", message, label)


def day_path(entry: Entry, line: PricedLine) -> str:
    """The field where a line's days are typed: its end, its date, or the ticked days."""
    bound = entry.row_at(line.path)
    names = (bound.section.day_field, "end", "date")
    name = next((name for name in names if name in bound.form.fields), "")
    relevant = bound.form.relevant({k: bound.form.data.get(bound.form.add_prefix(k), "") for k in bound.form.fields})
    return f"{bound.path}.{name}" if name in relevant else line.path
