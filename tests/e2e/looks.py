"""What every page and state of the portal must show, on a wide screen, on a narrow one, and in the dark.

The page is loaded once; the screen changes around it. Not here: which pages there are (test_every_page.py).
"""

import re
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

AXE = Path(AXE_FILE_PATH).read_text()
# Half the time: what passes is not described, and style sheets are not fetched again for a rule nobody asked for
BRIEFLY = {"resultTypes": ["violations"], "preload": False}
RULES = BRIEFLY | {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
# What another screen can spoil; names and structure are the same on every one
PAINTED = BRIEFLY | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}
}
# Colours are the same in both languages: the whole round is made in French, the journeys look at German ones too
WORDED = RULES | {"rules": RULES["rules"] | {"color-contrast": {"enabled": False}}}
SITE = {"fr": "Guichet AI Valais", "de": "Online-Schalter IV Wallis"}
ERROR = {"fr": "Erreur\u00a0: ", "de": "Fehler: "}
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
OFFICE = [WIDE, {"width": 1920, "height": 1080}]
AUTOCOMPLETE = {
    "last_name": {"family-name"},
    "first_name": {"given-name"},
    "address": {"address-line1"},
    "postcode": {"postal-code"},
    "city": {"address-level2"},
    "country": {"country", "country-name"},
    "birth_date": {"bday"},
    "email": {"email", "username"},
    "password": {"current-password", "new-password"},
    "password_again": {"new-password"},
    "current_password": {"current-password"},
    "phone": {"tel"},
    "code": {"one-time-code"},
}
FACTS = """() => {
  const seen = (element) => element.checkVisibility();
  const fields = [...document.querySelectorAll("main input, main select, main textarea")].filter(seen);
  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter(seen).length,
    first: document.querySelector("a[href], button, input, select, textarea, summary").className,
    help: !!document.querySelector("footer a[href^='tel:+41']"),
    strict: [...document.querySelectorAll("main form")].filter((form) => !form.noValidate
      && [...form.elements].some((field) => seen(field) && field.matches("input, textarea"))).length,
    hasErrors: fields.some((field) => field.getAttribute("aria-invalid") === "true"),
    hasSummary: !!document.getElementById("error-summary"),
    autocomplete: Object.fromEntries(fields.map((field) => [field.name, field.autocomplete])),
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, n, all) => all.indexOf(id) !== n),
  };
}"""

# Wagtail's frame never scrolls sideways: what is too wide there is cut off, unless it stands in a scroller of ours
CUT_OFF = """() => {
  const scrolls = (one) => one && one.tagName !== "MAIN"
    && (["auto", "scroll"].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const isCut = (one) => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one.parentElement);
  const hides = (one) => one.scrollWidth > one.clientWidth + 1;
  const cut = [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && isCut(one));
  const hidden = [...document.querySelectorAll("main .w-drilldown__contents")].filter(hides);
  return [...cut, ...hidden].map((one) => `cut off at ${innerWidth}: ${one.outerHTML.slice(0, 120)}`).slice(0, 3);
}"""


class Looker:
    """Goes to pages in one language and gathers what is wrong with each; `faults` must be empty in the end."""

    def __init__(self, page: Page, language: str):
        self.page, self.language, self.faults = page, language, []
        self.rules = RULES if language == "fr" else WORDED

    def go(self, path: str, status: int = 200) -> None:
        """Open `path`, after the language, and look at it."""
        response = self.page.goto(f"/{self.language}{path}")
        if response.status != status:
            self.faults.append((path, f"status {response.status}"))
        self.look(path)

    def press(self, selector: str = "#form .actions .button") -> None:
        """Press what sends the form, and look at the answer."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look(f"{self.page.url} after {selector}")

    def look_inside(self, name: str, parts: list[str]) -> None:
        """Look at our `parts` of a page whose frame is not ours."""
        self.page.evaluate(AXE)
        here = [[part] for part in parts if self.page.query_selector(part)]
        if not here:
            self._note(name, "nothing of ours")
        self._note(name, *self._axe(self.rules, "", {"include": here}))
        self._look_in_the_dark(name, {"include": here})
        self.measure(name)

    def measure(self, name: str) -> None:
        """Is anything cut off on the screens of the office?"""
        for size in reversed(OFFICE):
            self.page.set_viewport_size(size)
            self._note(name, *self.page.evaluate(CUT_OFF))

    def look(self, name: str, *, frame: bool = True) -> None:
        self.page.evaluate(AXE)
        if frame:
            self._note(name, *faults_of_frame(self.page.evaluate(FACTS), self.language, self.page.url))
        self._note(name, *self._axe(self.rules))
        self.page.set_viewport_size(NARROW)
        self._note(name, *sideways(self.page))
        self._look_in_the_dark(name)
        self.page.set_viewport_size(WIDE)

    def _look_in_the_dark(self, name: str, what: dict | None = None) -> None:
        """Colours and sizes are the same in both languages: French is enough."""
        if self.language == "fr":
            self.page.emulate_media(color_scheme="dark")
            self._note(name, *self._axe(PAINTED, "in the dark", what))
            self.page.emulate_media(color_scheme="light")

    def _axe(self, rules: dict, where: str = "", what: dict | None = None) -> list[tuple]:
        result = self.page.evaluate("([what, rules]) => axe.run(what ?? document, rules)", [what, rules])
        return [(fault["id"], where, [node["html"][:160] for node in fault["nodes"]]) for fault in result["violations"]]

    def _note(self, name: str, *faults) -> None:
        self.faults.extend((name, fault) for fault in faults)


def sideways(page: Page) -> list[str]:
    """What is wider than the screen."""
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    wide = """() => [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML.slice(0, 120))"""
    return ["scrolls sideways", *page.evaluate(wide)[-3:]]


def faults_of_frame(facts: dict, language: str, url: str) -> list[str]:
    """What is wrong with the page's language, title, headings, first link, help and forms."""
    has_errors = facts["hasErrors"] or facts["hasSummary"]
    prefix = ERROR[language] if has_errors else ""
    title = re.compile(rf"{prefix}(?!{ERROR[language]})\S.* – {SITE[language]}")
    checks = {
        f"language {facts['language']}": facts["language"] == language,
        f"title {facts['title']!r}": title.fullmatch(facts["title"]),
        f"{facts['headings']} h1": facts["headings"] == 1,
        f"first is {facts['first']}": facts["first"] == "skip-link",
        "no phone in the footer": facts["help"],
        "a form the browser validates": not facts["strict"],
        "errors without a summary": facts["hasSummary"] or not facts["hasErrors"],
        f"twice the same id: {facts['ids']}": not facts["ids"],
    }
    wrong = [text for text, holds in checks.items() if not holds]
    return wrong + ([] if "/beneficiaries/" in url else wrong_autocomplete(facts["autocomplete"]))


def wrong_autocomplete(fields: dict) -> list[str]:
    """Fields about the person herself that say something else than what they hold."""
    return [
        f"{name} has autocomplete {fields[name]!r}"
        for name, wanted in AUTOCOMPLETE.items()
        if name in fields and fields[name] not in wanted
    ]
