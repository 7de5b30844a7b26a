"""The most that is paid for an aid: per piece, month or calendar year, by the aid or by the type of remise.

Amounts are rates; which one holds is said by the catalogue and by the traits of the list aid-delivery.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.models.office_data import LimitPer

if TYPE_CHECKING:
    from invoicing.models import CatalogueEntry


@dataclass(frozen=True)
class Limit:
    """`rate_code`: the rate that holds the amount. `of`: the codes of lines that count, or how they end."""

    rate_code: str
    per: str
    of: str

    def counts(self, code: str) -> bool:
        return code == self.of or (self.of.startswith("/") and code.endswith(self.of))

    @property
    def is_counted(self) -> bool:
        """Whether it holds per piece or month, so that there is something to count."""
        return self.per in (LimitPer.UNIT, LimitPer.MONTH)


def limit_for(aid: "CatalogueEntry | None", delivery: str, traits: dict) -> Limit | None:
    """A type of remise with a limit of its own has that one; else the aid's limit holds for getting the aid."""
    if traits.get("limit_code"):
        return Limit(traits["limit_code"], traits["limit_per"], f"/{delivery}")
    if aid and aid.limit_code and traits.get("acquires"):
        return Limit(aid.limit_code, aid.limit_per, aid.key)
    return None


def code_of(aid: "CatalogueEntry", delivery: str, traits: dict) -> str:
    """How a line names its service: 5.06 for getting the aid, 5.06/repair for what is done about it."""
    return aid.key if traits.get("acquires") and not traits.get("limit_code") else f"{aid.key}/{delivery}"
