"""What the places of the portal open at first, and the first promoted answers. What editors chose is never touched."""

import tomllib
from pathlib import Path

from django.db import transaction

from faq.models import FaqEntry, HelpPlace, PromotedAnswer

DATA = Path(__file__).parent / "data" / "help.toml"
LANGUAGE = "fr"  # targets are named by the French question


def read_data() -> dict:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@transaction.atomic
def load_help() -> int:
    """Adds the places and promoted answers that are missing; returns how many."""
    data = read_data()
    entries = {entry.anchor: entry for entry in FaqEntry.objects.filter(locale__language_code=LANGUAGE)}
    known = set(HelpPlace.objects.values_list("key", flat=True))
    places = [
        HelpPlace(key=key, entry=entries[anchor])
        for key, anchor in data["places"].items()
        if key not in known and anchor in entries
    ]
    promoted = [
        PromotedAnswer(entry=entries[answer["anchor"]], words_fr=answer["words_fr"], words_de=answer["words_de"])
        for answer in data["promoted"]
        if answer["anchor"] in entries and not PromotedAnswer.objects.filter(entry=entries[answer["anchor"]]).exists()
    ]
    return len(HelpPlace.objects.bulk_create(places)) + len(PromotedAnswer.objects.bulk_create(promoted))
