"""The long parts of a claim's page, written in Python: answers with their lines and remarks, findings, history.

A claim may have hundreds of answers and of readings, and refer to dozens of other claims; as templates they would take
most of the page's time. Not here: what is shown (dossier.py), the rest of the page (the templates).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from invoicing.kinds.base import PricedLine
from invoicing.line_words import LineWords
from invoicing.money import swiss_amount
from invoicing.summary import show_day

from .dossier import Answer, Dossier, Part, Row
from .happenings import ACTIONS, Happening

MOST_REMARK = 500


@dataclass(frozen=True)
class Remarks:
    """What the reviewer writes beside the answers: path → text, and what is wrong with it."""

    can_write: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def word(self) -> str:
        return escape(_("Remarque"))

    @cached_property
    def about(self) -> str:
        return escape(_("Remarque à propos de :"))

    @cached_property
    def whole(self) -> str:
        return escape(_("Remarque sur l’ensemble"))


def section_html(part: Part, remarks: Remarks) -> SafeString:
    """One section: rows of answers, what each is worth, and where a remark may be written."""
    return mark_safe("".join(_row(part, row, remarks) for row in part.rows))


def remark_html(path: str, about: str, remarks: Remarks) -> SafeString:
    """Where a remark about a whole row, section or the documents is written; it travels with the correction."""
    own_id = as_id(path)
    text_id = f' id="remark-{own_id}"'
    return mark_safe(_remark(path, about, remarks, remarks.whole, " review-remark--row", text_id, own_id))


def findings_html(dossier: Dossier) -> SafeString:
    """What to look at: what stands out now, and what the checks found when it was sent and nothing of now says.

    Empty when nothing.
    """
    labels = dossier.newest.labels
    notices = [
        f"<li>{escape(notice.text)}{_place(notice.path, labels.get(notice.path, ''))}{_links(notice.claims)}</li>"
        for notice in dossier.notices
    ]
    findings = [
        f'<li><span lang="{escape(finding["language"])}">{escape(finding["message"])}</span>'
        f"{_place(finding['path'], finding['label'])}{_links(finding.get('claims') or ())}</li>"
        for finding in dossier.newest.findings
        if not dossier.is_told(finding)
    ]
    return mark_safe("".join(notices + findings))


def events_html(events: Iterable[Happening]) -> SafeString:
    """What was done to the claim, as a table."""
    version, title, events = escape(_("version %(number)s")), escape(_("Historique")), list(events)
    labels = {action: escape(ACTIONS.get(action, action)) for action in {event.action for event in events}}
    rows = "".join(_event(event, labels[event.action], version) for event in events)
    heads = "".join(f"<th>{escape(word)}</th>" for word in (_("Quand"), _("Quoi"), _("Qui")))
    return mark_safe(
        f'<table class="review-events"><caption class="w-sr-only">{title}</caption>'
        f'<thead class="w-sr-only"><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def as_id(path: str) -> str:
    """trips.k3f9.kilometres as trips-k3f9-kilometres."""
    return escape(path.replace(".", "-"))


# --- Answers ----------------------------------------------------------------------------------


def _row(part: Part, row: Row, remarks: Remarks) -> str:
    block = row.block
    title = f'<h3 class="review-row__title">{escape(block.title)}</h3>' if block.path != part.section.key else ""
    can_remark = remarks.can_write and part.section.key != "head"
    answers = "".join(_answer(answer, remarks) for answer in row.answers)
    return (
        f'<div class="review-row" id="{as_id(block.path)}">{title}{_asked(row.asked)}'
        f'<div class="review-answers">{answers}</div>{_lines(block.lines, part.words) if block.lines else ""}'
        f"{remark_html(block.path, block.title, remarks) if can_remark else ''}</div>"
    )


def _answer(answer: Answer, remarks: Remarks) -> str:
    item = answer.item
    value = escape(item.value.replace("\r\n", "\n")).replace("\n", "<br>")
    changed = " review-answer--changed" if answer.old is not None else ""
    can_remark = answer.can_be_remarked and remarks.can_write
    return (
        f'<div class="review-answer{changed}" id="{as_id(item.path)}">'
        f'<div class="review-answer__label">{escape(item.label)}</div>'
        f'<div class="review-answer__value">{value} {_before(answer)}{_asked(answer.asked)}</div>'
        f"{_remark(item.path, item.label, remarks, remarks.word) if can_remark else ''}</div>"
    )


def _before(answer: Answer) -> str:
    """What stood there in the version before."""
    if answer.old is None:
        return ""
    before, new = escape(_("avant :")), escape(_("nouveau"))
    was = f"{before} <del>{escape(answer.old)}</del>" if answer.old else new
    return f'<span class="review-soft">{was}</span>'


def _asked(text: str) -> str:
    if not text:
        return ""
    word = escape(_("Correction demandée :"))
    return f'<p class="review-asked"><strong>{word}</strong> {escape(text)}</p>'


def _remark(
    path: str, about: str, remarks: Remarks, word: str, css: str = "", text_id: str = "", error_id: str = ""
) -> str:
    text, error = remarks.texts.get(path, ""), remarks.errors.get(path, "")
    path, name = escape(path), f'aria-label="{remarks.about} {escape(about)}"'
    error_id = f"error-{error_id or path}"
    invalid = f' aria-invalid="true" aria-describedby="{error_id}"' if error else ""
    told = f'<p class="error-message" id="{error_id}">{escape(error)}</p>' if error else ""
    return (
        f'<details class="review-remark{css}"{" open" if text else ""}><summary {name}>{word}</summary>'
        f'<textarea name="remark-{path}"{text_id} form="form-return" rows="2" maxlength="{MOST_REMARK}" data-remark'
        f" {name}{invalid}>{escape(text)}</textarea>"
        f"{told}</details>"
    )


def _lines(lines: Sequence[PricedLine], words: LineWords) -> str:
    """How each amount comes about."""
    sums, rows = escape(_("Calcul")), "".join(_line(line, words) for line in lines)
    heads = "".join(f"<th>{word}</th>" for word in (escape(_("Poste")), sums, escape(_("Montant en CHF"))))
    return (
        f'<table class="review-lines"><caption class="w-sr-only">{sums}</caption>'
        f'<thead class="w-sr-only"><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _line(line: PricedLine, words: LineWords) -> str:
    days = show_day(line.start) + (f" – {show_day(line.end)}" if line.end != line.start else "")
    quantity = escape(words.quantity(line))
    reckoning = f"{quantity} × {swiss_amount(line.rate)}" if quantity else ""
    foreign = "" if words.language == get_language() else f' lang="{escape(words.language)}"'
    return (
        f"<tr><td><span{foreign}>{escape(words.label(line))}</span> "
        f'<span class="review-soft review-days">{days}</span></td>'
        f'<td class="review-number"{foreign}>{reckoning}</td>'
        f'<td class="review-number">{swiss_amount(line.amount)}</td></tr>'
    )


# --- Findings and history ---------------------------------------------------------------------


def _place(path: str, label: str) -> str:
    return f' <a href="#{as_id(path)}">{escape(label)}</a>' if label else ""


def _links(claims: Sequence[str]) -> str:
    """To other claims, each in a tab of its own."""
    if not claims:
        return ""
    address, word = reverse("claims:claim", args=["REFERENCE"]), escape(_("(nouvel onglet)"))
    return "".join(
        f' <a href="{address.replace("REFERENCE", escape(reference))}" target="_blank" rel="opener">'
        f'{escape(reference)}<span class="w-sr-only"> {word}</span></a>'
        for reference in claims
    )


def _event(event: Happening, label: str, version: str) -> str:
    about = f' <span class="review-soft">{version % {"number": event.version}}</span>' if event.version else ""
    return (
        f'<tr><td class="review-figures">{timezone.localtime(event.at):%d.%m.%Y %H:%M}</td>'
        f"<td>{label}{about}</td><td>{escape(event.actor or '–')}</td></tr>"
    )
