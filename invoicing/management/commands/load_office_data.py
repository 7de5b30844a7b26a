"""Loads sheets, lists, catalogues, rates, names and replies from data/. Adds what is missing, changes nothing else."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, FormSheet, ListEntry, Rate, RateCode, ReadyReply
from invoicing.office_admin.rate_plan import taken_away

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with transaction.atomic():
            added = load_sheets() + load_lists() + load_catalogue() + load_rate_codes() + load_rates() + load_replies()
        self.stdout.write(f"Office data: {added} added.")


def load_sheets() -> int:
    """At first they stand in the order of the registry."""
    added = 0
    order = {key: place for place, key in enumerate(KINDS, start=1)}
    for sheet in read("sheets")["sheet"]:
        texts = {name: value.strip() if isinstance(value, str) else value for name, value in sheet.items()}
        kind = texts.pop("kind")
        texts["position"] = order.get(kind, len(order) + 1)
        added += FormSheet.objects.get_or_create(kind=kind, defaults=texts)[1]
    return added


def load_lists() -> int:
    added = 0
    for position, entry in enumerate(read("lists")["entry"], start=1):
        key = {"list": entry.pop("list"), "key": entry.pop("key")}
        added += ListEntry.objects.get_or_create(**key, defaults={**entry, "position": position})[1]
    return added


def load_catalogue() -> int:
    """Entries stand in sections: catalogue, form number and title of the section are said once for all of them."""
    entries = [section | entry for section in read("catalogue")["section"] for entry in section.pop("entry")]
    added = 0
    for position, entry in enumerate(entries, start=1):
        key = {"catalogue": entry.pop("catalogue"), "key": entry.pop("key")}
        added += CatalogueEntry.objects.get_or_create(**key, defaults={**entry, "position": position})[1]
    return added


def load_rate_codes() -> int:
    added = 0
    for position, code in enumerate(read("names")["code"], start=1):
        key = code.pop("code")
        added += RateCode.objects.get_or_create(code=key, defaults={**code, "position": position})[1]
    return added


def load_rates() -> int:
    """One that the office took away was wrong: it never comes back by itself."""
    added, gone = 0, taken_away()
    for rate in read("rates")["rate"]:
        if (rate["code"], str(rate["valid_from"])) in gone:
            continue
        key = {"code": rate["code"], "valid_from": rate["valid_from"]}
        values = {"amount": Decimal(rate["amount"]), "source": rate["source"]}
        added += Rate.objects.get_or_create(**key, defaults=values)[1]
    return added


def load_replies() -> int:
    """Only where there is none yet: the office names and words them anew, and is never given the old ones back."""
    if ReadyReply.objects.exists():
        return 0
    replies = [ReadyReply(position=place, **reply) for place, reply in enumerate(read("replies")["reply"], start=1)]
    return len(ReadyReply.objects.bulk_create(replies))


def read(name: str) -> dict:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
