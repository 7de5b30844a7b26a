"""Takes the pictures of the portal that the guide shows, in both languages: `make screenshots`, or
`SCREENS="desk account" make screenshots` for some of them.

The screens stand in home/screens.py. A portal of its own is started on demo data, at a fixed moment, so that a picture
changes only when its screen does. A screen whose form is not offered yet is named and left out.
"""

import os
import sys
from io import BytesIO

import django

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

import time_machine  # noqa: E402 -- the apps must be ready first, here and below
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from guichet.models import Account  # noqa: E402
from guichet.sms import FakeGateway  # noqa: E402
from home.screens import SCALE, SCREENS, Screen  # noqa: E402
from invoicing.demo import BEAT, JANE, PASSWORD, load_demo  # noqa: E402
from tests.conftest import sign_in  # noqa: E402
from tests.e2e.conftest import ARGUMENTS, CHROMIUM, work  # noqa: E402
from tests.starting_point import create_database  # noqa: E402

MOMENT = "2026-11-18T09:30:00+01:00"
WHO = {"fr": JANE, "de": BEAT}
QUALITY = 50  # of WebP: letters stay sharp because more pixels are kept than shown
HIDE = """
.site-footer, .skip-link { display: none !important }
.sticky-total { position: static !important }
*, *::before { caret-color: transparent !important }
"""


def main() -> int:
    with time_machine.travel(MOMENT, tick=True):
        remove_database = create_database(keep=False)
        load_demo()
        work()
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        settings.SITE_URL = f"http://127.0.0.1:{server.port}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            taken = [take(browser, screen, language) for language in WHO for screen in asked_for()]
            browser.close()
        server.terminate()
        remove_database()
    return 0 if any(taken) else 1


def asked_for() -> list[Screen]:
    """All of them, or those named in SCREENS="aids hearing"."""
    names = os.environ.get("SCREENS", "").split()
    return [screen for screen in SCREENS if not names or screen.key in names]


def take(browser: Browser, screen: Screen, language: str) -> bool:
    """Walk to the screen and keep what it shows; tells whether it was there."""
    context = browser.new_context(
        base_url=settings.SITE_URL, viewport={"width": screen.width, "height": 900}, device_scale_factor=SCALE,
        locale=f"{language}-CH", reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(60_000)
    try:
        if screen.signed_in:
            enter(page, language)
        if page.goto(f"/{language}{screen.path}").status != 200:
            say(f"{language} {screen.key}: not there yet")
            return False
        for step in screen.steps:
            walk(page, step, language)
        keep(page, screen, language)
        return True
    finally:
        context.close()


def enter(page: Page, language: str) -> None:
    account = Account.objects.get(email=WHO[language].email)
    key = sign_in(Client(), account).session.session_key
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": settings.SITE_URL}])


def walk(page: Page, step: tuple[str, ...], language: str) -> None:
    match step:
        case ("click", selector):
            page.locator(selector).first.click()
        case ("fill", selector, text):
            page.locator(selector).first.fill(text)
        case ("sign-in",) | ("wrong-password",):
            is_wrong = step[0] == "wrong-password"
            page.fill("[name=email]", "nobody@example.ch" if is_wrong else WHO[language].email)
            page.fill("[name=password]", "faux" if is_wrong else PASSWORD)
            page.locator("main form .button").first.click()
            FakeGateway.reset()
        case _:
            raise ValueError(f"No such step: {step}")
    page.wait_for_load_state("load")


def keep(page: Page, screen: Screen, language: str) -> None:
    page.add_style_tag(content=HIDE)
    page.set_viewport_size({"width": screen.width, "height": 1400})
    page.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    page.evaluate("scrollTo(0, 0)")
    data = page.screenshot(clip=box_of(page, screen), animations="disabled", full_page=True)
    path = screen.file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(data)) as image:
        image.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
    say(f"{language} {screen.key}: {path.stat().st_size // 1024} kB")


def box_of(page: Page, screen: Screen) -> dict:
    """What is kept of the page: a part with a margin around it, no higher than the screen says."""
    if screen.part in ("page", "header-and-menu"):
        return {"x": 0, "y": 0, "width": screen.width, "height": screen.height}
    part = page.locator(screen.part).first
    part.wait_for()
    found = part.bounding_box()
    top, left = max(found["y"] - 12, 0), max(found["x"] - 12, 0)
    last = page.locator(screen.last).first.bounding_box() if screen.last else found
    height = min(last["y"] + last["height"] + 12 - top, screen.height)
    return {"x": left, "y": top, "width": min(found["width"] + 24, screen.width - left), "height": height}


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
