"""What visitors tell the office about the portal: an obstacle, a word that is not clear. No account needed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.Model):
    """One remark, as it was typed."""

    created_at = models.DateTimeField(_("Reçu le"), auto_now_add=True)
    language = models.CharField(_("Langue"), max_length=2)
    where = models.CharField(_("Page concernée"), max_length=300, blank=True)
    message = models.TextField(_("Message"), max_length=3000)
    email = models.EmailField(_("Adresse email"), blank=True)
    is_done = models.BooleanField(_("Traité"), default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("retour")
        verbose_name_plural = _("retours")

    def __str__(self) -> str:
        return self.message[:60]
