"""What the desk says of pages, their questions and snippets: the provider of this app.

Not here: what can be done about it (acts), the office's data, which brings its own lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page
from wagtail_localize.models import get_edit_url

from .pairs import catch_up
from .rights import Rights
from .strings import Wording, Wordings, read_wordings
from .subjects import State, all_languages
from .works import Work, add_parts, has_draft, part_relations, read_works

WHOLE = ""  # the page itself, beside its questions


class PublishedPages:
    """Everything that wagtail-localize translates."""

    def is_for(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)

    def lines(self, request: HttpRequest) -> Iterator[dict]:
        works = catch_up(read_works())
        add_parts(works)
        wordings = read_wordings(works)
        homes = {page.path: work for work in works for page in work.members.values() if isinstance(page, Page)}
        rights = Rights(request.user)
        for work in works:
            desk = _Desk(rights, work, wordings, homes)
            if desk.is_theirs():
                yield from (desk.line(part) for part in desk.parts())


@dataclass
class _Desk:
    """One work as one person sees it."""

    rights: Rights
    work: Work
    wordings: Wordings
    homes: dict[str, Work]

    def is_theirs(self) -> bool:
        return self.can_translate() or any(self.rights.change(each) for each in self.work.members.values())

    def can_translate(self) -> bool:
        work = self.work
        if work.translated:
            return self.rights.change(work.translated)
        return self.rights.create(work, self.homes)

    def parts(self) -> list[str]:
        """The keys of its questions in their order, after the page itself."""
        work = self.work
        found = [key for language in (work.source, work.target) for key in work.parts.get(language, ())]
        found += [key for drafts in work.drafts.values() for key in drafts]
        found += [part for key, part in self.wordings if key == work.key and part]
        return [WHOLE, *dict.fromkeys(found)]

    def line(self, part: str) -> dict:
        work, wording = self.work, self.wordings.get((self.work.key, part))
        model = work.model if part == WHOLE else self._part_model()
        states = {work.source: self.source_state(part), work.target: self.target_state(part)}
        is_behind = states[work.target][0] == State.BEHIND
        return {
            "kind": model._meta.label_lower,
            "kind_label": capfirst(model._meta.verbose_name),
            "title": self._title(part),
            "language": work.source if work.original else work.target,
            "where": "" if part == WHOLE else str(work.any_member),
            "sides": {language: self._side(language, *states[language]) for language in all_languages()},
            "changes": _changes(work.source, wording) if is_behind and wording else [],
            "part": part,
            **self._ways(part, wording, states),
        }

    # --- States ---

    def source_state(self, part: str) -> tuple[str, str]:
        work = self.work
        if not self._is_written(work.source, part):
            return State.MISSING, _("Seulement dans l’autre langue.")
        if self._is_draft(work.source, part):
            return State.DRAFT, ""
        return State.IN_STEP, ""

    def target_state(self, part: str) -> tuple[str, str]:
        work = self.work
        is_there = self._is_published(part)
        if work.translated is None:
            return State.MISSING, ""
        if not self._is_written(work.source, part):
            return State.DRAFT, _("Retirée dans l’autre langue : publier la retire ici aussi.")
        if work.translation is None:
            return self._unfollowed(part)
        wording = self.wordings.get((work.key, part), Wording())
        if wording.missing:
            return _incomplete(wording, is_there)
        if not is_there or (wording.newest and work.published_at and wording.newest > work.published_at):
            return (State.DRAFT, _("Prêt à publier.")) if wording.total else (State.MISSING, "")
        return State.IN_STEP, ""

    def _unfollowed(self, part: str) -> tuple[str, str]:
        """Written in both languages and never sent to translation: the dates of the pages tell."""
        work = self.work
        if part != WHOLE and part not in work.parts.get(work.target, {}):
            return State.MISSING, ""
        if self._is_draft(work.target, part):
            return State.DRAFT, ""
        original, translated = (getattr(each, "last_published_at", None) for each in (work.original, work.translated))
        if original and translated and original > translated:
            return State.BEHIND, _("Cette langue dit davantage que l’autre : comparez les deux pages.")
        return State.IN_STEP, ""

    def _is_written(self, language: str, part: str) -> bool:
        work = self.work
        if part == WHOLE:
            return language in work.members
        texts = (work.parts, work.drafts)
        return any(part in each.get(language, {}) for each in texts)

    def _is_published(self, part: str) -> bool:
        work = self.work
        is_live = getattr(work.translated, "live", True) and work.translated is not None
        return is_live and (part == WHOLE or part in work.parts.get(work.target, {}))

    def _is_draft(self, language: str, part: str) -> bool:
        """A page's draft that changes questions counts for those."""
        member, changed = self.work.members.get(language), self.work.drafts.get(language, {})
        if part != WHOLE:
            return part in changed
        return has_draft(member) and not (member.live and changed)

    # --- What the line shows and offers ---

    def _part_model(self) -> type[Model]:
        return next(iter(part_relations(self.work.model).values())).related_model

    def _title(self, part: str) -> str:
        work = self.work
        if part == WHOLE:
            return getattr(work.any_member, "draft_title", "") or str(work.any_member)
        for texts in (work.drafts, work.parts):
            for language in (work.source, work.target):
                if part in texts.get(language, {}):
                    return str(texts[language][part])
        return self.wordings[work.key, part].title

    def _side(self, language: str, state: str, note: str) -> dict:
        member = self.work.members.get(language)
        is_side_by_side = language == self.work.target and self.work.translation is not None
        can_edit = member is not None and not is_side_by_side and self.rights.change(member)
        return {"state": state, "note": note, "edit_url": get_edit_url(member) if can_edit else ""}

    def _ways(self, part: str, wording: Wording | None, states: dict) -> dict:
        work = self.work
        is_behind = states[work.target][0] == State.BEHIND
        ways = {}
        if work.original and self.can_translate():
            ways |= self._way_to_translate(part)
            if is_behind and wording and wording.missing and wording.can_be_kept:
                ways["keep_url"] = reverse("translations:keep", args=[work.key])
        if self.can_publish() and any(state == State.DRAFT for state, _note in states.values()):
            ways["publish_url"] = reverse("translations:publish", args=[work.key])
        return ways

    def _way_to_translate(self, part: str) -> dict:
        work = self.work
        if work.translation and work.translated and not work.draft_is_newer:
            anchor = f"#part={part}" if part else ""
            return {"translate_url": get_edit_url(work.translated) + anchor}
        return {"translate_url": reverse("translations:translate", args=[work.key]), "translate_by_post": True}

    def can_publish(self) -> bool:
        """Nothing is left to translate, and the person may publish both."""
        work = self.work
        if not (work.translation and work.original and work.translated) or work.draft_is_newer:
            return False
        is_whole = not any(wording.missing for (key, _part), wording in self.wordings.items() if key == work.key)
        return is_whole and all(self.rights.publish(each) for each in work.members.values())


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
