"""Handing in a translation: wagtail-localize's page knows publishing alone, and who may not publish had no way on.

What was translated becomes a draft of the page, and the draft waits for a chief editor like every other (home.roles).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.translation.acts import name_address
from home.translation.strings import SLUG


@require_POST
def hand_in_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """From the bar above wagtail-localize's page; back to it, with what came of it."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    page = translation.get_target_instance()
    if not (isinstance(page, Page) and page.permissions_for_user(request.user).can_edit()):
        raise PermissionDenied
    gaps = count_gaps(translation)
    if gaps:
        said = ngettext("Il reste %(count)s phrase à traduire.", "Il reste %(count)s phrases à traduire.", gaps)
        messages.error(request, said % {"count": gaps})
    else:
        hand_in(request, translation)
    return redirect("wagtailadmin_pages:edit", page.pk)


def count_gaps(translation: Translation) -> int:
    """How many sentences would speak the language of the original."""
    sentences = translation.source.stringsegment_set.exclude(context__path=SLUG)
    return sentences.annotate_translation(translation.target_locale).filter(translation=None).count()


def hand_in(request: HttpRequest, translation: Translation) -> None:
    try:
        with transaction.atomic():
            name_address(translation)
            start_review(save_draft(translation, request.user), request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La traduction est remise à la rédaction en chef."))


def save_draft(translation: Translation, user) -> Page:
    """The translation as a draft of its page. wagtail-localize writes it on the live page too: that is put back."""
    before = translation.get_target_instance().specific
    content = before.serializable_data()
    translation.save_target(user=user, publish=False)
    page = translation.get_target_instance().specific
    if not before.live:
        return page
    page.with_content_json(content).save(clean=False)
    page.refresh_from_db()
    return page


def start_review(page: Page, user) -> None:
    """A review that is under way begins anew with what is written now."""
    if page.workflow_in_progress:
        page.current_workflow_state.cancel(user=user)
    workflow = page.get_workflow()
    if workflow is None:
        raise ValidationError(_("Personne ne relit cette page : appelez la rédaction en chef."))
    workflow.start(page, user)
