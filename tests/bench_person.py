"""The person's part of the bench: the six forms, saving and sending what is long, and its PDF.

Not here: measuring and judging (bench).
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from guichet.models import Account
from invoicing.drafts import start_draft
from invoicing.kinds.registry import KINDS
from invoicing.models import Draft
from invoicing.pdf import html_of
from invoicing.printing import Printer
from invoicing.printing.child import make_printer
from tests.claims import (
    as_posted,
    car_trip,
    insured_of,
    join_documents,
    make_claim,
    make_draft,
    nights,
    quarter,
    service,
    stay,
    train_trip,
)  # fmt: skip

LONG = 200
PDF_SECONDS, PDF_MEGABYTES = 3, 200
LONG_ANSWERS = {  # kind: its answers, and the field that is typed in
    "travel": ({"trips": [(train_trip if n % 2 else car_trip)(f"r{n}") for n in range(LONG)]}, "trips-r8-kilometres"),
    "plain": ({"services": [service(f"r{n}") for n in range(LONG)]}, "services-r8-unit_price"),
    "helplessness": ({"period": quarter(), "stays": [nights(f"r{n}") for n in range(LONG)]}, "stays-r8-ssi"),
}
TYPED = {"trips-r8-kilometres": ("56", "57"), "services-r8-unit_price": ("12", "13"), "stays-r8-ssi": ("4h", "6h")}
Row = tuple[str, float, int, Callable[[], HttpResponse], int]


def rows(owner: Account, client: Client) -> Iterator[Row]:
    """Name, milliseconds and queries at the most, the visit, and how many visits make a block."""
    with override("fr"):
        for kind in KINDS:
            insured_of(owner, kind)
            yield f"form {kind}, new", 20, 10, get(client, start_draft(owner, KINDS[kind])), 5
            yield f"form {kind}, filled in", 20, 10, get(client, make_draft(kind, owner=owner)), 5
        thirty = {"trips": [car_trip(f"r{n}") for n in range(30)], "stay": stay()}
        yield "form travel, 30 trips", 100, 10, get(client, make_draft("travel", owner=owner, answers=thirty)), 5
        for kind, (answers, field) in LONG_ANSWERS.items():
            draft = make_draft(kind, owner=owner, answers=answers)
            yield f"save {kind}, {LONG} rows", 50, 12, save(client, draft, field), 2
        twenty = make_draft(owner=owner, answers={"services": [service(f"r{n}") for n in range(20)]})
        join_documents(twenty, 2)
        yield "send plain, 20 rows, 2 files", 40, 60, send(client, twenty), 2
        for kind in ("travel", "plain"):
            draft = make_draft(kind, owner=owner, answers=LONG_ANSWERS[kind][0])
            yield f"send {kind}, {LONG} rows", 1000, 60, send(client, draft), 1


def get(client: Client, draft: Draft) -> Callable:
    address = reverse("invoicing:draft", args=[draft.pk])
    return lambda: client.get(address)


def save(client: Client, draft: Draft, field: str) -> Callable:
    """A save by itself, each time with something else typed in one row, whose amount is painted again."""
    address, posted = reverse("invoicing:draft", args=[draft.pk]), as_posted(draft.answers, unpainted="")
    bodies = [urlencode(posted | {field: typed}, doseq=True) for typed in TYPED[field]]

    def visit() -> HttpResponse:
        bodies.reverse()
        form = "application/x-www-form-urlencoded"
        return client.post(address, bodies[0], content_type=form, headers={"hx-request": "true"})

    return visit


def send(client: Client, draft: Draft) -> Callable:
    """Sends the draft and forgets that it did."""
    address = reverse("invoicing:draft-confirm", args=[draft.pk])

    def visit() -> HttpResponse:
        with transaction.atomic():
            response = client.post(address)
            transaction.set_rollback(True)
        if not response.get("Location", "").endswith("/sent/"):
            raise AssertionError(f"{draft} was not sent")
        return response

    return visit


def judge_long_claim(speed: float, say: Callable[[str], None]) -> bool:
    """The PDF of as many rows as there may be, all texts full: processor time, and the memory of the child."""
    trips = [car_trip(f"r{n}", departure=words(80), arrival=words(79)) for n in range(LONG)]
    claim = make_claim("travel", answers={"trips": trips, "closing": {"remark": words(2000)}})
    html, printer, child = html_of(claim.versions.get()), make_printer(settings.STATICFILES_DIRS[0]), Printer()
    start = time.process_time()
    printer(html)
    seconds = (time.process_time() - start) * speed
    child.print_html(html)
    megabytes = peak_of(child)
    child.close()
    holds = seconds <= PDF_SECONDS and megabytes <= PDF_MEGABYTES
    say(
        f"{f'PDF of {LONG} rows, texts full':<32}{seconds:7.1f} s of {PDF_SECONDS}   {megabytes:.0f} MB of"
        f" {PDF_MEGABYTES}   {'holds' if holds else 'BROKEN'}"
    )
    return holds


def peak_of(printer: Printer) -> float:
    """The most memory its child ever held, in MB."""
    status = Path(f"/proc/{printer._child.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def words(length: int) -> str:
    """Ordinary words, so many characters of them."""
    return ("Hôpital du Valais à Sion, " * (length // 20))[: length - 1].strip(" ,") + "."
