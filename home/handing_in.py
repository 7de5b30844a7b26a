"""Handing in a translation: wagtail-localize's page knows publishing alone, and who may not publish had no way on.

What was translated becomes a draft of the page or notice, and the draft waits for a chief editor like every other
(home.roles).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page, WorkflowMixin
from wagtail_localize.models import Translation, get_edit_url

from home.translation.acts import name_address
from home.translation.pairs import full
from home.translation.rights import Rights
from home.translation.strings import SLUG


@require_POST
def hand_in_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """From the bar above wagtail-localize's page; back to it, with what came of it."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    target = full(translation.get_target_instance())
    if not (isinstance(target, WorkflowMixin) and Rights(request.user).change(target)):
        raise PermissionDenied
    gaps = count_gaps(translation)
    if gaps:
        said = ngettext("Il reste %(count)s phrase à traduire.", "Il reste %(count)s phrases à traduire.", gaps)
        messages.error(request, said % {"count": gaps})
    else:
        hand_in(request, translation)
    return redirect(get_edit_url(target))


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


def save_draft(translation: Translation, user) -> WorkflowMixin:
    """The translation as a draft. wagtail-localize writes it on what is live too: that is put back."""
    before = full(translation.get_target_instance())
    content = before.serializable_data()
    translation.save_target(user=user, publish=False)
    target = full(translation.get_target_instance())
    if not before.live:
        return target
    restored = target.with_content_json(content)
    restored.live = True
    restored.save(**({"clean": False} if isinstance(restored, Page) else {}))
    return full(translation.get_target_instance())


def start_review(target: WorkflowMixin, user) -> None:
    """A review that is under way begins anew with what is written now."""
    if target.workflow_in_progress:
        target.current_workflow_state.cancel(user=user)
    workflow = target.get_workflow()
    if workflow is None:
        raise ValidationError(_("Personne ne relit cette page : appelez la rédaction en chef."))
    workflow.start(target, user)
