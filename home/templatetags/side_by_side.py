"""For wagtail-localize's page of a translation."""

from django import template
from wagtail.models import WorkflowMixin

from home.translation.rights import Rights
from home.translation.side_by_side import for_editor, with_review

register = template.Library()
register.filter(for_editor)
register.filter(with_review)


@register.simple_tag
def is_handed_in(user, instance) -> bool:
    """Whether this person hands the translation in, because somebody else publishes it."""
    return isinstance(instance, WorkflowMixin) and not Rights(user).publish(instance)
