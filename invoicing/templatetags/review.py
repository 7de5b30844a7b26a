"""Tags of the office's pages: the long parts of a claim, which claim_html writes; a value by its path."""

from django import template

from invoicing.review.claim_html import events_html, findings_html, remark_html, section_html

register = template.Library()

for part in (events_html, findings_html, remark_html, section_html):
    register.simple_tag(part)


@register.filter
def at(values: dict[str, str], path: str) -> str:
    """What `values` holds at `path`; empty when nothing."""
    return values.get(path, "") if values else ""
