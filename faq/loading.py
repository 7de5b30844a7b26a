"""What the places of the portal open at first, and the first promoted answers.

What editors chose is never touched, and what they deleted stays away: Wagtail's log remembers what was loaded.
"""

import tomllib
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from faq.models import FaqEntry, HelpPlace, PromotedAnswer

DATA = Path(__file__).parent / "data" / "help.toml"
LOADED = "loaded"  # in the log: which place, which question
LANGUAGE = "fr"  # targets are named by the French question


def read_data() -> dict:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@transaction.atomic
def load_help() -> int:
    """Adds the places and promoted answers that were never loaded; returns how many."""
    data = read_data()
    entries = {entry.anchor: entry for entry in FaqEntry.objects.filter(locale__language_code=LANGUAGE)}
    known = {*HelpPlace.objects.values_list("key", flat=True), *loaded_before(HelpPlace)}
    answered = {*PromotedAnswer.objects.values_list("entry__anchor", flat=True), *loaded_before(PromotedAnswer)}
    places = {
        key: HelpPlace(key=key, entry=entries[anchor])
        for key, anchor in data["places"].items()
        if key not in known and anchor in entries
    }
    promoted = {
        answer["anchor"]: PromotedAnswer(
            entry=entries[answer["anchor"]], words_fr=answer["words_fr"], words_de=answer["words_de"]
        )
        for answer in data["promoted"]
        if answer["anchor"] in entries and answer["anchor"] not in answered
    }
    for name, thing in (*places.items(), *promoted.items()):
        thing.save()
        log(thing, "wagtail.create", data={LOADED: name})
    return len(places) + len(promoted)


def loaded_before(model: type[Model]) -> set[str]:
    kind = ContentType.objects.get_for_model(model)
    loaded = ModelLogEntry.objects.filter(content_type=kind, action="wagtail.create", data__has_key=LOADED)
    return set(loaded.values_list(f"data__{LOADED}", flat=True))
