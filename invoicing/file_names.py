"""Names of files as people gave them, made fit to be shown and offered for saving. Never used as a path of ours."""

import re
import unicodedata

LONGEST = 150
ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
OTHER_IMAGES = re.compile(r"\.(heic|heif)$", re.IGNORECASE)
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)  # names Windows keeps for itself


def clean_name(name: str, *, content_type: str = "") -> str:
    """One line without path, control or direction characters, with the ending of its real type, 150 characters."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(" " if character.isspace() else character for character in name)
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = " ".join(name.split()).lstrip(".- ") or "document"
    if DEVICES.match(name):
        name = f"_{name}"
    return _with_ending(name, ENDINGS.get(content_type, ()))


def _with_ending(name: str, endings: tuple[str, ...]) -> str:
    if not endings or name.lower().endswith(endings):
        stem, dot, ending = name.rpartition(".")
        keeps = bool(stem) and len(ending) <= 5
        return stem[: LONGEST - len(ending) - 1] + dot + ending if keeps else name[:LONGEST]
    stem = OTHER_IMAGES.sub("", name)
    return stem[: LONGEST - len(endings[0])] + endings[0]
