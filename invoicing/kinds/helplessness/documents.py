"""What a stay asks for: attestations of the hospital, proof that the home was paid (RAI 35bis al. 2bis and 2ter)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from invoicing.calendar_days import month_later
from invoicing.kinds.base import Answers, AskedDocument

from .nights import in_order

ATTESTED_DAYS = 30  # LAI 42bis al. 4: the hospital attests every 30 days


class HospitalStay(NamedTuple):
    """Nights in hospital without a break, however many entries they fill; `row` is the first of them."""

    row: str
    start: date
    end: date

    @property
    def must_be_attested(self) -> bool:
        """LAI 42bis al. 4: beyond a full month."""
        return self.end > month_later(self.start)


def ask_for_documents(answers: Answers) -> list[AskedDocument]:
    return [*_attestations(answers), *_proofs_of_payment(answers)]


def hospital_stays(answers: Answers) -> list[HospitalStay]:
    stays: list[HospitalStay] = []
    for row in in_order(answers["stays"]):
        if not row["gives"].get("attested"):
            continue
        if stays and stays[-1].end == row["start"]:
            stays[-1] = stays[-1]._replace(end=row["end"])
        else:
            stays.append(HospitalStay(row["id"], row["start"], row["end"]))
    return stays


def _attestations(answers: Answers) -> Iterator[AskedDocument]:
    """One for each 30 days of a long stay, the last one for what remains."""
    for stay in filter(lambda stay: stay.must_be_attested, hospital_stays(answers)):
        for number, offset in enumerate(range(0, (stay.end - stay.start).days, ATTESTED_DAYS), start=1):
            start = stay.start + timedelta(days=offset)
            end = min(start + timedelta(days=ATTESTED_DAYS), stay.end)
            label = _("Attestation de l’hôpital sur la présence d’un parent, du %(start)s au %(end)s")
            yield AskedDocument(f"hospital-{stay.row}-{number}", label % _days(start, end))


def _proofs_of_payment(answers: Answers) -> Iterator[AskedDocument]:
    for row in answers["stays"]:
        if row["gives"].get("proof"):
            label = _("Preuve de paiement du home, du %(start)s au %(end)s")
            yield AskedDocument(f"payment-{row['id']}", label % _days(row["start"], row["end"]))


def _days(start: date, end: date) -> dict[str, str]:
    return {"start": f"{start:%d.%m.%Y}", "end": f"{end:%d.%m.%Y}"}
