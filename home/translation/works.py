"""Pages and snippets in their languages, with what wagtail-localize keeps of each.

Not here: which sentence is translated (strings), what the desk says of it (published).
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation, TranslationLog

PAGE_FIELDS = (
    "path", "depth", "title", "draft_title", "translation_key", "locale", "live", "has_unpublished_changes",
    "last_published_at", "latest_revision_created_at", "latest_revision_id", "content_type", "owner_id", "alias_of_id",
)  # fmt: skip
SOURCE_FIRST = settings.LANGUAGE_CODE  # where nobody has said otherwise, the other language follows this one


@dataclass
class Work:
    """One page or snippet: who it is in each language."""

    key: UUID
    members: dict[str, Model] = field(default_factory=dict)
    translation: Translation | None = None
    source: str = SOURCE_FIRST
    logged_at: datetime | None = None

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
