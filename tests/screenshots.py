"""Takes the pictures of the portal that the guide shows, in both languages: `make screenshots`.

Those are taken that no longer show what a reader sees; `SCREENS="desk account"` takes these, `SCREENS=all` every one.
A portal of its own is started on a few claims of the demo, at a fixed moment, and is as it was after each picture.
"""

import os
import sqlite3
import sys

import django

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

import time_machine  # noqa: E402 -- the apps must be ready first, here and below
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from home.screens import SCREENS  # noqa: E402
from tests.e2e.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.screens.camera import mark_on, take_picture  # noqa: E402
from tests.screens.people import MOMENT, OWN, load_people  # noqa: E402
from tests.screens.reader import read_screens  # noqa: E402
from tests.starting_point import create_database, raw_connection  # noqa: E402


def main() -> int:
    remove_database = create_database(keep=False)
    with time_machine.travel(MOMENT, tick=True) as clock:
        load_people()
        people = sqlite3.connect(":memory:")
        raw_connection().backup(people)
        marks = read_marks(clock)
        wanted = asked_for(marks)
        server = start_server()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for screen, language in wanted:
                clock.move_to(MOMENT)
                size = take_picture(browser, screen, language, mark=marks[screen.key, language], clock=clock)
                say(f"{language} {screen.key}: {size / 1000:.0f} kB")
                people.backup(raw_connection())
            browser.close()
        server.terminate()
        remove_database()
    pictures = [screen.file(language) for screen in SCREENS for language in OWN]
    say(f"{len(wanted)} taken; all {len(pictures)}: {sum(path.stat().st_size for path in pictures) / 1000:.0f} kB")
    return 0


def read_marks(clock: time_machine.Traveller) -> dict[tuple[str, str], str]:
    return {(reader.screen.key, language): reader.mark for language in OWN for reader in read_screens(language, clock)}


def asked_for(marks: dict[tuple[str, str], str]) -> list[tuple]:
    """(screen, language) of those named in SCREENS, or of those whose picture says something else."""
    names = os.environ.get("SCREENS", "").split()
    every = [(screen, language) for language in OWN for screen in SCREENS]
    if names:
        return [(screen, language) for screen, language in every if screen.key in names or names == ["all"]]
    return [
        (screen, language)
        for screen, language in every
        if mark_on(screen.file(language)) != marks[screen.key, language]
    ]


def start_server() -> LiveServerThread:
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    settings.SITE_URL = f"http://127.0.0.1:{server.port}"
    return server


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
