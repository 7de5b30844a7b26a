"""What the office says and edits: form sheets and lists, each in French and German side by side."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Bilingual(models.Model):
    """Gives a pair of fields `name_fr`, `name_de` one reader: `self.spoken("name")`."""

    class Meta:
        abstract = True

    def spoken(self, name: str, language: str | None = None) -> str:
        """The text of the pair `name` in `language` (default: the active one); French where German is empty."""
        language = (language or get_language() or "fr")[:2]
        return getattr(self, f"{name}_{language}", "") or getattr(self, f"{name}_fr")


class FormSheet(Bilingual):
    """One official form as the office presents it: number, title, introduction, documents asked for."""

    kind = models.SlugField(_("Formulaire"), unique=True)
    number = models.CharField(_("Numéro"), max_length=30)
    title_fr = models.CharField(max_length=150)
    title_de = models.CharField(max_length=150)
    intro_fr = models.TextField(blank=True)
    intro_de = models.TextField(blank=True)
    documents_fr = models.TextField(blank=True, help_text="one document a line")
    documents_de = models.TextField(blank=True)
    is_offered = models.BooleanField(_("Proposé au guichet"), default=True)
    notice_fr = models.TextField(blank=True, help_text="shown when the form is not offered")
    notice_de = models.TextField(blank=True)

    class Meta:
        verbose_name = _("formulaire")
        verbose_name_plural = _("formulaires")

    def __str__(self) -> str:
        return f"{self.title} – {self.number}"

    @property
    def title(self) -> str:
        return self.spoken("title")

    @property
    def intro(self) -> str:
        return self.spoken("intro")

    @property
    def documents(self) -> list[str]:
        return self.spoken("documents").splitlines()

    @property
    def notice(self) -> str:
        return self.spoken("notice")


class ListEntry(Bilingual):
    """One choice of a list: a travel reason, a ticket type, a reason of refusal. Deactivated rather than deleted."""

    list = models.SlugField(help_text="travel-reason, ticket-type, refusal-reason …")
    key = models.SlugField()
    label_fr = models.CharField(max_length=200)
    label_de = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    traits = models.JSONField(default=dict, blank=True, help_text="facts that rules read, e.g. no_allowance")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["list", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "key"], name="a_key_stands_once_in_a_list")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.spoken("label")
