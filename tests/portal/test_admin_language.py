"""The admin speaks the language of who works in it: every page one can walk to, and what Wagtail's own catalogue lacks.

Which words count as English is drawn from Wagtail's sources, so that a new version brings its own. Not here: our German
catalogue (.ci/check-messages).
"""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
import wagtail
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.users.models import UserProfile

from home.content_files import read_content_files
from home.roles import create_editor_groups
from invoicing.roles import make_clerk, make_reviewer
from tests.conftest import sign_in
from tests.factories import AccountFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("office_data", "public_pages"),
    pytest.mark.filterwarnings("ignore:Pagination may yield"),  # a report of wagtail-localize's
]

PACKAGES = Path(wagtail.__file__).parents[1]
SPEAKERS = ["wagtail", *(f"wagtail/{app}" for app in ("admin", "images", "users", "snippets")), "wagtail_localize"]
OURS = settings.BASE_DIR / "locale"
WAGTAILS = [OURS / "wagtail" / language / "LC_MESSAGES" / f"{domain}.po"
            for language in ("fr", "de") for domain in ("django", "djangojs")]  # fmt: skip
CODE = re.compile(r"%\(\w+\)\w|\{[^}]*\}+|<[^>]*>")  # what stands for a value, and tags
WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
NO_TEXT = re.compile(r"[<>{}#_\\]|[a-z]\.[a-z]|^[A-Z]+$|^\S{40,}$|^[a-z/]\S*$")  # code in what scripts are told
MODEL = re.compile(r"[a-z]+\.[a-z]+")  # named as in the code, by a report on pages
SPOKEN = {"title", "placeholder", "alt", "aria-label", "aria-description"}
UNSPOKEN = {"class", "style", "srcdoc", "value", "content", "href", "src", "data-controller", "data-action"}


# --- Words ------------------------------------------------------------------------------


def catalogue(package: str, language: str) -> Iterator[polib.POEntry]:
    for file in (PACKAGES / package / "locale" / language / "LC_MESSAGES").glob("*.po"):
        yield from polib.pofile(str(file))


def words(texts) -> set[str]:
    return {word.lower() for text in texts for word in WORD.findall(CODE.sub(" ", text))}


def translated(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


@cache
def english_words(language: str) -> set[str]:
    """What Wagtail says in English and nobody in `language`."""
    english = words(entry.msgid for package in SPEAKERS for entry in catalogue(package, "en"))
    spoken = words(text for package in SPEAKERS for entry in catalogue(package, language) for text in translated(entry))
    own = polib.pofile(str(OURS / "de" / "LC_MESSAGES" / "django.po"))
    said = [text for entry in own for text in ([entry.msgid] if language == "fr" else translated(entry))]
    return {word for word in english - spoken - words(said) - words(written()) if len(word) > 2}


def written() -> Iterator[str]:
    """The office's own texts, in both languages: they stand in lists of the admin."""
    for file in read_content_files():
        yield from filter(is_prose, leaves(file.fields))
    for path in settings.BASE_DIR.glob("*/data/*.toml"):
        yield from filter(is_prose, leaves(tomllib.loads(path.read_text())))


def is_prose(text: str) -> bool:
    return " " in text or text[:1].isupper()


def leaves(value) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    elif isinstance(value, str):
        yield value


# --- Pages ------------------------------------------------------------------------------


def worker(role: str, language: str) -> Client:
    account = AccountFactory(staff=True, with_device=True, language=language, first_name="Zoé", last_name="Zufferey")
    if role == "clerk":
        make_clerk(account)
    elif role == "reviewer":
        make_reviewer(account)
    else:
        account.groups.add(next(group for group in create_editor_groups() if group.name == role))
    UserProfile.objects.update_or_create(user=account, defaults={"preferred_language": language})
    return sign_in(Client(), account)


def walk(client: Client) -> Iterator[tuple[str, str]]:
    """One page of each kind that can be reached from the first: (address, HTML)."""
    waiting, seen = ["/admin/"], set()
    while waiting:
        answer = client.get(address := waiting.pop(0))
        html = answer.content.decode() if answer.get("Content-Type", "").startswith("text/html") else ""
        if answer.status_code == 200 and html:
            yield address, html
        links = re.findall(r'(?:href=|"url": ?)"(/admin/[^"#]*)', html.replace("&quot;", '"').replace("&amp;", "&"))
        for link in [answer.get("Location", ""), *links]:
            route = route_of(link)
            if route and route not in seen:
                seen.add(route)
                waiting.append(link)


def route_of(link: str) -> str:
    try:
        return resolve(link.partition("?")[0]).route if link.startswith("/admin/") else ""
    except Resolver404:
        return ""


def spoken(html: str) -> Iterator[str]:
    """What can be read or heard on a page, and what its scripts are told to say."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            if name == "value" and element.name == "input" and element.get("type") == "submit":
                yield value
            elif name not in UNSPOKEN and isinstance(value, str):
                yield from told(value) if value[:1] in "[{" else [value] * (name in SPOKEN)
    for script in [*soup(["script", "style", "svg"]), *soup.select("[data-side-panel-toggle-counter]")]:
        if script.get("type") == "application/json":
            yield from told(script.string)
        script.extract()
    yield from (text for text in soup.stripped_strings if not MODEL.fullmatch(text))


def told(json_text: str) -> Iterator[str]:
    try:
        yield from (text for text in leaves(json.loads(json_text)) if not NO_TEXT.search(text))
    except ValueError:
        return


@pytest.mark.parametrize(
    ("role", "language", "at_least"),
    [
        ("Rédaction en chef", "fr", 50),
        ("Rédaction allemande", "de", 25),
        ("clerk", "fr", 20),
        ("clerk", "de", 20),
        ("reviewer", "fr", 7),
        ("reviewer", "de", 7),
    ],
)
def test_no_page_of_the_admin_speaks_english(role, language, at_least):
    english, found, pages = english_words(language), {}, 0
    for address, html in walk(worker(role, language)):
        pages += 1
        for text in spoken(html):
            if said := words([text]) & english:
                found.setdefault(text[:120], (address, said))
    assert found == {}
    assert pages >= at_least
    assert len(english) > 400
    assert {"the", "your", "save", "deleted", "changes"} <= english


def test_nothing_is_frozen_in_the_language_of_whoever_came_first():
    """What Wagtail or we say in French stands nowhere in a German admin, where German says it otherwise."""
    french = {said for package in SPEAKERS for entry in catalogue(package, "fr") for said in translated(entry)}
    german = {said for package in SPEAKERS for entry in catalogue(package, "de") for said in translated(entry)}
    own = polib.pofile(str(OURS / "de" / "LC_MESSAGES" / "django.po"))
    french |= {entry.msgid for entry in own}
    german |= {said for entry in own for said in translated(entry)}
    same = {str(settings.WAGTAIL_SITE_NAME), "français", *written()}  # names, also of languages
    frozen = {said for said in french - german - same if len(said) > 3}
    for _address, _html in walk(worker("Rédaction française", "fr")):
        pass

    found = {}
    for address, html in walk(worker("Rédaction allemande", "de")):
        without_french = re.sub(r'<(\w+)[^>]* lang="fr"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
        found |= dict.fromkeys(frozen & set(spoken(without_french)), address)
    assert found == {}


def test_a_refusal_speaks_the_language_of_the_admin():
    html = worker("Rédaction allemande", "de").get("/admin/snippets/faq/helpplace/", follow=True).content.decode()

    assert "Sie haben leider keinen Zugang zu diesem Bereich." in html


# --- What we say for Wagtail --------------------------------------------------------------


@pytest.mark.parametrize("path", WAGTAILS, ids=lambda path: "-".join(path.parts[-3::2]))
def test_what_we_say_for_wagtail_is_still_said_there(path):
    packages = [*SPEAKERS, "wagtail/sites", "wagtail/documents", "wagtail_localize/locales"]
    languages = ("en", "fr")  # the English catalogue of wagtail-localize is not up to date
    theirs = {entry.msgid for package in packages for language in languages for entry in catalogue(package, language)}

    assert [entry.msgid for entry in polib.pofile(str(path)) if entry.msgid not in theirs] == []


def test_wagtails_german_is_swiss():
    ours = {entry.msgid for path in WAGTAILS if "de" in path.parts for entry in polib.pofile(str(path))}
    sharp = {entry.msgid for package in [*SPEAKERS, "wagtail/documents", "wagtail/sites"]
             for entry in catalogue(package, "de") if "ß" in "".join(translated(entry))}  # fmt: skip

    assert sharp - ours == set()
    assert [path for path in WAGTAILS if "ß" in path.read_text().partition("\nmsgid")[2]] == []


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_script_of_a_translation_has_every_word(language):
    """Those its sources ask for, of the catalogue that its page loads."""
    script = (PACKAGES / "wagtail_localize/static/wagtail_localize/js/wagtail-localize.js").read_text()
    asked = set(re.findall(r'\b\w+\(\)\("([^"]+)"\)', script))
    known = worker("Rédaction en chef", language).get("/admin/localize/jsi18n/").content.decode()

    assert len(asked) > 30
    assert [text for text in asked if json.dumps(text) not in known] == []
