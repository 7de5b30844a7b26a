"""Django's own tags for files, with each address made once. See i18n beside it."""

from django.template import Library, Node
from django.template.base import Parser, Token
from django.templatetags import static as django_static

from .i18n import SaidOnceNode, is_written_out

register = Library()
register.tags.update(django_static.register.tags)
register.filters.update(django_static.register.filters)


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """{% static "…" %}, as Django has it."""
    node = django_static.StaticNode.handle_token(parser, token)
    if not is_written_out(node.path):
        return node
    name, node.varname = node.varname, None
    return SaidOnceNode(node, name)
