"""Loads form sheets, lists, catalogues and rates from invoicing/data/. Adds what is missing, changes nothing else."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from invoicing.models import CatalogueEntry, FormSheet, ListEntry, Rate

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with transaction.atomic():
            added = load_sheets() + load_lists() + load_catalogue() + load_rates()
        self.stdout.write(f"Office data: {added} added.")


def load_sheets() -> int:
    added = 0
    for sheet in read("sheets")["sheet"]:
        texts = {name: value.strip() if isinstance(value, str) else value for name, value in sheet.items()}
        added += FormSheet.objects.get_or_create(kind=texts.pop("kind"), defaults=texts)[1]
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


def load_rates() -> int:
    added = 0
    for rate in read("rates")["rate"]:
        key = {"code": rate["code"], "valid_from": rate["valid_from"]}
        values = {"amount": Decimal(rate["amount"]), "source": rate["source"]}
        added += Rate.objects.get_or_create(**key, defaults=values)[1]
    return added


def read(name: str) -> dict:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
