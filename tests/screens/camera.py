"""Walks to a screen in real Chromium and keeps a picture of it, with the mark of what a reader sees there.

Not here: which pictures are to be taken (tests/screenshots.py), what the mark is (reader.py).
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.cache import caches
from PIL import Image
from playwright.sync_api import Browser, Page

from home.screens import SCALE, Screen
from invoicing.demo import PASSWORD

from .people import account_of, client_of, decide, path_of

QUALITY = 45  # of WebP: letters stay sharp because more pixels are kept than shown
MARK = 0x010E  # EXIF: the description of an image
MARGIN = 12
WHOLE = {"page": "body", "header-and-menu": "body"}  # parts that begin where the page begins
FILE_WORDS = {
    "fr": ["Choisir des fichiers", "Aucun fichier choisi"],
    "de": ["Dateien auswählen", "Keine Datei ausgewählt"],
}
HIDE = """
.site-footer, .skip-link { display: none !important }
.sticky-total { position: static !important }
*, *::before { caret-color: transparent !important }
::backdrop { background: none !important }
dialog { box-shadow: none !important }
"""

# What encloses the part, and the one it ends with: of <main> what is in it, for it is as high as the screen
BOX = """([part, last]) => {
  const found = [part, last ?? part].map((selector) => document.querySelector(selector));
  const boxes = found.flatMap((one) => one.matches("main") ? [...one.children] : [one])
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height);
  const most = (side, pick) => pick(...boxes.map((box) => box[side]));
  const [right, bottom] = [most("right", Math.max), most("bottom", Math.max)];
  return { left: most("left", Math.min), top: boxes[0].top, right, bottom, isWindow: found[0].matches("dialog") };
}"""
# The lowest height up to `limit` at which nothing small is cut through
BETWEEN_LINES = """(limit) => {
  const small = [...document.querySelectorAll("body *")].map((one) => one.getBoundingClientRect())
    .filter((box) => box.height && box.height < 90);
  for (let y = limit; y > limit - 200; y -= 2)
    if (!small.some((box) => box.top < y - 1 && box.bottom > y + 1)) return y;
  return limit;
}"""
# A field for files speaks the browser's language, which is English here
SPEAK = """([button, text]) => document.querySelectorAll("input[type=file]").forEach((field) => {
  const look = getComputedStyle(field), box = document.createElement("div"), label = document.createElement("span");
  for (const name of ["border", "padding", "background", "borderRadius", "width"]) box.style[name] = look[name];
  Object.assign(label, { className: "button button--secondary button--small", textContent: button });
  box.append(label, ` ${text}`);
  field.replaceWith(box);
})"""


def mark_on(path: Path) -> str:
    """What the screen said when the picture at `path` was taken; nothing when there is none."""
    if not path.is_file():
        return ""
    with Image.open(path) as image:
        return image.getexif().get(MARK, "")


def take_picture(browser: Browser, screen: Screen, language: str, *, mark: str, clock: time_machine.Traveller) -> int:
    """Keep what the screen shows; returns the size in bytes."""
    context = browser.new_context(
        base_url=settings.SITE_URL, viewport={"width": screen.width, "height": 900}, device_scale_factor=SCALE,
        locale=f"{language}-CH", reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    caches["limits"].clear()
    cookie = client_of(screen, language).cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": settings.SITE_URL}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    try:
        page.goto(path_of(screen, language))
        for step in screen.steps:
            walk(page, step, screen, language, clock)
        return keep(page, screen, language, mark)
    finally:
        context.close()


def walk(page: Page, step: tuple[str, ...], screen: Screen, language: str, clock: time_machine.Traveller) -> None:
    match step:
        case ("open", path):
            page.goto(f"/{language}{path}")
        case ("click", selector):
            page.locator(selector).first.click()
        case ("fill", selector, text):
            page.locator(selector).first.fill(text)
        case ("password", selector):
            page.locator(selector).first.fill(PASSWORD)
        case ("show", selector):
            page.evaluate("selector => document.querySelector(selector).showModal()", selector)
        case ("wait", minutes):
            clock.shift(timedelta(minutes=int(minutes)))
        case ("join", name):
            page.set_input_files(
                "#documents", [{"name": name, "mimeType": "video/mp4", "buffer": b"\x00\x00\x00\x18ftypmp42"}]
            )
            page.locator("#documents-errors > p").wait_for()
        case ("decide",):
            decide(account_of(screen.who, language))
        case ("sign-in",) | ("wrong-password",):
            is_wrong = step[0] == "wrong-password"
            page.fill("[name=email]", "nobody@example.ch" if is_wrong else account_of("own", language).email)
            page.fill("[name=password]", "faux" if is_wrong else PASSWORD)
            page.locator("main form .button").first.click()
        case _:
            raise ValueError(f"No such step: {step}")
    page.wait_for_load_state("load")


def keep(page: Page, screen: Screen, language: str, mark: str) -> int:
    if screen.part not in WHOLE:
        page.locator(screen.part).first.wait_for()
    page.add_style_tag(content=HIDE)
    page.set_viewport_size({"width": screen.width, "height": 1400})
    page.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SPEAK, FILE_WORDS[language])
    data = page.screenshot(clip=box_of(page, screen), animations="disabled", full_page=True)
    path = screen.file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = Image.Exif()
    facts[MARK] = mark
    with Image.open(BytesIO(data)) as image:
        image.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6, exif=facts)
    return path.stat().st_size


def box_of(page: Page, screen: Screen) -> dict:
    """What is kept of the page: a part with a margin around it, no higher than the screen says, no line cut through."""
    found = page.evaluate(BOX, [WHOLE.get(screen.part, screen.part), screen.last or None])
    margin = 0 if found["isWindow"] or screen.part in WHOLE else MARGIN
    left, top = max(found["left"] - margin, 0), max(found["top"] - margin, 0)
    bottom = min(found["bottom"] + margin, top + screen.height)
    if bottom < found["bottom"]:
        bottom = page.evaluate(BETWEEN_LINES, bottom)
    return {"x": left, "y": top, "width": min(found["right"] + margin, screen.width) - left, "height": bottom - top}
