"""The screens of the portal that the guide shows: one list for the pictures, the editors' choice and the tests.

`make screenshots` (tests/screenshots.py) walks to each and writes site/static/img/screens/<language>/<key>.webp; a test
walks there too and names the pictures that no longer show what a reader sees (tests/portal/test_screens.py).
Not here: what a picture says to who does not see it (home/content/).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

FOLDER = "img/screens"
SCALE = 1.25  # pixels of a picture to each that is shown


@dataclass(frozen=True)
class Screen:
    """`path` follows the language; a name in braces is something of the person's (tests/screens/people.py). `steps` are
    (what, to what[, how]), see tests/screens/. `part` is what is shown of the page."""

    key: str
    title: str
    path: str = "/guichet/"
    who: str = "own"  # nobody, new (just registered), own, parent (who represents others)
    steps: tuple[tuple[str, ...], ...] = ()
    part: str = "main"
    last: str = ""  # the part it ends with, if another
    plain: str = ""  # what says the same where there is no JavaScript, if another
    height: int = 800  # pixels at most
    width: int = 700  # of the page

    def address(self, language: str) -> str:
        """Its picture below /static/."""
        return f"{FOLDER}/{language}/{self.key}.webp"

    def file(self, language: str) -> Path:
        return Path(settings.STATICFILES_DIRS[0], self.address(language))


def public(key: str, title: str, path: str, **options) -> Screen:
    return Screen(key, title, path, who="nobody", **options)


def account(key: str, title: str, path: str, **options) -> Screen:
    return Screen(key, title, f"/guichet/account/{path}", **options)


def form(key: str, title: str, part: str, *, kind: str = "", **options) -> Screen:
    """A part of a form that is filled."""
    return Screen(key, title, f"/guichet/drafts/{{{kind or key}}}/", part=part, **options)


def claim(state: str, title: str) -> Screen:
    """A claim and what the office says of it."""
    return Screen(f"claim-{state}", title, f"/guichet/claims/{{{state}}}/", part="main > h1", last="main .notice")


SEND = ("click", "#form .actions .button")
REVIEW = ("click", "button[value=review]")
WRONG_TIMES = 6

SCREENS = (
    # --- 2. An account
    public("home", _("Page d’accueil"), "/", part=".home__doors", width=1060),
    public("register", _("Inscription"), "/guichet/register/", height=640),
    public("register-connection", _("Données de connexion à l’inscription"), "/guichet/register/", height=760,
           part="[aria-labelledby=connection-title]", last="#form > .actions"),
    public("register-errors", _("Champs oubliés à l’inscription"), "/guichet/register/", steps=(SEND,),
           part="#error-summary"),
    public("register-done", _("Inscription terminée"), "/guichet/register/done/"),
    public("confirm-email", _("Confirmer l’adresse email"), "/guichet/confirm-email/{link}/"),
    public("confirm-email-late", _("Lien de confirmation trop ancien"), "/guichet/confirm-email/{old_link}/"),
    Screen("unconfirmed", _("Adresse pas encore confirmée"), who="new", part="main .notice--warning"),
    # --- 3. Signing in
    public("sign-in", _("Connexion"), "/guichet/sign-in/", height=520),
    public("code", _("Code reçu par SMS"), "/guichet/sign-in/", steps=(("sign-in",),), height=560),
    public("code-wrong", _("Code faux"), "/guichet/sign-in/", part="#error-summary",
           steps=(("sign-in",), ("fill", "[name=code]", "000000"), SEND)),
    public("code-new", _("Nouveau code"), "/guichet/sign-in/", height=600,
           steps=(("sign-in",), ("wait", "2"), ("open", "/guichet/sign-in/code/"), ("click", "#new-code-form button"))),
    Screen("session-warning", _("Bientôt déconnecté"), steps=(("show", "#session-warning"),), part="#session-warning"),
    Screen("session-over", _("Déconnecté faute d’activité"), steps=(("wait", "40"), ("open", "/guichet/"))),
    # --- 4. The desk
    Screen("desk", _("Guichet"), part="page", height=712, width=1060),
    Screen("name-menu", _("Menu sous le nom"), steps=(("click", ".menu > summary"),), part="header-and-menu",
           height=230),
    Screen("desk-empty", _("Guichet d’un nouveau compte"), who="new", part=".desk", width=1060, height=480),
    Screen("desk-filter", _("Demandes d’une seule personne"), who="parent", path="/guichet/?beneficiary={child}",
           part="[aria-labelledby=claims]", height=520, width=1060),
    Screen("draft-delete", _("Supprimer un brouillon"), "/guichet/drafts/{travel}/delete/"),
    Screen("help", _("Aide à côté du formulaire"), "/guichet/drafts/{travel}/", part="dialog[open]", plain="main",
           steps=(("click", "#section-documents .help a"),), width=1060, height=640),
    # --- 4.1 The account
    Screen("account", _("Mon compte"), "/guichet/account/", width=900, height=1400),
    account("account-email", _("Changer l’adresse email"), "email/"),
    account("account-code", _("Confirmer par SMS"), "email/",
            steps=(("wait", "20"), ("open", "/guichet/account/email/"))),
    account("account-phone", _("Changer le numéro de téléphone"), "phone/"),
    account("account-phone-codes", _("Codes aux deux numéros"), "phone/",
            steps=(("fill", "[name=phone]", "079 555 44 33"), ("password", "[name=current_password]"), SEND)),
    account("account-password", _("Changer le mot de passe"), "password/"),
    account("account-details", _("Modifier mes informations"), "details/", height=700),
    account("beneficiary-add", _("Ajouter un bénéficiaire"), "beneficiaries/add/", who="parent", height=760),
    account("beneficiary", _("Numéros de décision d’une personne"), "beneficiaries/{child}/", who="parent",
            part="[aria-labelledby=decision-numbers]", last="[aria-labelledby=retire]"),
    account("decision-number", _("Numéro de décision"), "decision-numbers/{number}/"),
    account("bank-account-add", _("Ajouter un compte bancaire"), "bank-accounts/add/"),
    account("bank-account-used", _("Compte bancaire déjà utilisé"), "bank-accounts/{bank_account}/"),
    # --- 4.2 Sending
    Screen("start", _("Avant de remplir un formulaire"), "/guichet/start/travel/"),
    form("head", _("En-tête d’un formulaire"), "#section-head", kind="travel"),
    form("documents", _("Joindre des documents"), "#section-documents", kind="aids"),
    form("document-refused", _("Document refusé"), "#section-documents", kind="travel", steps=(("join", "film.mp4"),)),
    form("confirm", _("Confirmation de l’envoi"), "dialog[open]", kind="travel", steps=(REVIEW,), plain="main",
         height=520),
    form("confirm-check", _("À vérifier avant l’envoi"), "[aria-labelledby=warnings]", kind="plain", steps=(REVIEW,)),
    Screen("sent", _("Demande envoyée"), "/guichet/claims/{submitted}/sent/", height=640),
    Screen("pdf", _("Copie en préparation"), "/guichet/claims/{submitted}/pdf/1/"),
    form("error", _("Message d’erreur"), "#error-summary", kind="empty", steps=(REVIEW,)),
    # --- 4.2.1 to 4.2.6 The six forms
    form("aids", _("Moyens auxiliaires"), "#section-service", height=800),
    form("helplessness", _("Allocation pour impotent et supplément pour soins intenses"), "#section-period",
         last="#section-stays", height=900),
    form("hearing", _("Appareillage auditif"), "#section-device", last="#section-hardship", height=900),
    form("assistance", _("Contribution d’assistance"), "#section-assistance", height=900),
    form("travel", _("Frais de voyage"), "#section-trips", height=900),
    form("stay", _("Jours d’absence du domicile"), "#section-stay", kind="travel", height=900),
    form("plain", _("Facture"), "#section-services"),
    # --- 4.3 What becomes of it
    Screen("statuses", _("Mes demandes de remboursement"), part="section[aria-labelledby=claims]", width=1060),
    claim("submitted", _("Demande en traitement")),
    claim("returned", _("Demande à compléter")),
    claim("accepted", _("Demande acceptée")),
    claim("refused", _("Demande refusée")),
    claim("withdrawn", _("Demande retirée")),
    Screen("history", _("Suivi d’une demande"), "/guichet/claims/{returned}/", part="[aria-labelledby=history]"),
    Screen("correction", _("Demande de correction"), "/guichet/claims/{returned}/correct/", height=480),
    Screen("remark", _("Remarque près du champ"), "/guichet/claims/{returned}/correct/",
           part=".field:has(.field__remark)"),
    Screen("untouched", _("Remarque sans réponse"), "/guichet/claims/{returned}/correct/", steps=(REVIEW,),
           part="dialog[open] .notice", plain="main .notice"),
    Screen("withdraw", _("Retirer une demande"), "/guichet/claims/{submitted}/withdraw/"),
    Screen("too-late", _("Décidée entre-temps"), "/guichet/claims/{submitted}/withdraw/",
           steps=(("decide",), ("click", "main form .button"))),
    # --- 5. Help
    public("forgotten-password", _("Mot de passe oublié"), "/guichet/forgotten-password/"),
    public("forgotten-password-done", _("Lien envoyé"), "/guichet/forgotten-password/done/"),
    public("reset-password", _("Nouveau mot de passe"), "/guichet/reset-password/{reset}/"),
    public("reset-password-late", _("Lien du mot de passe trop ancien"), "/guichet/reset-password/MQ/old/"),
    public("locked", _("Trop de tentatives"), "/guichet/sign-in/", steps=(("wrong-password",),) * WRONG_TIMES,
           height=560),
    public("search", _("Recherche"), "/search/?q=code", height=560),
    public("obstacle", _("Signaler un obstacle"), "/obstacle/", height=640),
    public("obstacle-done", _("Obstacle signalé"), "/obstacle/done/"),
    public("not-found", _("Page introuvable"), "/nulle-part/", part="main h1", last="main h2"),
)  # fmt: skip
BY_KEY = {screen.key: screen for screen in SCREENS}


@cache
def size_of(path: Path) -> tuple[int, int] | None:
    """Width and height as shown; None while the picture does not exist."""
    if not path.is_file():
        return None
    with Image.open(path) as image:
        return round(image.width / SCALE), round(image.height / SCALE)
