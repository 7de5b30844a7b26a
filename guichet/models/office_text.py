"""OfficeText: what the office says otherwise than the portal's shipped texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeText(models.Model):
    """One passage of one text, such as the opening of a mail. An empty wording stands for the shipped one."""

    text = models.SlugField(max_length=40, help_text="claim-accepted, code-sms …")
    passage = models.SlugField(max_length=40, help_text="subject, opening, closing …")
    wording_fr = models.TextField(blank=True)
    wording_de = models.TextField(blank=True)

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = _("texte de l’office")
        verbose_name_plural = _("textes de l’office")
        constraints = [models.UniqueConstraint(fields=["text", "passage"], name="a_passage_stands_once_in_a_text")]

    def __str__(self) -> str:
        return f"{self.text}.{self.passage}"
