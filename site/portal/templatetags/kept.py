"""`{% kept "faq" page.pk %}…{% endkept %}`: a piece of a public page that is made once and kept in this process.

For what depends on nothing but published content, the language and the names given: nothing of a visitor, no nonce, no
token. Everything Wagtail publishes, takes down, moves or deletes is noted in its log, so its last rows date the pieces;
what changes behind its back shows after PUBLIC_SECONDS, as everywhere else.
"""

from django import template
from django.core.cache import cache
from django.db import connection
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.middleware import PUBLIC_SECONDS

register = template.Library()

LAST_CHANGES = "SELECT (SELECT MAX(id) FROM wagtailcore_pagelogentry), (SELECT MAX(id) FROM wagtailcore_modellogentry)"


class KeptNode(template.Node):
    def __init__(self, names: list, nodelist: template.NodeList):
        self.names, self.nodelist = names, nodelist

    def render(self, context) -> SafeString:
        request = context["request"]
        if getattr(request, "is_preview", False):  # shows what is not published
            return self.nodelist.render(context)
        names = [name.resolve(context) for name in self.names]
        key = ":".join(map(str, ["kept", request.LANGUAGE_CODE, get_language(), *last_changes(request), *names]))
        html = cache.get(key)
        if html is None:
            html = str(self.nodelist.render(context))
            cache.set(key, html, PUBLIC_SECONDS)
        return mark_safe(html)


@register.tag
def kept(parser, token) -> KeptNode:
    names = [parser.compile_filter(name) for name in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(names, nodelist)


def last_changes(request) -> tuple[int | None, int | None]:
    """The last rows of Wagtail's logs, of pages and of everything else; asked once a request."""
    if not hasattr(request, "last_changes"):
        with connection.cursor() as cursor:
            cursor.execute(LAST_CHANGES)
            request.last_changes = cursor.fetchone()
    return request.last_changes
