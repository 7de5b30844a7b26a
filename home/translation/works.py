"""Pages and snippets in their languages, with what wagtail-localize keeps of each.

Not here: which sentence is translated (strings), what the desk says of it (published).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape
from uuid import UUID

from django.conf import settings
from django.db.models import ManyToOneRel, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.models import DraftStateMixin, Locale, Page, Revision, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation, TranslationLog

PAGE_FIELDS = (
    "path", "depth", "title", "draft_title", "translation_key", "locale", "live", "has_unpublished_changes",
    "last_published_at", "latest_revision_created_at", "latest_revision_id", "content_type", "owner_id", "alias_of_id",
)  # fmt: skip
TAG = re.compile(r"<[^>]*>")
SOURCE_FIRST = settings.LANGUAGE_CODE  # where nobody has said otherwise, the other language follows this one


@dataclass
class Work:
    """One page or snippet: who it is in each language, and its questions where it has some."""

    key: UUID
    members: dict[str, Model] = field(default_factory=dict)
    translation: Translation | None = None
    source: str = SOURCE_FIRST
    logged_at: datetime | None = None
    parts: dict[str, dict[str, Model]] = field(default_factory=dict)  # language → key → live part
    drafts: dict[str, dict[str, Model | None]] = field(default_factory=dict)  # language → key → changed part

    @property
    def target(self) -> str:
        return next(code for code, _name in settings.LANGUAGES if code != self.source)

    @property
    def original(self) -> Model | None:
        return self.members.get(self.source)

    @property
    def translated(self) -> Model | None:
        return self.members.get(self.target)

    @property
    def any_member(self) -> Model:
        return self.original or next(iter(self.members.values()))

    @property
    def model(self) -> type[Model]:
        member = self.any_member
        return member.specific_class if isinstance(member, Page) else type(member)

    @property
    def published_at(self) -> datetime | None:
        """When the translation last became what its readers see."""
        if isinstance(self.translated, DraftStateMixin):
            return self.translated.last_published_at if self.translated.live else None
        return self.logged_at or (self.translation and self.translation.created_at)

    @property
    def has_draft(self) -> bool:
        """Whether the original holds something that is not published."""
        return has_draft(self.original)

    @property
    def draft_is_newer(self) -> bool:
        """Whether that is not in wagtail-localize's copy of it yet."""
        if not (self.has_draft and self.translation):
            return self.has_draft
        return self.translation.source.last_updated_at < written_at(self.original)


def has_draft(instance: Model | None) -> bool:
    return isinstance(instance, DraftStateMixin) and (not instance.live or instance.has_unpublished_changes)


def written_at(instance: Model) -> datetime:
    if isinstance(instance, Page):
        return instance.latest_revision_created_at or instance.first_published_at
    return instance.latest_revision.created_at


def read_works(key: UUID | None = None) -> list[Work]:
    """Every work, or the one of `key`, pages in the order of their tree."""
    only = {"translation_key": key} if key else {}
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    works: dict[UUID, Work] = {}
    for instance in _instances(only):
        work = works.setdefault(instance.translation_key, Work(instance.translation_key))
        work.members[languages[instance.locale_id]] = instance
    for translation in _translations(works):
        work = works[translation.source.object_id]
        work.translation, work.source = translation, languages[translation.source.locale_id]
    for work in works.values():
        if work.translation is None and SOURCE_FIRST not in work.members:
            work.source = next(iter(work.members))
    _add_logs(works, languages)
    return list(works.values())


def _instances(only: dict) -> list[Model]:
    pages = Page.objects.filter(depth__gt=1, alias_of=None, **only).only(*PAGE_FIELDS, "first_published_at")
    found: list[Model] = list(pages.order_by("path"))
    for model in translatable_snippets():
        offered = model.worth_translating() if hasattr(model, "worth_translating") else model.objects.all()
        found += offered.filter(**only)
    return found


@cache
def translatable_snippets() -> list[type[Model]]:
    return [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]


def _translations(works: dict[UUID, Work]) -> list[Translation]:
    """Those in use last, so that they count where there are two."""
    found = Translation.objects.filter(source__object_id__in=works).select_related("source")
    return list(found.defer("source__content_json").order_by("enabled", "pk"))


def _add_logs(works: dict[UUID, Work], languages: dict[int, str]) -> None:
    """When a snippet without drafts was last translated."""
    plain = {
        key for key, work in works.items() if work.translation and not isinstance(work.any_member, DraftStateMixin)
    }
    logs = TranslationLog.objects.filter(source__object_id__in=plain).order_by("created_at") if plain else []
    for log in logs and logs.values("source__object_id", "locale_id", "created_at"):
        if languages[log["locale_id"]] == works[log["source__object_id"]].target:
            works[log["source__object_id"]].logged_at = log["created_at"]


# --- Parts: the questions of a page ------------------------------------------------------


@cache
def part_relations(model: type[Model]) -> dict[str, ManyToOneRel]:
    """The children of a page that are translated with it, by the name of their relation."""
    return {
        relation.name: relation
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey) and issubclass(relation.related_model, TranslatableMixin)
    }


def add_parts(works: list[Work]) -> None:
    """Gives each page its parts, published and changed; one query for each kind of part, one for all drafts."""
    holders = [work for work in works if isinstance(work.any_member, Page) and part_relations(work.model)]
    for relation in {rel: None for work in holders for rel in part_relations(work.model).values()}:
        pages = {page.pk: (work, language) for work in holders for language, page in work.members.items()}
        for part in relation.related_model.objects.filter(**{f"{relation.field.name}__in": pages}):
            work, language = pages[getattr(part, relation.field.attname)]
            work.parts.setdefault(language, {})[str(part.translation_key)] = part
    drafts = {page.latest_revision_id: (work, language) for work in holders
              for language, page in work.members.items() if has_draft(page)}  # fmt: skip
    for revision in Revision.objects.filter(pk__in=drafts) if drafts else ():
        work, language = drafts[revision.pk]
        work.drafts[language] = _changed_parts(work, language, revision.content)


def _changed_parts(work: Work, language: str, content: dict) -> dict[str, Model]:
    """The parts of a draft that say something else than the published ones."""
    published = work.parts.get(language, {})
    changed = {}
    for name, relation in part_relations(work.model).items():
        for data in content.get(name, ()):
            part = model_from_serializable_data(relation.related_model, data, check_fks=False, strict_fks=False)
            if part and _texts(part) != _texts(published.get(str(part.translation_key))):
                changed[str(part.translation_key)] = part
    return changed


def _texts(part: Model | None) -> list | None:
    """What a part says, without the tags it says it with."""
    own = ("CharField", "TextField")
    texts = part and [getattr(part, each.attname) for each in part._meta.fields if each.get_internal_type() in own]
    return texts and [" ".join(unescape(TAG.sub(" ", text)).split()) for text in texts]
