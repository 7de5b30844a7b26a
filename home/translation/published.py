"""What the desk says of pages and snippets: the provider of this app.

Not here: what can be done about it (acts), the office's data, which brings its own lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import get_edit_url

from .pairs import catch_up
from .rights import Rights
from .strings import Wording, read_wordings
from .subjects import State, all_languages
from .works import Work, has_draft, read_works


class PublishedPages:
    """Everything that wagtail-localize translates."""

    def is_for(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)

    def lines(self, request: HttpRequest) -> Iterator[dict]:
        works = catch_up(read_works())
        wordings = read_wordings(works)
        homes = {page.path: work for work in works for page in work.members.values() if isinstance(page, Page)}
        rights, reviewed = Rights(request.user), read_reviewed()
        for work in works:
            desk = _Desk(rights, work, wordings.get(work.key, Wording()), homes, reviewed)
            if desk.is_theirs():
                yield desk.line()


def read_reviewed() -> set[tuple[str, str]]:
    """(kind, key) of what was handed in and waits for a chief editor."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return set(states.values_list("base_content_type__model", "object_id"))


@dataclass
class _Desk:
    """One work as one person sees it."""

    rights: Rights
    work: Work
    wording: Wording
    homes: dict[str, Work]
    reviewed: set[tuple[str, str]]

    def is_theirs(self) -> bool:
        return self.can_translate or any(self.rights.change(each) for each in self.work.members.values())

    @cached_property
    def can_translate(self) -> bool:
        work = self.work
        if work.translated:
            return self.rights.change(work.translated)
        return self.rights.create(work, self.homes)

    def line(self) -> dict:
        work, model = self.work, self.work.model
        titles = {language: _title(member) for language, member in work.members.items()}
        spoken = (get_language() or "")[:2]
        language = next(code for code in (spoken, work.source, *titles) if code in titles)
        states = {work.source: self.source_state(), work.target: self.target_state()}
        is_behind = states[work.target][0] == State.BEHIND
        return {
            "kind": model._meta.label_lower,
            "kind_label": capfirst(model._meta.verbose_name),
            "title": titles[language],
            "language": language,
            "also": " ".join(titles.values()),
            "where": str(getattr(work.members[language], "stands_below", "")),
            "sides": {language: self._side(language, *states[language]) for language in all_languages()},
            "changes": _changes(work.source, self.wording) if is_behind else [],
            **self._ways(states),
        }

    # --- States ---

    def source_state(self) -> tuple[str, str]:
        if self.work.original is None:
            return State.MISSING, _("Seulement dans l’autre langue.")
        return (State.DRAFT, self._review(self.work.original)) if has_draft(self.work.original) else (State.IN_STEP, "")

    def target_state(self) -> tuple[str, str]:
        work, wording = self.work, self.wording
        if work.translated is None:
            return State.MISSING, ""
        if work.translation is None or work.original is None:
            return self._unfollowed()
        is_live = getattr(work.translated, "live", True)
        if wording.missing:
            return _incomplete(wording, is_live)
        if not is_live or (wording.newest and work.published_at and wording.newest > work.published_at):
            return State.DRAFT, self._review(work.translated) or _("Prêt à publier.")
        return State.IN_STEP, ""

    def _unfollowed(self) -> tuple[str, str]:
        """Written in both languages and never sent to translation: the dates tell."""
        original, translated = self.work.original, self.work.translated
        if has_draft(translated):
            return State.DRAFT, self._review(translated)
        published, followed = (getattr(each, "last_published_at", None) for each in (original, translated))
        if published and followed and published > followed:
            return State.BEHIND, _("Cette langue dit davantage que l’autre : comparez les deux pages.")
        return State.IN_STEP, ""

    def _review(self, member: Model) -> str:
        kind = "page" if isinstance(member, Page) else member._meta.model_name
        return _("Chez la rédaction en chef.") if (kind, str(member.pk)) in self.reviewed else ""

    # --- What the line shows and offers ---

    def _side(self, language: str, state: str, note: str) -> dict:
        member = self.work.members.get(language)
        is_side_by_side = language == self.work.target and self.work.translation is not None
        can_edit = member is not None and not is_side_by_side and self.rights.change(member)
        return {"state": state, "note": note, "edit_url": get_edit_url(member) if can_edit else ""}

    def _ways(self, states: dict) -> dict:
        work = self.work
        is_behind = states[work.target][0] == State.BEHIND
        ways = {}
        if work.original and self.can_translate:
            ways |= self._way_to_translate()
            if is_behind and self.wording.missing and self.wording.can_be_kept:
                ways["keep_url"] = reverse("translations:keep", args=[work.key])
        if self.can_publish() and any(state == State.DRAFT for state, _note in states.values()):
            ways["publish_url"] = reverse("translations:publish", args=[work.key])
        return ways

    def _way_to_translate(self) -> dict:
        work = self.work
        if work.translation and work.translated and not work.draft_is_newer:
            return {"translate_url": get_edit_url(work.translated)}
        return {"translate_url": reverse("translations:translate", args=[work.key]), "translate_by_post": True}

    def can_publish(self) -> bool:
        """Nothing is left to translate, and the person may publish both."""
        work = self.work
        if not (work.translation and work.original and work.translated) or work.draft_is_newer:
            return False
        return not self.wording.missing and all(self.rights.publish(each) for each in work.members.values())


def _title(member: Model) -> str:
    return getattr(member, "draft_title", "") or str(member)


def _incomplete(wording: Wording, is_there: bool) -> tuple[str, str]:
    left = len(wording.missing)
    if is_there:
        return State.BEHIND, ""
    if left == wording.total:
        return State.MISSING, ""
    said = ngettext("Encore %(left)s passage sur %(total)s.", "Encore %(left)s passages sur %(total)s.", left)
    return State.DRAFT, said % {"left": left, "total": wording.total}


def _changes(language: str, wording: Wording) -> list[dict]:
    return [{"language": language, "was": sentence.was, "now": sentence.now} for sentence in wording.missing]
