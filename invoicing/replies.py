"""Replies kept ready: which fit a claim, and what one says to its owner, merge fields filled in.

Not here: keeping them (office data in the admin), sending (workflow).
"""

import re
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import F, Q

from .models import Claim, ReadyReply, Version
from .money import swiss_amount
from .summary import spoken_title

FIELD = re.compile(r"\{([a-z_]+)\}")
FRESH_SECONDS = 30
FIELDS = ("prenom", "nom", "reference", "formulaire", "periode", "montant")


def replies_for(claim: Claim) -> list[ReadyReply]:
    """The active ones, for this form or for all; as they stood half a minute ago at the most."""
    found = ReadyReply.objects.filter(Q(kind="") | Q(kind=claim.kind), is_active=True)
    return cache.get_or_set(f"ready-replies-{claim.kind}", lambda: list(found), FRESH_SECONDS)


def fill_in(reply: ReadyReply, version: Version, *, language: str) -> str:
    """The text of `reply` in `language`, about the claim of `version`."""
    claim = version.claim
    values = {
        "prenom": claim.owner.first_name,
        "nom": claim.owner.last_name,
        "reference": claim.reference,
        "formulaire": version.wording["title"].get(language) or spoken_title(version.wording),
        "periode": " – ".join(f"{day:%d.%m.%Y}" for day in sorted({claim.period_start, claim.period_end})),
        "montant": f"{swiss_amount(version.total)} CHF",
    }
    return put_in(values, reply.spoken("text", language))


def put_in(values: dict[str, str], text: str) -> str:
    """`text` with its merge fields filled in; one that is not known stays as it stands."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_fields(text: str) -> list[str]:
    """Merge fields that nobody fills in, for the form that keeps replies."""
    return [name for name in FIELD.findall(text) if name not in FIELDS]


def count_use(keys: Iterable[int]) -> None:
    ReadyReply.objects.filter(pk__in=list(keys)).update(used_count=F("used_count") + 1)
