"""The people and claims of `make run`: enough to see every state, made by the same acts as real ones.

Not here: the office's own data (load_office_data) and the public pages (home).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from PIL import Image, ImageDraw, ImageFont

from guichet.models import Account, BankAccount, Beneficiary, DecisionNumber, SmsDevice
from guichet.on_paper import PaperPerson, add_person

from . import workflow
from .calendar_days import end_of_month, months_before, today
from .kinds.registry import KINDS
from .models import Claim, Decision, Draft, ListEntry, OfficeSettings, Version
from .paper import start_paper_draft
from .reading import read_draft
from .roles import speak_language_of
from .standstill import answer_by
from .uploads import add_attachment

# Pillow's own face knows no umlauts
FACE = settings.BASE_DIR / "site/static/fonts/atkinson-hyperlegible-next-latin-600-normal.woff2"
PASSWORD = "guichet-demo-2026"  # noqa: S105 -- printed by make run; the command refuses to run elsewhere


@dataclass(frozen=True)
class Person:
    email: str
    first_name: str
    last_name: str
    phone: str
    language: str = "fr"
    groups: tuple[str, ...] = ()
    is_superuser: bool = False


JANE = Person("jane.doe@example.ch", "Jane", "Doe", "+41791110001")
BEAT = Person("beat.imhof@example.ch", "Beat", "Imhof", "+41791110002", language="de")
STAFF = (
    Person("reviewer@example.ch", "Rita", "Salamin", "+41791110003", groups=("Revue",)),
    Person("second@example.ch", "Paul", "Rey", "+41791110008", groups=("Seconde revue",)),
    Person("clerk@example.ch", "Claude", "Zenhäusern", "+41791110006", groups=("Paramètres métier",)),
    Person("manager@example.ch", "Marc", "Bagnoud", "+41791110011", groups=("Direction",)),
    Person(
        "editor@example.ch", "Émile", "Favre", "+41791110004", groups=("Rédaction française", "Rédaction allemande")
    ),
    Person("redaction@example.ch", "Aline", "Dayer", "+41791110009", groups=("Rédaction française",)),
    Person("redaktion@example.ch", "Urs", "Lorenz", "+41791110010", language="de", groups=("Rédaction allemande",)),
    Person("chief@example.ch", "Claire", "Moret", "+41791110007", groups=("Rédaction en chef",)),
    Person("admin@example.ch", "Anne", "Bonvin", "+41791110005", is_superuser=True),
)


IDA = PaperPerson(
    last_name="Zenklusen", first_name="Ida", address="Dorfstrasse 11", postcode="3911", city="Ried-Brig", country="CH",
    birth_date=date(1951, 11, 8), avs_number="7562223334445", language="de", holder="Ida Zenklusen",
    iban="CH2300762000555000111",
)  # fmt: skip


@dataclass(frozen=True)
class DemoClaim:
    kind: str
    months_ago: int
    act: str = ""  # what the office or the person did with it
    who: int = 0  # which beneficiary of the account
    receipt: str = ""
    answers: dict = field(default_factory=dict)


def load_demo() -> bool:
    """Make the people and claims once; tells whether anything was made."""
    if Account.objects.filter(email=JANE.email).exists():
        return False
    reviewer, second, *_others = [make_staff(person) for person in STAFF]
    for owner, claims in ((make_jane(), JANES_CLAIMS), (make_beat(), BEATS_CLAIMS)):
        with translation.override(owner.language):
            for claim in claims:
                make_claim(owner, claim, reviewer)
            make_draft(owner, trips(0), "travel")
    make_paper_claim(typed_by=reviewer, decided_by=second)
    return True


# --- People -----------------------------------------------------------------------


@transaction.atomic
def make_staff(person: Person) -> Account:
    account = _make_account(person, is_staff=True, is_superuser=person.is_superuser)
    account.groups.set(Group.objects.filter(name__in=person.groups))
    speak_language_of(account)
    return account


@transaction.atomic
def make_jane() -> Account:
    """A beneficiary in person, in French."""
    account = _make_account(JANE, is_beneficiary=True, **SION)
    person = Beneficiary.objects.create(
        owner=account, is_owner=True, first_name="Jane", last_name="Doe", birth_date=date(1984, 3, 27),
        avs_number="7569217076985", **SION,
    )  # fmt: skip
    _add_bank_account(account, "CH9300762011623852957")
    DecisionNumber.objects.create(beneficiary=person, number="32320241000123", description="Frais de voyage")
    return account


@transaction.atomic
def make_beat() -> Account:
    """A father of two children with benefits, in German."""
    account = _make_account(BEAT, is_representative=True, **BRIG)
    children = [("Lena", date(2014, 5, 3), "7561234567897"), ("Noah", date(2017, 9, 21), "7569999999991")]
    for first_name, birth_date, avs_number in children:
        child = Beneficiary.objects.create(
            owner=account, first_name=first_name, last_name="Imhof", birth_date=birth_date,
            avs_number=avs_number, **BRIG,
        )  # fmt: skip
        DecisionNumber.objects.create(beneficiary=child, number="32320251000456", description="Medizinische Massnahmen")
    _add_bank_account(account, "CH5800791123000889012")
    return account


def make_paper_claim(*, typed_by: Account, decided_by: Account) -> None:
    """Somebody without e-mail: a paper form typed in, sent back by letter, its correction awaited by post."""
    ida = add_person(IDA, actor=typed_by)
    DecisionNumber.objects.create(beneficiary=ida, number="32320261000789", description="Hilfsmittel")
    draft = start_paper_draft(ida, KINDS["plain"], received_on=today() - timedelta(days=9), reviewer=typed_by)
    typed = make_draft(ida.owner, services(2, items=[("Reparatur des Lifts", "1", "310.00")]), "plain")
    Draft.objects.filter(pk=draft.pk).update(answers=typed.answers)
    typed.delete()
    _return(workflow.send(draft, actor=typed_by), decided_by)


SION = {"address": "Rue du Rhône 12", "postcode": "1950", "city": "Sion"}
BRIG = {"address": "Bahnhofstrasse 4", "postcode": "3900", "city": "Brig"}


def _make_account(person: Person, **fields) -> Account:
    account = Account.objects.create_user(
        person.email, PASSWORD, first_name=person.first_name, last_name=person.last_name, phone=person.phone,
        language=person.language, email_verified_at=timezone.now(), **fields,
    )  # fmt: skip
    SmsDevice.objects.create(user=account, name="SMS", number=person.phone, confirmed=True)
    return account


def _add_bank_account(account: Account, iban: str) -> None:
    BankAccount.objects.create(owner=account, holder=account.get_full_name(), iban=iban, is_preferred=True)


# --- Claims -------------------------------------------------------------------------


def month_back(months: int) -> date:
    """The first day of the month that lies `months` before the last whole one."""
    day = today().replace(day=1)
    for _step in range(months + 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def trips(months_ago: int) -> dict:
    """A car trip, a train trip with a companion, three days of absence."""
    first = month_back(months_ago)
    days = [first + timedelta(days=offset) for offset in range(28) if (first + timedelta(days=offset)).weekday() < 3][
        :3
    ]
    common = {"reason": "medical", "departure": "Sion"}
    typed = [f"{day:%d.%m.%Y}" for day in days]
    return {
        "trips": [
            {"id": "car1", "start": typed[0], "end": typed[0], **common, "arrival": "Martigny", "means": "car",
             "kilometres": "62"},
            {"id": "rail1", "start": typed[1], "end": typed[1], **common, "arrival": "Lausanne", "means": "public",
             "ticket_type": "return", "price": "58.00"},
            {"id": "comp1", "companion_of": "rail1", "price": "58.00"},
        ],
        "stay": {
            "period_start": f"{first:%d.%m.%Y}", "period_end": f"{end_of_month(first):%d.%m.%Y}",
            "count_5_8": "2", "days_5_8": [day.isoformat() for day in days[:2]],
            "count_8": "1", "days_8": [days[2].isoformat()],
        },
    }  # fmt: skip


def services(months_ago: int, items: list[tuple[str, str, str]]) -> dict:
    day = month_back(months_ago) + timedelta(days=3)
    rows = [
        {"id": f"s{n}", "date": f"{day + timedelta(days=n):%d.%m.%Y}", "description": text, "quantity": quantity,
         "unit_price": price}
        for n, (text, quantity, price) in enumerate(items, start=1)
    ]  # fmt: skip
    return {"services": rows}


def aid(months_ago: int, **fields: str) -> dict:
    day = f"{month_back(months_ago) + timedelta(days=9):%d.%m.%Y}"
    return {"service": {"start": day, "end": day, "delivery": "purchase", "quantity": "1", **fields}}


def assistance(months_ago: int) -> dict:
    month = month_back(months_ago)
    row = {"year": str(month.year), "month": str(month.month), "hours_standard": "46.5", "hours_qualified": "6"}
    return {"assistance": row | {"nights": "8", "night_rate": "58.85"}}


def nights(months_ago: int) -> dict:
    """The last whole quarter by then: at home, and five nights in hospital."""
    month = month_back(months_ago)
    end = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    start = months_before(end, 3)
    change, back = start + timedelta(days=40), start + timedelta(days=45)
    typed = [f"{day:%d.%m.%Y}" for day in (start, change, back, end)]
    rows = [
        {"id": f"n{number}", "start": typed[number], "end": typed[number + 1], "place": place, "api": "moderate",
         "ssi": "4h"}
        for number, place in enumerate(("home", "hospital", "home"))
    ]  # fmt: skip
    return {"period": {"start": typed[0], "end": f"{end - timedelta(days=1):%d.%m.%Y}"}, "stays": rows}


def hearing(months_ago: int, amount: str = "") -> dict:
    """Batteries of two years; or, with an amount, a child's hearing aid."""
    day = month_back(months_ago) + timedelta(days=9)
    if amount:
        return {"device": {"date": f"{day:%d.%m.%Y}", "provision": "first", "ears": "binaural", "amount": amount}}
    return {"batteries": [{"id": "bat1", "years": [str(day.year - 1), str(day.year)], "ears": "binaural"}]}


JANES_CLAIMS = (
    DemoClaim("aids", 4, "accept", answers={"aid": "14.02", "delivery": "maintenance", "amount": "310.50"}),
    DemoClaim("aids", 1, receipt="Vidéophone 1650.00", answers={"aid": "15.06", "amount": "1650"}),
    DemoClaim("hearing", 3, "accept"),
    DemoClaim("assistance", 1, "accept"),
    DemoClaim("assistance", 0),
    DemoClaim("travel", 7, "accept"),
    DemoClaim("plain", 6, "refuse", answers={"items": [("Abonnement de fitness", "1", "420.00")]}),
    DemoClaim("travel", 5, "accept", receipt="Sion - Lausanne 58.00"),
    DemoClaim("plain", 4, "withdraw", answers={"items": [("Transcription d’un contrat en braille", "12", "6.50")]}),
    DemoClaim("plain", 3, "accept", answers={"items": [("Cours de lecture labiale", "4", "95.00")]}),
    DemoClaim("travel", 2, "return", receipt="Sion - Lausanne 58.00"),
    DemoClaim("travel", 1, receipt="Sion - Lausanne 58.00"),
    DemoClaim(
        "plain",
        0,
        answers={"items": [("Interprète en langue des signes", "2", "140.00"), ("Préparation", "1", "35.00")]},
    ),
)
BEATS_CLAIMS = (
    DemoClaim("aids", 2, "accept", who=1, answers={"aid": "15.08", "amount": "148.90"}),
    DemoClaim("helplessness", 4, "accept"),
    DemoClaim("helplessness", 1),
    DemoClaim("hearing", 0, answers={"amount": "3980.00"}, receipt="Hörgeräte 3980.00"),
    DemoClaim("travel", 4, "accept"),
    DemoClaim("plain", 3, "refuse", who=1, answers={"items": [("Spielzeug", "3", "49.90")]}),
    DemoClaim("plain", 2, "return", answers={"items": [("Kurs in Gebärdensprache", "6", "80.00")]}),
    DemoClaim("travel", 1, who=1, receipt="Brig - Bern 58.00"),
)


def make_draft(owner: Account, answers: dict, kind: str, who: int = 0) -> Draft:
    person = owner.beneficiaries.order_by("pk")[who]
    head = {
        "beneficiary": str(person.pk),
        "bank_account": str(owner.bank_accounts.get().pk),
        "saved_decision": str(person.decision_numbers.first().pk),
    }
    content = {"head": head, **answers, "closing": {"remark": ""}}
    return Draft.objects.create(owner=owner, kind=kind, answers=content, saved_at=timezone.now())


def make_claim(owner: Account, demo: DemoClaim, reviewer: Account) -> Claim:
    typed = {"aids": aid, "travel": trips, "assistance": assistance, "helplessness": nights, "hearing": hearing}.get(
        demo.kind, services
    )
    answers = typed(demo.months_ago, **demo.answers)
    draft = make_draft(owner, answers, demo.kind, demo.who)
    if demo.receipt:
        asked = [document.key for document in read_draft(draft).asked_documents]
        for key in asked or [""]:
            add_attachment(draft, draw_receipt(demo.receipt), asked_as=key)
    claim = workflow.send(draft, actor=owner)
    if demo.act:
        ACTS[demo.act](claim, reviewer)
    _move_back(claim, days=30 * demo.months_ago + 2)
    return claim


def draw_receipt(text: str) -> SimpleUploadedFile:
    """A picture of a ticket, as a phone would take it."""
    image = Image.new("RGB", (900, 520), "#f6f1e4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, 870, 490), outline="#333333", width=4)
    draw.text((80, 90), "Billet / Billett", font=ImageFont.truetype(FACE, 48), fill="#222222")
    draw.text((80, 220), f"{text} CHF", font=ImageFont.truetype(FACE, 56), fill="#222222")
    data = BytesIO()
    image.save(data, "JPEG", quality=80)
    return SimpleUploadedFile("billet.jpg", data.getvalue(), content_type="image/jpeg")


def _accept(claim: Claim, reviewer: Account) -> None:
    workflow.accept(claim, reviewer=reviewer, version_number=1)


def _refuse(claim: Claim, reviewer: Account) -> None:
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    workflow.refuse(claim, reviewer=reviewer, version_number=1, reason=reason)


def _return(claim: Claim, reviewer: Account) -> None:
    row = next(rows for rows in claim.versions.get().answers.values() if isinstance(rows, list))[0]
    path = f"trips.{row['id']}.kilometres" if "kilometres" in row else f"services.{row['id']}.description"
    texts = {
        "fr": ("Veuillez vérifier la distance.", "La distance la plus courte est de 31 km par trajet."),
        "de": ("Bitte ergänzen Sie die Beschreibung.", "Wer hat die Leistung erbracht?"),
    }
    message, remark = texts[claim.language]
    day = answer_by(today(), days=OfficeSettings.load().correction_days)
    workflow.return_for_correction(
        claim, reviewer=reviewer, version_number=1, message=message, remarks={path: remark}, answer_by=day
    )


def _withdraw(claim: Claim, reviewer: Account) -> None:
    workflow.withdraw(claim, actor=claim.owner, version_number=1)


ACTS = {"accept": _accept, "refuse": _refuse, "return": _return, "withdraw": _withdraw}


def _move_back(claim: Claim, *, days: int) -> None:
    """Spread the demo claims over the past months; real claims never move."""
    back = timedelta(days=days)
    claim = Claim.objects.get(pk=claim.pk)
    claim.submitted_at, claim.changed_at = claim.submitted_at - back, claim.changed_at - back
    claim.save()
    Claim.objects.filter(pk=claim.pk, closed_at__isnull=False).update(closed_at=F("changed_at"))
    Version.objects.filter(claim=claim).update(sent_at=F("sent_at") - back)
    Decision.objects.filter(version__claim=claim).update(decided_at=F("decided_at") - back)
