"""The screens of the portal that the guide shows: one list for the pictures, the editors' choice and the tests.

`make screenshots` (tests/screenshots.py) walks the steps and writes site/static/img/screens/<language>/<key>.webp.
A new form is one more line with its `kind`. Not here: what a picture says to who does not see it (home/content/).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image

FOLDER = "img/screens"
SCALE = 1.5  # pixels of a picture to each that is shown


@dataclass(frozen=True)
class Screen:
    """`path` follows the language; `steps` are (what, selector[, text]); `part` is what is shown of the page."""

    key: str
    title: str
    path: str = "/guichet/"
    signed_in: bool = True
    steps: tuple[tuple[str, ...], ...] = ()
    part: str = "main"
    last: str = ""  # the part it ends with, if another
    height: int = 620  # pixels at most
    width: int = 780  # of the page
    kind: str = ""  # the form it needs

    def address(self, language: str) -> str:
        """Its picture below /static/."""
        return f"{FOLDER}/{language}/{self.key}.webp"

    def file(self, language: str) -> Path:
        return Path(settings.STATICFILES_DIRS[0], self.address(language))


def form(key: str, title: str, part: str = "form.claim-form", **options) -> Screen:
    """The page of a form, just begun."""
    begin = (("click", "main form .button"),)
    return Screen(key, title, f"/guichet/start/{key}/", steps=begin, part=part, kind=key, **options)


def public(key: str, title: str, path: str, **options) -> Screen:
    return Screen(key, title, path, signed_in=False, **options)


OPEN_DRAFT = ("click", ".draft-entry:last-child > a:first-child")  # the demo's own; others are younger
TO_COMPLETE = ("click", "a[href$='/correct/']")
WRONG_TIMES = 6

SCREENS = (
    public("home", "Page d’accueil", "/", part=".home__doors"),
    public("register", "Inscription", "/guichet/register/", height=760),
    public("sign-in", "Connexion", "/guichet/sign-in/", height=380),
    public("code", "Code reçu par SMS", "/guichet/sign-in/", steps=(("sign-in",),), height=430),
    public("forgotten-password", "Mot de passe oublié", "/guichet/forgotten-password/", height=330),
    public("locked", "Trop de tentatives", "/guichet/sign-in/", steps=(("wrong-password",),) * WRONG_TIMES, height=470),
    Screen("desk", "Guichet", part="page", height=600, width=1060),
    Screen("name-menu", "Menu sous le nom", steps=(("click", ".menu > summary"),), part="header-and-menu", height=230),
    Screen("account", "Mon compte", "/guichet/account/", height=800),
    Screen("head", "En-tête d’un formulaire", steps=(OPEN_DRAFT,), part="#section-head"),
    Screen("confirm", "Confirmation de l’envoi", steps=(OPEN_DRAFT, ("click", "button[value=review]")),
           part="dialog[open]", height=520),
    form("plain", "Facture", part="#section-services"),
    Screen("error", "Message d’erreur", "/guichet/start/plain/", part="#error-summary",
           steps=(("click", "main form .button"), ("click", "button[value=review]"))),
    Screen("travel", "Frais de voyage", steps=(OPEN_DRAFT,), part="#section-trips", height=760),
    Screen("stay", "Jours d’absence du domicile", steps=(OPEN_DRAFT,), part="#section-stay", height=900),
    Screen("statuses", "Mes demandes de remboursement", part="section[aria-labelledby=claims]"),
    Screen("correction", "Demande de correction", steps=(TO_COMPLETE,), height=700),
    form("aids", "Moyens auxiliaires", part="#section-service", height=800),
    form("helplessness", "Allocation pour impotent et supplément pour soins intenses",
         part="#section-period", last="#section-stays", height=900),
    form("hearing", "Appareillage auditif", part="#section-device", last="#section-hardship", height=900),
    form("assistance", "Contribution d’assistance", part="#section-assistance", height=900),
)  # fmt: skip
BY_KEY = {screen.key: screen for screen in SCREENS}


@cache
def size_of(path: Path) -> tuple[int, int] | None:
    """Width and height as shown; None while the picture does not exist."""
    if not path.is_file():
        return None
    with Image.open(path) as image:
        return round(image.width / SCALE), round(image.height / SCALE)
