"""What is done from the desk about pages and snippets: open both sides, keep a translation, publish both.

Each act looks the work up anew and asks for the right itself. Not here: translating, which is wagtail-localize's page.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import DraftStateMixin, LockableMixin, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from .pairs import BY_HAND, copy_draft, follow, full, locale_of, pair, work_of
from .rights import Rights
from .strings import SLUG, Wording, read_wordings
from .subjects import plain
from .works import Work, read_works


class NotPossible(Exception):
    """Why an act is not done, in words for the person."""


@transaction.atomic
def open_both(work: Work, *, user) -> Model:
    """The translation, ready to be edited side by side with what is written in the original today."""
    work = follow(work)
    if work.original is None:
        raise NotPossible(_("L’original n’existe plus."))
    if work.translated is None:
        work = _start(work, user=user)
    if not Rights(user).change(work.translated):
        raise PermissionDenied
    if work.translation is None:
        pair(work)
        work = work_of(work.key)
    if work.translation and work.draft_is_newer:
        copy_draft(work)
    return work.translated


def _start(work: Work, *, user) -> Work:
    """An unpublished translation that still says what the original says."""
    pages = [each for each in read_works() if isinstance(each.any_member, Page)]
    if not Rights(user).create(work, {page.path: each for each in pages for page in each.members.values()}):
        raise NotPossible(_("Traduisez d’abord la page qui la contient."))
    original, locale = full(work.original), locale_of(work.target)
    creator = TranslationCreator(user, [locale])
    creator.create_translations(original, include_related_objects=False)
    work = work_of(work.key)
    if work.has_draft:
        copy_draft(work)
    return work_of(work.key)


@transaction.atomic
def keep_translation(work: Work, *, user) -> None:
    """The translation still fits: each new sentence takes over what its predecessor was called."""
    if not (work.translation and work.translated and Rights(user).change(work.translated)):
        raise PermissionDenied
    wording = read_wordings([work]).get(work.key, Wording())
    if not wording.can_be_kept:
        raise NotPossible(_("Un passage est nouveau : il faut le traduire."))
    new = [
        StringTranslation(
            translation_of_id=sentence.string, context_id=sentence.context, data=sentence.translation,
            locale=work.translated.locale, translation_type=BY_HAND, last_translated_by=user,
        )
        for sentence in wording.missing
    ]  # fmt: skip
    for row in new:
        row.save()
    if work.published_at:  # its readers see it already
        rows = StringTranslation.objects.filter(pk__in=[row.pk for row in new])
        rows.update(updated_at=work.published_at)


@transaction.atomic
def publish_both(work: Work, *, user) -> list[Model]:
    """Publishes what is written in both languages, or nothing; returns what was published."""
    if not (work.translation and work.original and work.translated):
        raise NotPossible(_("Il manque une traduction : commencez par traduire."))
    if not all(Rights(user).publish(member) for member in work.members.values()):
        raise PermissionDenied
    _refuse_locked(work, user)
    published = []
    if work.has_draft:
        if work.draft_is_newer:
            copy_draft(work)
        published.append(_publish(full(work.original), user))
    refuse_gaps(work)
    published.append(_publish_translation(work_of(work.key), user))
    return published


def refuse_gaps(work: Work) -> None:
    """Nobody publishes a page that would speak two languages."""
    missing = read_wordings([work]).get(work.key, Wording()).missing
    if missing:
        count = len(missing)
        said = ngettext(
            "Rien n’est publié : %(count)s passage n’est pas encore traduit, le premier dit « %(text)s ».",
            "Rien n’est publié : %(count)s passages ne sont pas encore traduits, le premier dit « %(text)s ».",
            count,
        )
        raise NotPossible(said % {"count": count, "text": plain(missing[0].now)[:80]})


def _refuse_locked(work: Work, user) -> None:
    for member in work.members.values():
        lock = full(member).get_lock() if isinstance(member, LockableMixin) else None
        if lock and lock.for_user(user):
            raise NotPossible(_("« %(title)s » est verrouillée.") % {"title": member})


def _publish(original: Model, user) -> Model:
    """The newest revision of `original`; a review that is under way ends with it, as in Wagtail's own editor."""
    revision = original.get_latest_revision()
    try:
        revision.as_object().full_clean()
    except ValidationError as error:
        raise NotPossible(
            _("« %(title)s » n’est pas complète : %(errors)s") % {"title": original, "errors": " ".join(error.messages)}
        ) from error
    state = getattr(original, "current_workflow_state", None)
    if state:
        state.cancel(user=user)
    revision.publish(user=user)
    return original


def _publish_translation(work: Work, user) -> Model:
    name_address(work.translation)
    has_drafts = isinstance(work.translated, DraftStateMixin)
    try:
        work.translation.save_target(user=user, publish=not has_drafts)
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
    translated = full(work_of(work.key).translated)
    if has_drafts:
        translated.get_latest_revision().publish(user=user)
    return translated


def name_address(translation: Translation) -> None:
    """A new page gets an address in its own language, made of its title."""
    segments = StringSegment.objects.filter(source=translation.source)
    address, title = (segments.filter(context__path=path).first() for path in (SLUG, "title"))
    if address and title:
        named = StringTranslation.objects.get(
            translation_of=title.string, context=title.context, locale=translation.target_locale
        )
        StringTranslation.objects.get_or_create(
            translation_of=address.string, context=address.context, locale=translation.target_locale,
            defaults={"data": slugify(named.data), "translation_type": BY_HAND},
        )  # fmt: skip
