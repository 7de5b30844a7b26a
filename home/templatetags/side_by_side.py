"""For wagtail-localize's page of a translation."""

import json

from django import template
from wagtail.models import WorkflowMixin
from wagtail_localize.models import Translation

from home.translation.pairs import work_of
from home.translation.rights import Rights
from home.translation.side_by_side import for_editor, with_review
from home.translation.strings import Wording, read_wordings

register = template.Library()
register.filter(for_editor)
register.filter(with_review)


@register.simple_tag
def former_translations(translation: Translation) -> str:
    """JSON: a sentence that was changed → what its predecessor was called, for the translator to begin with."""
    work = work_of(translation.source.object_id)
    missing = read_wordings([work]).get(work.key, Wording()).missing if work else []
    return json.dumps({sentence.now: sentence.translation for sentence in missing if sentence.translation})


@register.simple_tag
def is_handed_in(user, instance) -> bool:
    """Whether this person hands the translation in, because somebody else publishes it."""
    return isinstance(instance, WorkflowMixin) and not Rights(user).publish(instance)
