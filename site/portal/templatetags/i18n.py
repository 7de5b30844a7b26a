"""Django's own tags for texts and files, with what is the same each time said once: a page has sixty of them.

A text that stands in a template depends on nothing but the language, the address of a file on nothing at all. The node
has Django say it and keeps it; {% translate %} of a variable, {% blocktranslate %} and all else stay as they are.
"""

from django.template import Library, Node
from django.template.base import FilterExpression, Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class SaidOnceNode(Node):
    """What `node` renders in each language; under a name, where the template gave it one."""

    child_nodelists = ()

    def __init__(self, node: Node, name: str | None):
        self.node, self.name, self.said = node, name, {}

    def render(self, context) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = self.node.render(context)
        if self.name is None:
            return self.said[language]
        context[self.name] = self.said[language]
        return ""


def is_written_out(expression: FilterExpression) -> bool:
    """Whether it is a text as it stands in the template, and no filter changes it."""
    return not expression.filters and getattr(expression.var, "literal", expression.var) is not None


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """{% translate "…" %}, as Django has it."""
    node = i18n.do_translate(parser, token)
    if node.message_context or not is_written_out(node.filter_expression):
        return node
    name, node.asvar = node.asvar, None
    return SaidOnceNode(node, name)
