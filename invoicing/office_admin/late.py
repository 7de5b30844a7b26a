"""Which of the office's texts was changed in one language alone: noted with each change, in its transaction.

Not here: where it is shown (translations), the pages of the CMS, which wagtail-localize follows.
"""

from collections import defaultdict

from invoicing.models import LateTranslation

from .history import Changes

OTHER = {"fr": "de", "de": "fr"}


def note_late(object_type: str, object_key: str, changes: Changes) -> None:
    """Reads from what was changed of a record which text has left its translation behind, and which caught up."""
    pairs = _pairs(changes)
    if not pairs:
        return
    rows = LateTranslation.objects.filter(object_type=object_type, object_key=object_key, field__in=pairs)
    known = {row.field: row for row in rows}
    new = []
    for field, changed in pairs.items():
        row = known.get(field)
        if row is None and len(changed) == 1:
            [(language, (old, _new))] = changed.items()
            new.append(LateTranslation(object_type=object_type, object_key=object_key, field=field,
                                       language=OTHER[language], was=old))  # fmt: skip
        elif row and (row.language in changed or changed[OTHER[row.language]][1] == row.was):
            row.delete()
    LateTranslation.objects.bulk_create(new)


def _pairs(changes: Changes) -> dict[str, dict[str, list]]:
    """field without language → language → [old, new], of the fields there are in both languages."""
    pairs = defaultdict(dict)
    for name, values in changes.items():
        field, _underscore, language = name.rpartition("_")
        if field and language in OTHER:
            pairs[field][language] = values
    return dict(pairs)
