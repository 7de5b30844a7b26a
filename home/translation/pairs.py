"""Keeping wagtail-localize's copy of an original up to date, and taking up pages that were written in both languages.

The pages a portal comes with were never sent to translation. When the original of such a pair changes, its sentences
are paired with those of the translation, as they stood when that was published: from then on each is followed.
"""

import json
from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import DraftStateMixin, Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import validate_translation_links

from .strings import SLUG, canonical
from .works import Work, read_works, written_at

BY_HAND = StringTranslation.TRANSLATION_TYPE_MANUAL


def catch_up(works: list[Work]) -> list[Work]:
    """Brings up to date whatever was published since the last look; usually nothing. The same works, read again."""
    late = [work for work in works if needs_pairing(work) or _is_outdated(work)]
    if not late:
        return works
    for work in late:
        follow(work)
    return read_works()


def follow(work: Work) -> Work:
    """The work with wagtail-localize's copy of it as it is published now."""
    with transaction.atomic():
        if needs_pairing(work):
            pair(work)
            work = work_of(work.key)
        if _is_outdated(work):
            at = getattr(work.original, "last_published_at", None)
            copy_original(work.translation.source, work.translation.source.get_source_instance(), at=at)
    return work_of(work.key)


def copy_draft(work: Work) -> None:
    """Lets translators see what is written and not published yet."""
    draft = full(work.original).get_latest_revision_as_object()
    copy_original(work.translation.source, draft, at=written_at(work.original))


def full(instance: Model) -> Model:
    """With its own columns and all of them."""
    return Page.objects.get(pk=instance.pk).specific if isinstance(instance, Page) else instance


# --- The copy ----------------------------------------------------------------------------


def _is_outdated(work: Work) -> bool:
    if work.translation is None or work.original is None:
        return False
    source = work.translation.source
    if isinstance(work.original, DraftStateMixin):
        at = work.original.last_published_at
        return bool(work.original.live and at and at > source.last_updated_at)
    return source.object_repr != str(work.original)[:200]


@transaction.atomic
def copy_original(source: TranslationSource, original: Model, *, at: datetime | None) -> None:
    """Takes what `original` said at `at`; with a sentence less or another link, the translation is to be published."""
    before = _shape(source)
    TranslationSource.update_or_create_from_instance(original)
    TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=at or timezone.now())
    after = _shape(source)
    for translation in source.translations.all():
        _keep_address(translation)
        _carry_over(translation)
        if after != before:
            _touch(translation)


def _shape(source: TranslationSource) -> list[tuple[str, str]]:
    """What it is made of; of its sentences only where they stand, each is followed by itself."""
    shape = []
    values = {StringSegment: "source_id", TemplateSegment: "template__template",
              RelatedObjectSegment: "object_id", OverridableSegment: "data_json"}  # fmt: skip
    for model, value in values.items():
        rows = model.objects.filter(source=source).order_by("order")
        shape += [(path, canonical(str(what))) for path, what in rows.values_list("context__path", value)]
    return shape


def _touch(translation: Translation) -> None:
    """Marks a translation as changed since it was published."""
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    rows.update(updated_at=timezone.now())


def _carry_over(translation: Translation) -> None:
    """A sentence that says what it said, otherwise written, keeps its translation and the date of it."""
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    known, named = {}, set()
    for row in rows.select_related("translation_of").order_by("updated_at"):
        known[row.context_id, canonical(row.translation_of.data)] = row
        named.add((row.context_id, row.translation_of_id))
    new = []
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        row = known.get((segment.context_id, canonical(segment.string.data)))
        if row and (segment.context_id, segment.string_id) not in named:
            new.append(_copy_of(row, segment.string_id))
    dates = [row.updated_at for row in new]
    StringTranslation.objects.bulk_create(new, ignore_conflicts=True)
    for row, at in zip(new, dates, strict=True):
        rows.filter(context=row.context_id, translation_of=row.translation_of_id).update(updated_at=at)


def _copy_of(row: StringTranslation, string: int) -> StringTranslation:
    copy = StringTranslation(translation_of_id=string, locale_id=row.locale_id, context_id=row.context_id)
    for name in ("data", "translation_type", "tool_name", "last_translated_by_id", "updated_at"):
        setattr(copy, name, getattr(row, name))
    return copy


def _keep_address(translation: Translation) -> None:
    """A new address of the original leaves the translation's as it is, once that was published."""
    segment = StringSegment.objects.filter(source=translation.source, context__path=SLUG).first()
    page = Page.objects.filter(translation_key=translation.source.object_id, locale=translation.target_locale).first()
    if segment and page and page.first_published_at:
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id, context_id=segment.context_id, locale=translation.target_locale,
            defaults={"data": page.slug, "translation_type": BY_HAND},
        )  # fmt: skip


# --- Pairing -----------------------------------------------------------------------------


def needs_pairing(work: Work) -> bool:
    """Whether nobody follows this pair yet although its original is newer."""
    if work.translation or work.original is None or work.translated is None:
        return False
    if not isinstance(work.original, DraftStateMixin):
        return True  # nothing says when it was written
    published, translated = work.original.last_published_at, work.translated.last_published_at
    return bool(published and translated and work.translated.live and published > translated)


@transaction.atomic
def pair(work: Work) -> None:
    """Takes up a pair that was written in both languages, as it stood when the translation was published."""
    translated = full(work.translated)
    original = _as_translated(full(work.original), translated)
    values = extract_segments(translated)
    if not _paths(values) <= _paths(extract_segments(original)):
        return  # publishing the translation would take away what it alone says
    source, _is_new = TranslationSource.update_or_create_from_instance(original)
    translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=translated.locale)
    _pair_sentences(translation, [value for value in values if isinstance(value, StringSegmentValue)])
    _pair_others(translation, [value for value in values if isinstance(value, OverridableSegmentValue)])
    at = getattr(translated, "last_published_at", None) or translation.created_at
    StringTranslation.objects.filter(locale=translated.locale, context__object_id=work.key).update(updated_at=at)
    TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=at)


def _paths(values: list) -> set[str]:
    return {value.path for value in values if isinstance(value, StringSegmentValue)}


def _as_translated(original: Model, translated: Model) -> Model:
    """What the original said when the translation was published."""
    if not isinstance(original, DraftStateMixin):
        return original
    acts = registry.get_logs_for_instance(original).filter(action="wagtail.publish", revision__isnull=False)
    act = acts.filter(timestamp__lte=translated.last_published_at).select_related("revision").first()
    return act.revision.as_object() if act else original


def _pair_sentences(translation: Translation, said: list[StringSegmentValue]) -> None:
    """Sentence by sentence where a field has as many in both languages; the others are left to translate."""
    theirs = defaultdict(list)
    for value in said:
        theirs[value.path].append(value)
    ours = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation.source).order_by("order")
    for segment in segments.select_related("string", "context"):
        ours[segment.context.path].append(segment)
    new = [
        StringTranslation(
            translation_of_id=segment.string_id, context_id=segment.context_id, locale=translation.target_locale,
            data=value.string.data, translation_type=BY_HAND,
        )
        for path, segments in ours.items() if len(segments) == len(theirs[path])
        for segment, value in zip(segments, theirs[path], strict=True) if _has_same_links(segment.string, value)
    ]  # fmt: skip
    StringTranslation.objects.bulk_create(new, ignore_conflicts=True)
    for path, segments in ours.items():
        for segment, value in zip(segments, theirs[path], strict=False):
            _pair_addresses(translation, path, json.loads(segment.attrs or "{}") or {}, value.attrs or {})


def _has_same_links(string: String, value: StringSegmentValue) -> bool:
    try:
        validate_translation_links(string.data, value.string.data)
    except ValueError:
        return False
    return True


def _pair_addresses(translation: Translation, path: str, ours: dict, theirs: dict) -> None:
    """A link that leads elsewhere in the other language keeps leading there."""
    for tag, attributes in ours.items():
        here, there = attributes.get("href"), theirs.get(tag, {}).get("href")
        if here and there and here != there:
            quoted = here.replace("\\", "\\\\").replace("'", "\\'")
            _override(translation, f"{path}.'{quoted}'", there)


def _pair_others(translation: Translation, said: list[OverridableSegmentValue]) -> None:
    """An image, a chapter to read on: as chosen in the other language."""
    chosen = {value.path: value.data for value in said}
    for segment in OverridableSegment.objects.filter(source=translation.source).select_related("context"):
        path = segment.context.path
        if path in chosen and chosen[path] != segment.data:
            _override(translation, path, chosen[path])


def _override(translation: Translation, path: str, data) -> None:
    context = TranslationContext.objects.filter(object_id=translation.source.object_id, path=path).first()
    if context:
        SegmentOverride.objects.get_or_create(
            context=context, locale=translation.target_locale, defaults={"data_json": json.dumps(data)}
        )


def work_of(key: UUID) -> Work | None:
    return next(iter(read_works(key)), None)


def locale_of(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
