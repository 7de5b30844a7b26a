"""Journeys in real Chromium: a server with its worker's work done on demand, a browser, the outbox, axe."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from guichet.models import Message
from guichet.outbox import send_due_messages
from guichet.sms import FakeGateway
from invoicing.enums import PdfState
from invoicing.models import Version
from invoicing.tasks import make_pdf

from .looks import AXE, RULES

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    """Journeys are long: they start first and stay on one worker each."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the tests are not async
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def portal(transactional_db, live_server, settings) -> str:
    """The portal as after its first start; returns its address."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def open_page(browser, portal) -> Iterator:
    """`open_page(width=360, javascript=False)`: a page in a context of its own; faults in the console fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(width: int = 1280, *, javascript: bool = True, language: str = "fr") -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale=f"{language}-CH",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message) -> bool:
    """Errors and CSP reports; an answer of 4xx that the journey provokes is none."""
    return message.type == "error" and "Failed to load resource" not in message.text


# --- The worker, the mail box, the phone ---------------------------------------------


def work() -> None:
    """What the worker does: messages leave, PDFs are made."""
    send_due_messages()
    for version in Version.objects.filter(pdf_state=PdfState.WAITING):
        make_pdf.func(version.pk)


def last_mail(key: str, recipient: str) -> Message:
    return Message.objects.filter(key=key, recipient=recipient).order_by("created_at").last()


def link_in(text: str) -> str:
    return re.search(r"http://\S+", text).group()


def last_code() -> str:
    """The six digits of the newest SMS."""
    return re.search(r"\b([0-9]{6})\b", FakeGateway.sent[-1][1]).group(1)


# --- What a page must be ------------------------------------------------------------


def check_page(page: Page) -> None:
    """No accessibility fault, nothing wider than the screen."""
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run(document, rules)", RULES)
    faults = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in result["violations"]]
    assert faults == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


@pytest.fixture(params=["fr", "de"])
def say(request):
    """`say("Envoyer ma demande")`: the words of the page in the language of this run."""
    return Speaker(request.param)


class Speaker:
    def __init__(self, language: str):
        self.language = language

    def __call__(self, text: str, **values) -> str:
        with translation.override(self.language):
            return translation.gettext(text) % values if values else translation.gettext(text)
