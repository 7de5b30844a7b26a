"""Words that code compares: states, outcomes, levels. Their French labels are the guide's."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimState(models.TextChoices):
    """Where a claim stands (guide 4.3)."""

    SUBMITTED = "submitted", _("En traitement")
    RETURNED = "returned", _("À compléter")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")

    OPEN = nonmember(("submitted", "returned"))
    CLOSED = nonmember(("accepted", "refused", "withdrawn"))
    COUNTING = nonmember(("submitted", "returned", "accepted"))  # what a duplicate is looked for in


class Outcome(models.TextChoices):
    """What a reviewer decided on a version."""

    ACCEPTED = "accepted", _("Acceptée")
    RETURNED = "returned", _("Correction demandée")
    REFUSED = "refused", _("Refusée")


class Level(models.TextChoices):
    """How grave a finding is: an error stops, a warning is shown to both sides."""

    ERROR = "error"
    WARNING = "warning"


class PdfState(models.TextChoices):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
