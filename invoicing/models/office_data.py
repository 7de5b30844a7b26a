"""What the office says and edits: form sheets, lists, catalogues, each in French and German side by side."""

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
    position = models.PositiveSmallIntegerField(default=0, help_text="place at the guichet")

    class Meta:
        verbose_name = _("formulaire")
        verbose_name_plural = _("formulaires")
        ordering = ["position", "pk"]

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


class LimitPer(models.TextChoices):
    """What a limit of a catalogue holds for."""

    UNIT = "unit", _("par pièce")
    MONTH = "month", _("par mois")
    YEAR = "year", _("par année civile")


class CatalogueEntry(Bilingual):
    """One service of a catalogue, such as an aid of the OMAI. Deactivated rather than deleted.

    The amount of its limit is a Rate of the code `limit_code`, so that it changes from a day on like any other.
    """

    catalogue = models.SlugField(help_text="aids")
    key = models.CharField(max_length=40, help_text="alike in every claim: 5.06")
    form_number = models.CharField(_("Formulaire"), max_length=30, help_text="of the paper form: 318.637")
    section_fr = models.CharField(max_length=150)
    section_de = models.CharField(max_length=150)
    number = models.CharField(_("Numéro"), max_length=20)
    name_fr = models.CharField(max_length=250)
    name_de = models.CharField(max_length=250)
    conditions_fr = models.TextField(blank=True)
    conditions_de = models.TextField(blank=True)
    limit_code = models.SlugField(blank=True, help_text="code of the rate that holds the limit; empty: none")
    limit_per = models.CharField(max_length=5, choices=LimitPer, blank=True)
    interval_years = models.PositiveSmallIntegerField(null=True, blank=True, help_text="once in so many years")
    needs_decision = models.BooleanField(default=False, help_text="only for work, tasks, school: the * of the OMAI")
    valid_until = models.DateField(null=True, blank=True, help_text="the last day it can be claimed for")
    source = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=True, help_text="told to the office only")
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["catalogue", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "key"], name="a_key_stands_once_in_a_catalogue"),
            models.CheckConstraint(
                condition=models.Q(limit_code="", limit_per="") | (~models.Q(limit_code="") & ~models.Q(limit_per="")),
                name="a_limit_says_what_it_holds_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def name(self) -> str:
        return self.spoken("name")

    @property
    def section(self) -> str:
        return self.spoken("section")

    @property
    def conditions(self) -> str:
        return self.spoken("conditions")
