"""What a visitor fills in on a public page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Feedback


class FeedbackForm(forms.ModelForm):
    """A remark on the portal. Who fills in the hidden field is a machine."""

    website = forms.CharField(required=False, label=_("Laissez ce champ vide"))

    class Meta:
        model = Feedback
        fields = ["message", "where", "email"]
        labels = {
            "message": _("Que s’est-il passé ?"),
            "where": _("Sur quelle page ?"),
            "email": _("Votre adresse email"),
        }
        help_texts = {
            "message": _("Décrivez l’obstacle. N’écrivez pas de numéro AVS ni de données sur votre santé."),
            "where": _("Le titre ou l’adresse de la page, si vous le savez."),
            "email": _("Seulement si vous souhaitez une réponse."),
        }
        error_messages = {"message": {"required": _("Écrivez ce que vous voulez nous dire.")}}
        widgets = {
            "message": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    @property
    def is_from_machine(self) -> bool:
        return bool(self.data.get("website"))
