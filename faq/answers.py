"""Answers as they are shown: HTML for many at the price of one, targets in the reader's language, data for engines.

Not here: which answer stands where (faq.models).
"""

import json

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

BETWEEN = "<!--next answer-->"
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def expand_together(texts: list[str]) -> list[SafeString]:
    """Stored rich text as HTML. All links between pages cost one query, however many texts there are."""
    return [mark_safe(html) for html in expand_db_html(BETWEEN.join(texts)).split(BETWEEN)] if texts else []


def in_language(things: QuerySet, keys: set[int | None], language: str) -> dict:
    """Of `things`, those with `keys`, each in `language` or, untranslated, as it is: key → thing. One query.

    What is not published is left out; a thing whose original is hidden still has its translation.
    """
    named = things.model.objects.filter(pk__in=keys - {None})
    versions = list(
        things.filter(translation_key__in=named.order_by().values("translation_key")).select_related("locale")
    )
    shown = [each for each in versions if each.live]
    shown.sort(key=lambda each: each.locale.language_code == language)
    best = {each.translation_key: each for each in shown}
    return {
        each.pk: best[each.translation_key] for each in versions if each.pk in keys and each.translation_key in best
    }


def structured_data(language: str, answers: list[tuple[str, str]]) -> SafeString:
    """The FAQPage of schema.org, safe inside a script element: pairs of question and answer."""
    entries = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": str(answer)}}
        for question, answer in answers
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "inLanguage": language, "mainEntity": entries}
    return mark_safe(json.dumps(page, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))
