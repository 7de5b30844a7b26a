"""A browser without JavaScript on the test client: walks to a screen and says what a reader sees there.

`mark_of` is the fingerprint that a picture carries. It changes with the words, headings, buttons and fields of the part
shown, not with colours or distances. Not here: who the reader is (people.py), pictures (camera.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin

import time_machine
from bs4 import BeautifulSoup, Tag
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from home.screens import SCREENS, Screen
from invoicing.demo import PASSWORD

from .people import MOMENT, account_of, client_of, decide, path_of

UNSEEN = ("script", "style", "template", "noscript", "head", "svg")
FILLED = ("text", "email", "tel", "search", "number", "date")
FILM = {"name": "film.mp4", "content": b"\x00\x00\x00\x18ftypmp42", "content_type": "video/mp4"}


def read_screens(language: str, clock: time_machine.Traveller, screens: tuple[Screen, ...] = SCREENS) -> Iterator:
    """Walks to each screen and yields the reader who stands before it; nothing of what it did stays.

    Screens that are parts of one page are read in one walk.
    """
    walks = defaultdict(list)
    for screen in screens:
        walks[screen.who, screen.path, screen.steps].append(screen)
    for together in walks.values():
        clock.move_to(MOMENT)
        with transaction.atomic():
            reader = Reader(together[0], language, clock).walk()
            for reader.screen in together:
                yield reader
            transaction.set_rollback(True)


class Reader:
    """Somebody who walks to one screen; `view` and `templates` tell where that led."""

    def __init__(self, screen: Screen, language: str, clock: time_machine.Traveller):
        self.screen, self.language, self.clock = screen, language, clock
        self.client = client_of(screen, language)
        self.files: dict = {}
        caches["limits"].clear()

    def walk(self) -> "Reader":
        self.open(path_of(self.screen, self.language))
        for step in self.screen.steps:
            self.take(step)
        return self

    def take(self, step: tuple[str, ...]) -> None:
        match step:
            case ("open", path):
                self.open(f"/{self.language}{path}")
            case ("click", selector):
                self.click(self.find(selector))
            case ("fill", selector, text):
                self.find(selector)["value"] = text
            case ("password", selector):
                self.find(selector)["value"] = PASSWORD
            case ("show", selector):
                self.find(selector)["open"] = ""
            case ("wait", minutes):
                self.clock.shift(timedelta(minutes=int(minutes)))
            case ("join", name):
                self.files = {"documents": SimpleUploadedFile(**FILM | {"name": name})}
                self.click(self.find("[data-upload-button]"))
            case ("decide",):
                decide(account_of(self.screen.who, self.language))
            case ("sign-in",) | ("wrong-password",):
                is_wrong = step[0] == "wrong-password"
                email = "nobody@example.ch" if is_wrong else account_of("own", self.language).email
                self.find("[name=email]")["value"] = email
                self.find("[name=password]")["value"] = "faux" if is_wrong else PASSWORD
                self.click(self.find("main form .button"))
            case _:
                raise ValueError(f"No such step: {step}")

    # --- Pages

    def open(self, path: str) -> None:
        self.arrive(self.client.get(path, follow=True))

    def arrive(self, response) -> None:
        self.response = response
        self.address = response.request["PATH_INFO"]
        self.page = BeautifulSoup(response.content, "lxml")

    def find(self, selector: str) -> Tag:
        found = self.page.select_one(selector)
        if found is None:
            raise LookupError(f"{self.language} {self.screen.key}: no « {selector} » on {self.address}")
        return found

    def click(self, what: Tag) -> None:
        if what.name == "summary":
            what.parent["open"] = ""
        elif what.name == "a":
            self.open(urljoin(self.address, what["href"]).split("#")[0])
        else:
            self.send(what.find_parent("form"), what)

    def send(self, form: Tag, button: Tag) -> None:
        data: dict[str, list] = {name: [file] for name, file in self.files.items()}
        for field in [*form.select("input[name], select[name], textarea[name]"), button]:
            for value in values_of(field, is_pressed=field is button):
                data.setdefault(field["name"], []).append(value)
        action = urljoin(self.address, form.get("action") or "")
        self.arrive(self.client.post(action, data, follow=True))

    # --- What is seen

    def seen(self) -> list[str]:
        """What is shown, piece by piece, each after the kind of element it stands in."""
        return [piece for part in self.parts() for piece in pieces_of(part)]

    def parts(self) -> list[Tag]:
        screen = self.screen
        if screen.part in ("page", "header-and-menu"):
            return [self.find("header" if screen.part != "page" else "body")]
        first = self.find(screen.plain or screen.part)
        if not screen.last:
            return [first]
        last = self.find(screen.last)
        return [first, *upto(first, last)]

    @property
    def mark(self) -> str:
        return hashlib.sha256("\n".join(self.seen()).encode()).hexdigest()[:16]

    @property
    def view(self) -> str:
        return self.response.resolver_match.view_name if self.response.resolver_match else ""

    @property
    def templates(self) -> set[str]:
        return {template.name for template in self.response.templates if template.name}


def values_of(field: Tag, *, is_pressed: bool) -> list[str]:
    """What a browser sends of a field of a form."""
    kind = field.get("type", "")
    if field.name == "select":
        options = field.find_all("option")
        chosen = [one for one in options if one.has_attr("selected")] or options[:1]
        return [one.get("value", one.get_text(strip=True)) for one in chosen]
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if kind in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else []
    if field.name == "button":
        return [field.get("value", "")] if is_pressed and field.has_attr("name") else []
    return [] if kind in ("file", "submit", "image", "reset") else [field.get("value", "")]


def upto(first: Tag, last: Tag) -> list[Tag]:
    """The elements after `first` until the one that is `last` or holds it."""
    between = []
    for element in first.find_next_siblings():
        between.append(element)
        if element is last or last in element.descendants:
            return between
    raise LookupError(f"{last.name} does not come after {first.name}")


def pieces_of(element: Tag) -> list[str]:
    if is_hidden(element):
        return []
    if element.name == "select":
        chosen = element.find("option", selected=True) or element.find("option")
        return [f"select {words(chosen.get_text())}" if chosen else "select"]
    if element.name in ("input", "textarea", "progress", "img"):
        return [f"{element.name} {facts_of(element)}"]
    is_closed = element.name == "details" and not element.has_attr("open")
    pieces = []
    for child in element.children:
        if isinstance(child, Tag):
            pieces += pieces_of(child) if not is_closed or child.name == "summary" else []
        elif type(child).__name__ == "NavigableString" and words(child):
            pieces.append(f"{element.name} {words(child)}")
    return pieces


def facts_of(field: Tag) -> str:
    kind = field.get("type", "text")
    value = field.get("value", "") if kind in FILLED else "checked" if field.has_attr("checked") else ""
    return words(f"{kind} {value} {field.get('placeholder', '')} {field.get('alt', '')}")


def is_hidden(element: Tag) -> bool:
    return (
        element.name in UNSEEN
        or element.has_attr("hidden")
        or element.get("type") == "hidden"
        or (element.name == "dialog" and not element.has_attr("open"))
        or "visually-hidden" in element.get("class", ())
    )


def words(text: str) -> str:
    return " ".join(text.split())
