"""Makes pages of the content files, once: what editors wrote is never touched, what they deleted stays away.

Not here: how a file is read (home.content_files).
"""

import json
import re
from html import unescape

from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Collection, Locale, Page, PageLogEntry, Site

from home.content_files import ContentFile, key_of, read_content_files
from home.models import HomePage

HEADING_OR_TEXT = re.compile(r"<(h[23])>(.*?)</h[23]>|((?:(?!<h[23]>).)+)", re.DOTALL)
FILE = "content_file"  # in the log: of which file a page was made
PAGE_LINK = re.compile(r'href="page:([a-z0-9-]+)"')


@transaction.atomic
def load_content(*, again: bool = False) -> int:
    """Creates the languages, the pages and the site; returns how many pages were made.

    A page that was made before and is gone was deleted by an editor: it comes back only when it is to be made `again`.
    The home pages always do, the site hangs on them.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    made = set() if again else made_before()
    missing = [file for file in read_content_files() if find_page(file.key, language=file.language) is None]
    wanted = [file for file in missing if file.parent is None or file.name not in made]
    new = [file for file in wanted if create_page(file, locales[file.language])]
    for file in new:
        fill_page(find_page(file.key, language=file.language).specific, file)
    point_site_at_home()
    name_roots()
    return len(new)


def made_before() -> set[str]:
    """Names of the content files that became pages, whatever became of those; Wagtail's log outlives them."""
    made = PageLogEntry.objects.filter(data__has_key=FILE)
    return set(made.values_list(f"data__{FILE}", flat=True))


def find_page(key: str, *, language: str) -> Page | None:
    """The page made of the file `key` in `language`, whatever its name and place are by now."""
    return Page.objects.filter(translation_key=key_of(key), locale__language_code=language).first()


def create_page(file: ContentFile, locale: Locale) -> bool:
    """Puts an empty page in its place in the tree, if there is that place; links to it can be made from now on."""
    model = apps.get_model(file.model)
    plain = {name: value for name, value in file.fields.items() if isinstance(value, str | bool)}
    page = model(translation_key=key_of(file.key), locale=locale, live=False, **plain)
    parent = find_page(file.parent, language=file.language) if file.parent else find_root()
    if parent:
        parent.add_child(instance=page)
    return parent is not None


def find_root() -> Page:
    """The root of the tree, which Wagtail's migrations make; a database emptied since then gets a new one."""
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def fill_page(page: Page, file: ContentFile) -> None:
    """Gives the page its body and entries, and publishes it."""
    content = link_pages({**file.fields}, language=file.language)
    if hasattr(page, "fill"):
        page.fill(content, page.locale)
    for name, value in content.items():
        setattr(page, name, json.dumps(stream(value, file.key)) if is_stream(page, name) else value)
    page.full_clean()
    revision = page.save_revision(clean=False)
    log(page, "wagtail.edit", revision=revision, content_changed=True, data={FILE: file.name})
    revision.publish()


def is_stream(page: Page, name: str) -> bool:
    return isinstance(page._meta.get_field(name), StreamField)


def stream(blocks: list[dict], key: str) -> list[dict]:
    """One-entry mappings as stored blocks. A block has the same id in every language: that is how translations meet."""
    parts = [part for block in blocks for kind, value in block.items() for part in part_at_headings(kind, value)]
    return [
        {"type": kind, "value": items(value, f"{key}/{place}"), "id": str(key_of(f"{key}/{place}"))}
        for place, (kind, value) in enumerate(parts)
    ]


def part_at_headings(kind: str, value) -> list[tuple]:
    """A text with headings, as Markdown is written, as the blocks that an editor would have made of it."""
    if kind != "text":
        return [(kind, value)]
    parts = []
    for level, heading, text in HEADING_OR_TEXT.findall(value):
        if heading:
            parts.append(("heading", {"level": level, "text": unescape(heading)}))
        elif text.strip():
            parts.append(("text", text.strip()))
    return parts


def items(value, key: str):
    """The entries of a list block with their ids, however deep; anything else as it is."""
    if isinstance(value, dict):
        return {name: items(part, f"{key}/{name}") for name, part in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": items(part, f"{key}/{place}"), "id": str(key_of(f"{key}/{place}"))}
            for place, part in enumerate(value)
        ]
    return value


def link_pages(value, *, language: str):
    """`value` with every href="page:<key>" replaced by Wagtail's own link, which follows the page when it moves."""
    if isinstance(value, dict):
        return {name: link_pages(part, language=language) for name, part in value.items()}
    if isinstance(value, list):
        return [link_pages(part, language=language) for part in value]
    if isinstance(value, str):
        return PAGE_LINK.sub(lambda match: page_link(match[1], language=language), value)
    return value


def page_link(key: str, *, language: str) -> str:
    page = find_page(key, language=language)
    if page is None and f"{key}.{language}" in made_before():
        page = find_root()  # an editor deleted it
    if page is None:
        raise LookupError(f"No page « {key} » in {language}: see the links of the content files.")
    return f'linktype="page" id="{page.pk}"'


def point_site_at_home() -> None:
    """Any host shows the French home page, whose translations Wagtail finds; its own welcome page goes."""
    home = HomePage.objects.get(translation_key=key_of("home"), locale__language_code=settings.LANGUAGE_CODE)
    site, _created = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    welcome = site.root_page
    if welcome.specific_class is Page and welcome.depth > 1:
        site.root_page = home
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
        Page.objects.get(pk=welcome.pk).delete()


def name_roots() -> None:
    """What Wagtail calls « Root », editors read at the top of their pages and pictures."""
    name = str(settings.WAGTAIL_SITE_NAME)
    Page.objects.filter(depth=1, title="Root").update(title=name, draft_title=name)
    Collection.objects.filter(depth=1, name="Root").update(name=name)
