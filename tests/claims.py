"""Drafts and claims for tests, made the way a person makes them: typed answers, then workflow.send."""

from guichet.models import Account, BankAccount, Beneficiary
from invoicing import workflow
from invoicing.models import Attachment, Claim, Draft, StoredFile
from invoicing.reading import read_draft
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory

DECISION = "323 2024 1000123"


def make_person(**fields) -> Account:
    """A citizen who can send at once: beneficiary in person, one bank account, address confirmed."""
    account = AccountFactory(with_device=True, **fields)
    BeneficiaryFactory(owner=account)
    BankAccountFactory(owner=account)
    return account


FOR_MINORS = ("helplessness",)


def insured_of(owner: Account, kind: str = "") -> Beneficiary:
    """Whom `owner` claims for: a child where the form is for minors, made when there is none."""
    people = Beneficiary.objects.filter(owner=owner)
    if kind in FOR_MINORS:
        return people.filter(is_owner=False).first() or BeneficiaryFactory(owner=owner, child=True)
    return people.first()


def head_for(owner: Account, kind: str = "") -> dict:
    return {
        "beneficiary": str(insured_of(owner, kind).pk),
        "bank_account": str(BankAccount.objects.filter(owner=owner).first().pk),
        "decision_number": DECISION,
    }


def service(row: str = "s1", **fields) -> dict:
    """One row of a general invoice, as typed."""
    base = {"id": row, "date": "04.06.2026", "description": "Transcription en braille", "quantity": "2"}
    return base | {"unit_price": "43.00"} | fields


def car_trip(row: str = "t1", **fields) -> dict:
    base = {"id": row, "start": "10.08.2026", "end": "10.08.2026", "reason": "medical", "departure": "Sion"}
    return base | {"arrival": "Lausanne", "means": "car", "kilometres": "112"} | fields


def train_trip(row: str = "t2", **fields) -> dict:
    base = {"id": row, "start": "11.08.2026", "end": "11.08.2026", "reason": "medical", "departure": "Sion"}
    return base | {"arrival": "Berne", "means": "public", "ticket_type": "return", "price": "86.00"} | fields


def stay(**fields) -> dict:
    """Meals of three days in August 2026."""
    base = {"period_start": "01.08.2026", "period_end": "31.08.2026", "count_5_8": "3"}
    return base | {"days_5_8": ["2026-08-10", "2026-08-11", "2026-08-12"]} | fields


def assistance(**fields) -> dict:
    """Assistance in August 2026: 40 hours, 4 nights, 2 shared nights."""
    base = {"year": "2026", "month": "8", "hours_standard": "40", "nights": "4", "night_rate": "58.85"}
    return base | {"shared_1_people": "2", "shared_1_nights": "2", "shared_1_rate": "52.95"} | fields


def aid(**fields) -> dict:
    """A videophone bought in August 2026."""
    base = {"start": "10.08.2026", "end": "10.08.2026", "delivery": "purchase", "aid": "15.06"}
    return base | {"quantity": "1", "amount": "1650.00"} | fields


def nights(row: str = "n1", **fields) -> dict:
    """The third quarter of 2026 at home: 92 nights, the last one ends on 1 October."""
    base = {"id": row, "start": "01.07.2026", "end": "01.10.2026", "place": "home"}
    return base | {"api": "moderate", "ssi": "4h"} | fields


def quarter(**fields) -> dict:
    return {"start": "01.07.2026", "end": "30.09.2026"} | fields


def hearing_aid(**fields) -> dict:
    """A hearing aid for both ears, delivered in March 2026."""
    return {"date": "04.03.2026", "provision": "first", "ears": "binaural"} | fields


def repair(row: str = "r1", **fields) -> dict:
    return {"id": row, "date": "12.05.2026", "side": "left", "part": "electronics"} | fields


def batteries(row: str = "b1", **fields) -> dict:
    return {"id": row, "years": ["2025", "2026"], "ears": "binaural"} | fields


def implant(**fields) -> dict:
    base = {"date": "04.03.2026", "device": "bone", "service_amount": "1200", "device_amount": "3450.50"}
    return base | fields


def hardship(**fields) -> dict:
    return {"date": "04.03.2026", "side": "left", "amount": "1360"} | fields


ANSWERS = {
    "aids": {"service": aid()},
    "helplessness": {
        "period": quarter(),
        "stays": [
            nights(end="10.08.2026"),
            nights("n2", start="10.08.2026", end="15.08.2026", place="hospital"),
            nights("n3", start="15.08.2026"),
        ],
    },
    "assistance": {"assistance": assistance()},
    "hearing": {"device": hearing_aid(), "batteries": [batteries(years=["2026"])]},
    "plain": {"services": [service()]},
    "travel": {"trips": [car_trip(), train_trip()], "stay": stay()},
}


def as_posted(answers: dict, **more) -> dict:
    """Raw answers as the form's page posts them."""
    data = {}
    for key, part in answers.items():
        for row in part if isinstance(part, list) else [part]:
            prefix = f"{key}-{row['id']}" if "id" in row else key
            data |= {f"{prefix}-{name}": value for name, value in row.items() if name != "id"}
        if isinstance(part, list):
            data[f"{key}-rows"] = [row["id"] for row in part]
    return data | more


def make_draft(kind: str = "plain", *, owner: Account | None = None, answers: dict | None = None) -> Draft:
    owner = owner or make_person()
    content = {"head": head_for(owner, kind), "closing": {"remark": ""}, **(answers or ANSWERS[kind])}
    return Draft.objects.create(owner=owner, kind=kind, answers=content)


def join_asked_documents(draft: Draft) -> None:
    """A file for each document the form asks for, without going through an upload."""
    for document in read_draft(draft).asked_documents:
        file, _created = StoredFile.objects.get_or_create(
            sha256="0" * 64, content_type="application/pdf", size=1, scanned_by="not scanned"
        )
        Attachment.objects.create(owner=draft.owner, draft=draft, file=file, name="facture.pdf", asked_as=document.key)


def join_documents(draft: Draft, count: int) -> None:
    """So many files of one's own choice."""
    for number in range(count):
        key = {"sha256": f"{number:064}", "content_type": "application/pdf", "size": 1}
        file, _created = StoredFile.objects.get_or_create(**key)
        Attachment.objects.create(owner=draft.owner, draft=draft, file=file, name=f"piece-{number}.pdf")


def make_claim(
    kind: str = "plain", *, owner: Account | None = None, answers: dict | None = None, documents: int = 0
) -> Claim:
    """A claim just sent, with `documents` beside those asked for; needs the fixture office_data."""
    draft = make_draft(kind, owner=owner, answers=answers)
    join_asked_documents(draft)
    join_documents(draft, documents)
    return workflow.send(draft, actor=draft.owner)


def change_claim(claim: Claim, **values) -> None:
    """As if it had been sent like that: days long ago, another language."""
    stored = Claim.objects.get(pk=claim.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save()


def missing_documents(draft: Draft) -> list[str]:
    """Keys of the documents the form asks for and does not have yet."""
    draft.refresh_from_db()
    joined = {attachment.asked_as for attachment in draft.attachments.all()}
    return [document.key for document in read_draft(draft).asked_documents if document.key not in joined]
