"""The places of the portal that can open help. A template names one, an editor says what it opens.

Not here: what a place opens (faq.models.HelpPlace), how a link is made of it (faq.help).
"""

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FRESH = 60  # seconds

PLACES = {
    "register": _("Inscription"),
    "email-unverified": _("Adresse email non confirmée"),
    "sign-in": _("Connexion"),
    "lockout": _("Trop de tentatives de connexion"),
    "code": _("Attente du code SMS"),
    "forgotten-password": _("Mot de passe oublié"),
    "account": _("Mon compte"),
    "phone": _("Changement de numéro de téléphone"),
    "beneficiary": _("Bénéficiaires"),
    "bank-account": _("Comptes bancaires"),
    "desk": _("Guichet"),
    "form": _("Formulaire, quel qu’il soit"),
    "documents": _("Documents à joindre"),
    "upload-refused": _("Document refusé"),
    "confirm": _("Confirmation avant l’envoi"),
    "sent": _("Demande envoyée"),
    "claim-submitted": _("Demande en traitement"),
    "claim-returned": _("Demande à compléter"),
    "claim-accepted": _("Demande acceptée"),
    "claim-refused": _("Demande refusée"),
    "claim-withdrawn": _("Demande retirée"),
}
ERRORS = {
    "error-400": _("Demande incompréhensible"),
    "error-403": _("Accès refusé"),
    "error-404": _("Page introuvable"),
    "error-413": _("Envoi trop volumineux"),
    "error-429": _("Trop de tentatives"),
}
FAMILIES = {"field-": _("Champ"), "form-": _("Formulaire"), "error-": _("Page d’erreur")}


def is_place(key: str) -> bool:
    return key in PLACES or any(key.startswith(prefix) and key != prefix for prefix in FAMILIES)


def describe(key: str) -> str:
    """What editors call the place: « Attente du code SMS », « Champ : IBAN (Inscription) »."""
    if key in PLACES:
        return str(PLACES[key])
    family = next((prefix for prefix in FAMILIES if key.startswith(prefix)), "")
    return f"{FAMILIES[family]}\u00a0: {_labels().get(key, key.removeprefix(family))}" if family else key


def _labels() -> dict[str, str]:
    """Forms, fields and errors by the names that the portal gives them; a list of places asks for each."""
    return cache.get_or_set(f"help-places-{get_language()}", _read_labels, FRESH)


def _read_labels() -> dict[str, str]:
    known = import_string(settings.HELP_PLACES)().values()
    return {key: str(label) for places in (*known, ERRORS.items()) for key, label in places}
