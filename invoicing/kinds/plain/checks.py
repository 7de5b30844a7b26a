"""Plausibility of a plain invoice (domain 7, « Facture »)."""

import re

from django.utils.translation import gettext_lazy as _

from invoicing.enums import Level
from invoicing.kinds.base import Answers, CheckContext, Finding

# Words that belong to another form. Data of a rule, in both languages: the text may be either.
OTHER_FORMS = re.compile(
    r"\b(train|bus|billet|km|kilom[eè]tres?|trajet|zug|fahrkarte|fahrt|piles?|batter(?:ie|ies|ien)|"
    r"appareil auditif|h[öo]rger[äa]t|assistance|assistenz)\b",
    re.IGNORECASE,
)


def check_services(answers: Answers, context: CheckContext) -> list[Finding]:
    return [
        Finding(
            f"services.{row['id']}.description",
            Level.WARNING,
            "other_form",
            _("Cette prestation semble appartenir à un autre formulaire. Vérifiez votre choix."),
        )
        for row in answers["services"]
        if OTHER_FORMS.search(row["description"])
    ]
