"""The kinds, in the order of the guichet. A new form is one line here."""

from .aids.kind import AIDS
from .assistance.kind import ASSISTANCE
from .base import Kind
from .hearing.kind import HEARING
from .helplessness.kind import HELPLESSNESS
from .plain.kind import PLAIN
from .travel.kind import TRAVEL

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        AIDS,
        HELPLESSNESS,
        HEARING,
        ASSISTANCE,
        TRAVEL,
        PLAIN,
    )
}


def get_kind(key: str) -> Kind:
    """The kind `key`; raises KeyError."""
    return KINDS[key]
