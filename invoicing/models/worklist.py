"""ReviewerChoices and Absence: how each of the office wants the list, and who is away when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from invoicing.calendar_days import today


class ReviewerChoices(models.Model):
    """One row a reviewer, so that the list reads all of it at once."""

    reviewer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_choices")
    columns = models.JSONField(default=list, help_text="keys of columns in their order; empty: the usual ones")
    views = models.JSONField(default=list, help_text="saved views: {name, query}")

    def __str__(self) -> str:
        return f"{self.reviewer_id}"


class AbsenceQuerySet(models.QuerySet):
    def now(self):
        return self.filter(start__lte=today(), end__gte=today())


class Absence(models.Model):
    """From and to, both included. Meanwhile the claims of this person want a substitute."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    start = models.DateField(_("Du"))
    end = models.DateField(_("Au"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="an_absence_ends_after_it_starts",
                violation_error_message=_("La fin vient avant le début."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.start} – {self.end}"
