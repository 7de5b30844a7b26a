"""Countries a person of the office lives in; the first ones are the most frequent."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = [
    ("CH", _("Suisse")),
    ("LI", _("Liechtenstein")),
    ("FR", _("France")),
    ("IT", _("Italie")),
    ("DE", _("Allemagne")),
    ("AT", _("Autriche")),
    ("BE", _("Belgique")),
    ("ES", _("Espagne")),
    ("GB", _("Royaume-Uni")),
    ("LU", _("Luxembourg")),
    ("NL", _("Pays-Bas")),
    ("PT", _("Portugal")),
]
