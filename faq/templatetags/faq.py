"""Help and votes, for the templates of every app.

A place without help shows nothing: no form ever depends on what an editor wrote.
"""

from django import template
from django.utils.safestring import SafeString

from faq.help import NOTHING, link_html

register = template.Library()


@register.simple_tag(takes_context=True)
def help_link(context, *place: str) -> SafeString:
    """`{% help_link "form" draft.kind %}`: the link to what answers at the place `form-<kind>`."""
    request = getattr(context, "request", None)
    return link_html(request, "-".join(str(part) for part in place)) if request else NOTHING


@register.inclusion_tag("faq/vote.html")
def page_vote(page) -> dict:
    """« Cette page vous a-t-elle aidé ? » at its foot."""
    return {"target": f"page-{page.pk}"}
