"""OfficeSettings: the thresholds the office sets for itself, in one row. Rates and lists are elsewhere."""

from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

RECENT, FRESH_SECONDS = "office-settings", 30
DAYS = [MinValueValidator(1), MaxValueValidator(365)]


class AfterDeadline(models.TextChoices):
    """What happens to a claim whose correction did not come in time."""

    DECIDE = "decide", _("La demande revient à l’office, qui décide en l’état")
    WAIT = "wait", _("La demande continue d’attendre")


class OfficeSettings(models.Model):
    """The only row has the key 1; without it the defaults hold."""

    late_soon_after = models.PositiveSmallIntegerField(
        _("Bientôt en retard après"),
        default=20,
        validators=DAYS,
        help_text=_("Jours depuis la réception. La liste le dit, par un mot."),
    )
    late_after = models.PositiveSmallIntegerField(
        _("En retard après"), default=30, validators=DAYS, help_text=_("Jours depuis la réception.")
    )

    correction_days = models.PositiveSmallIntegerField(
        _("Délai pour corriger"),
        default=30,
        validators=DAYS,
        help_text=_(
            "Jours, sans compter les féries (LPGA art. 38). Chaque demande de correction peut en fixer un autre."
        ),
    )
    after_deadline = models.CharField(
        _("Quand ce délai est échu"), max_length=8, choices=AfterDeadline, default=AfterDeadline.DECIDE
    )
    undo_minutes = models.PositiveSmallIntegerField(
        _("Annuler une décision pendant"), default=30, help_text=_("Minutes depuis la décision. 0 : jamais.")
    )
    second_reviewer_above = models.DecimalField(
        _("Second collaborateur au-dessus de"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("CHF. Vide : jamais."),
    )
    shows_usual_time = models.BooleanField(
        _("Montrer le délai habituel"),
        default=True,
        help_text=_("Sur la page d’une demande en traitement, d’après les demandes des 60 derniers jours."),
    )

    class Meta:
        verbose_name = _("délais de l’office")
        verbose_name_plural = _("délais de l’office")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="the_office_has_one_row_of_settings"),
            models.CheckConstraint(
                condition=Q(late_soon_after__lte=F("late_after")),
                name="late_soon_comes_before_late",
                violation_error_message=_("« Bientôt en retard » vient avant « En retard »."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)
        cache.delete(RECENT)

    @classmethod
    def load(cls) -> "OfficeSettings":
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def recent(cls) -> "OfficeSettings":
        """For pages: as it stood half a minute ago at the most, without a query each time. Acts use `load`."""
        return cache.get_or_set(RECENT, cls.load, FRESH_SECONDS)
