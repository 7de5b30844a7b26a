"""What the fields of the office's data are called: in forms, in histories, in spreadsheets."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "number": gettext_lazy("Numéro"),
    "title": gettext_lazy("Titre"),
    "intro": gettext_lazy("Introduction"),
    "documents": gettext_lazy("Documents demandés"),
    "is_offered": gettext_lazy("Proposé au guichet"),
    "notice": gettext_lazy("Avis quand le formulaire n’est pas proposé"),
    "label": gettext_lazy("Texte"),
    "is_active": gettext_lazy("Proposé au choix"),
    "traits": gettext_lazy("Particularités"),
    "source": gettext_lazy("Source"),
    "position": gettext_lazy("Place"),
    "code": gettext_lazy("Code"),
    "valid_from": gettext_lazy("Valable dès"),
    "amount": gettext_lazy("Montant en CHF"),
    "name": gettext_lazy("Désignation"),
    "unit": gettext_lazy("Unité"),
    "form_number": gettext_lazy("Formulaire papier"),
    "section": gettext_lazy("Section"),
    "conditions": gettext_lazy("Conditions"),
    "limit_code": gettext_lazy("Code de la limite"),
    "limit_per": gettext_lazy("Limite valable"),
    "interval_years": gettext_lazy("Intervalle en années"),
    "needs_decision": gettext_lazy("Décision professionnelle nécessaire"),
    "valid_until": gettext_lazy("Facturable jusqu’au"),
    "kind": gettext_lazy("Formulaire"),
    "text": gettext_lazy("Message"),
    "late_soon_after": gettext_lazy("Bientôt en retard après"),
    "late_after": gettext_lazy("En retard après"),
    "correction_days": gettext_lazy("Délai pour corriger"),
    "after_deadline": gettext_lazy("Quand ce délai est échu"),
    "undo_minutes": gettext_lazy("Annuler une décision pendant"),
    "shows_usual_time": gettext_lazy("Montrer le délai habituel"),
    "second_reviewer_above": gettext_lazy("Second collaborateur au-dessus de"),
    "is_confirmed": gettext_lazy("Source confirmée"),
    "subject": gettext_lazy("Objet"),
    "opening": gettext_lazy("Début"),
    "opening_again": gettext_lazy("Début, après une correction"),
    "deadline": gettext_lazy("Délai"),
    "afterwards": gettext_lazy("Après le délai"),
    "question": gettext_lazy("Question"),
    "closing": gettext_lazy("Suite"),
    "by_post": gettext_lazy("Suite, dans une lettre"),
    "hello": gettext_lazy("Salutation au début"),
    "greeting": gettext_lazy("Salutation à la fin"),
    "link": gettext_lazy("Lien"),
    "steps": gettext_lazy("Étapes"),
    "final": gettext_lazy("Avertissement"),
    "waiting": gettext_lazy("En attendant"),
    "reset": gettext_lazy("Lien vers le mot de passe"),
}
LANGUAGES = {"fr": gettext_lazy("français"), "de": gettext_lazy("allemand")}


def label_of(field: str) -> str:
    """« Titre (allemand) » for title_de."""
    name, _underscore, language = field.rpartition("_")
    if language in LANGUAGES:
        return _("%(field)s (%(language)s)") % {"field": LABELS[name], "language": LANGUAGES[language]}
    return str(LABELS[field])
