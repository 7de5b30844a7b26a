"""The rows of the table: where one types what, under which number of the guide (4.2.4), and which service it is.

Not here: the fields themselves (forms), what a row is worth (amounts).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

HOUR, QUALIFIED_HOUR = "assistance-hour", "assistance-hour-qualified"  # RAI 39f al. 1 and 2
NIGHT, SHARED_NIGHT = "assistance-night", "assistance-night-shared"
SALARY_PREVENTED, SALARY_DEFAULT, ADVANCE = "assistance-324a", "assistance-324", "assistance-advance"


@dataclass(frozen=True)
class Cell:
    """A field of the form and its number in the guide."""

    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row. Without a `rate` cell the rate is that of the month; a row of a sum has nothing but its `amount`."""

    code: str
    title: str
    hint: str = ""
    people: Cell | None = None  # stands in the column of hours
    hours: Cell | None = None
    nights: Cell | None = None
    rate: Cell | None = None
    amount: Cell | None = None

    @property
    def quantity(self) -> Cell:
        """What is counted: hours, nights, or the sum itself."""
        return self.hours or self.nights or self.amount

    @property
    def path(self) -> str:
        return f"assistance.{self.quantity.name}"


def _shared(number: int) -> TableRow:
    return TableRow(
        code=SHARED_NIGHT,
        title=_("Prestations de nuit avec assistant partagé"),
        hint=_("Nombre d’assurés qui partagent les services d’un même assistant, nuits et taux réduit."),
        people=Cell(f"shared_{number}_people", "4.1"),
        nights=Cell(f"shared_{number}_nights", "4.2"),
        rate=Cell(f"shared_{number}_rate", "4.3"),
    )


SHARED_ROWS = (_shared(1), _shared(2))
ROWS = (
    TableRow(
        code=HOUR,
        title=_("Prestations d’assistance avec qualification standard"),
        hours=Cell("hours_standard", "1"),
    ),
    TableRow(
        code=QUALIFIED_HOUR,
        title=_("Prestations d’assistance avec qualification particulière"),
        hint=_("Seulement si votre décision les prévoit."),
        hours=Cell("hours_qualified", "2"),
    ),
    TableRow(
        code=NIGHT,
        title=_("Prestations de nuit"),
        hint=_("Le forfait est inscrit dans votre décision."),
        nights=Cell("nights", "3"),
        rate=Cell("night_rate", "3.1"),
    ),
    *SHARED_ROWS,
    TableRow(
        code=SALARY_PREVENTED,
        title=_("Obligation de payer le salaire en cas d’empêchement du travailleur"),
        hint=_("Art. 324a CO : l’assistant est malade. Déduisez ce que verse l’assurance."),
        amount=Cell("salary_prevented", "5"),
    ),
    TableRow(
        code=SALARY_DEFAULT,
        title=_("Obligation de payer le salaire en cas de demeure de l’employeur"),
        hint=_("Art. 324 CO : le travail ne peut pas être accompli, par exemple pendant un séjour à l’hôpital."),
        amount=Cell("salary_default", "6"),
    ),
    TableRow(
        code=ADVANCE,
        title=_("Avance"),
        hint=_("À hauteur des contrats de travail remis, au plus à hauteur de la contribution mensuelle."),
        amount=Cell("advance", "7"),
    ),
)
