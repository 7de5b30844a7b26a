"""What the office says on pages: read once in half a minute by each process, so that no page pays for it.

Whoever edits a text forgets what was read (`forget_page_words`), and is told that other processes follow within FRESH
seconds. Not here: texts and their fields (office_words), where the passages stand (templates/words/).
"""

from django.core.cache import cache
from django.template import Context
from django.utils.translation import get_language

from .models import OfficeText
from .office_words import LANGUAGES, PAGE_ENDS, Wording, fill, texts

CACHE_KEY = "guichet/page-words"
FRESH = 30  # seconds a process believes what it read
TYPED = "typed_words"  # in a template's context: what is being written, to look at it before it is kept

Own = dict[tuple[str, str, str], str]  # (text, passage, language) → what the office says otherwise than shipped


def page_words(key: str, context: Context) -> dict[str, Wording]:
    """The passages of one piece of a page, in the page's language, with the values the page has. Not escaped."""
    text, language = texts()[key], (get_language() or LANGUAGES[0])[:2]
    typed = context.get(TYPED)
    if typed is None:
        own = _own_words()
        said = {passage: own.get((key, passage, language)) for passage in text.passages}
    else:
        said = {passage: typed[passage, language] for passage in text.passages}
    values = _values(context)
    return {passage: fill(text, own or text.shipped[language][passage], values) for passage, own in said.items()}


def forget_page_words() -> None:
    """The next page reads them again."""
    cache.delete(CACHE_KEY)


def _values(context: Context) -> dict:
    """What the page knows, and of whom it speaks: the person signed in, unless it names another."""
    values = context.flatten()
    return {"account": getattr(values.get("request"), "user", None)} | values


def _own_words() -> Own:
    own = cache.get(CACHE_KEY)
    if own is None:
        own = _read()
        cache.set(CACHE_KEY, own, FRESH)
    return own


def _read() -> Own:
    """Without what no longer fits its text, because a later version of the portal asks for other fields."""
    own = {}
    for row in OfficeText.objects.filter(text__endswith=PAGE_ENDS):
        text = texts().get(row.text)
        for language in LANGUAGES:
            wording = getattr(row, f"wording_{language}")
            if wording and text and row.passage in text.passages and not any(text.wrong_fields(row.passage, wording)):
                own[row.text, row.passage, language] = wording
    return own
