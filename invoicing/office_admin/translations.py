"""The office's texts on the translation desk (home.translation): mails, SMS, forms, lists, catalogue, replies, rates.

Each has both languages on its own page already. What is behind stands in LateTranslation.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from guichet.audit import record_event
from guichet.models import OfficeText
from guichet.office_words import texts
from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, FormSheet, LateTranslation, ListEntry, RateCode, ReadyReply

from .history import KEPT, key_of
from .late import OTHER
from .list_names import name_of
from .permissions import can_edit_office_data, clerk_only
from .words import LABELS, label_of

Late = dict[tuple[str, str], list[LateTranslation]]  # (type, key) → its late texts


@dataclass(frozen=True)
class Kept:
    """One kind of record that is kept in both languages on one page."""

    label: object
    records: Callable[[], QuerySet]
    fields: tuple[str, ...]
    address: Callable[[Model], str]
    where: Callable[[Model], str] = lambda _record: ""


KINDS_KEPT = [
    Kept(gettext_lazy("Formulaire"), lambda: FormSheet.objects.filter(kind__in=KINDS),
         ("title", "intro", "documents", "notice"), lambda one: reverse("office_sheets:edit", args=[one.pk]),
         lambda one: one.number),
    Kept(gettext_lazy("Entrée d’une liste"), lambda: ListEntry.objects.filter(is_active=True), ("label",),
         lambda one: reverse("office_lists:edit", args=[one.pk]), lambda one: str(name_of(one.list))),
    Kept(gettext_lazy("Moyen auxiliaire"), lambda: CatalogueEntry.objects.filter(is_active=True),
         ("section", "name", "conditions"), lambda one: reverse("office_catalogue:edit", args=[one.pk]),
         lambda one: one.number),
    Kept(gettext_lazy("Réponse préparée"), lambda: ReadyReply.objects.filter(is_active=True), ("name", "text"),
         lambda one: reverse("office_replies:edit", args=[one.pk]), lambda one: one.get_outcome_display()),
    Kept(gettext_lazy("Nom d’un tarif"), lambda: RateCode.objects.all(), ("name", "unit"),
         lambda one: reverse("office_rates:name", args=[one.code]), lambda one: one.code),
]  # fmt: skip


class OfficeTexts:
    """The provider of this app."""

    def is_for(self, request: HttpRequest) -> bool:
        return can_edit_office_data(request)

    def lines(self, request: HttpRequest) -> Iterator[dict]:
        late: Late = defaultdict(list)
        for row in LateTranslation.objects.all():
            late[row.object_type, row.object_key].append(row)
        yield from _text_lines(late)
        for kept in KINDS_KEPT:
            for record in kept.records():
                yield _record_line(kept, record, late)


def _text_lines(late: Late) -> Iterator[dict]:
    own = {(row.text, row.passage): row for row in OfficeText.objects.all()}
    for key, text in texts().items():
        now = {
            f"{passage}_{language}": getattr(own.get((key, passage)), f"wording_{language}", "") or wording
            for language in OTHER
            for passage, wording in text.shipped[language].items()
        }
        label = _("Texte d’une page") if text.is_page else text.medium.label
        yield _line(
            kind=text.medium.value, kind_label=str(label), title=text.title,
            address=reverse("office_texts:edit", args=[key]), place=("officetext", key), late=late, now=now,
        )  # fmt: skip


def _record_line(kept: Kept, record: Model, late: Late) -> dict:
    names = [f"{field}_{language}" for field in kept.fields for language in OTHER]
    now = {name: getattr(record, name) for name in names}
    name = record._meta.model_name
    return _line(
        kind=name, kind_label=str(kept.label), title=now[names[0]] or now[names[1]], where=kept.where(record),
        address=kept.address(record), place=(name, key_of(record)), late=late, now=now,
    )  # fmt: skip


def _line(*, address: str, place: tuple[str, str], late: Late, now: dict[str, str], **line) -> dict:
    rows = late.get(place, [])
    states = {language: _state(language, rows, now) for language in OTHER}
    changes = [
        {"language": OTHER[row.language], "was": row.was, "now": now[f"{row.field}_{OTHER[row.language]}"],
         "label": str(LABELS.get(row.field, row.field))}
        for row in rows if f"{row.field}_{row.language}" in now
    ]  # fmt: skip
    keep = {"keep_url": reverse("office_translations:keep", args=place)} if changes else {}
    sides = {language: {"state": state} for language, state in states.items()}
    return {**line, "sides": sides, "changes": changes, "translate_url": address, **keep}


def _state(language: str, rows: list[LateTranslation], now: dict[str, str]) -> str:
    fields = {name.rpartition("_")[0] for name in now}
    if any(now[f"{field}_{OTHER[language]}"] and not now[f"{field}_{language}"] for field in fields):
        return "missing"
    return "behind" if any(row.language == language for row in rows) else "in-step"


@clerk_only
@require_POST
def keep_translation(request: HttpRequest, object_type: str, object_key: str) -> HttpResponse:
    """The text that did not follow still fits."""
    with transaction.atomic():
        rows = LateTranslation.objects.filter(object_type=object_type, object_key=object_key)
        if not rows:
            raise Http404
        fields = ", ".join(label_of(f"{row.field}_{row.language}") for row in rows)
        detail = {"name": fields, "changes": {}}
        record_event(
            f"{object_type}.{KEPT}", actor=request.user, object_type=object_type, object_key=object_key, detail=detail
        )
        rows.delete()
    messages.success(request, _("La traduction est à jour, telle qu’elle est."))
    return redirect(get_valid_next_url_from_request(request) or reverse("translations:index"))
