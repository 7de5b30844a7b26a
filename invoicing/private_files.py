"""The private storage: bytes written so that a power cut leaves them whole or not at all, and read only when they still
are what was written. Not here: what may be stored (uploads.py), who may read it (views).
"""

import hashlib
import logging
import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from guichet.audit import record_event

logger = logging.getLogger(__name__)


class Damaged(Exception):
    """The stored bytes are missing or no longer those that were written: they are not shown to anybody."""


def write_private(name: str, data: bytes) -> None:
    """Write `data` under `name`, on the disk before this returns; what stood there is replaced."""
    storage = storages["private"]
    if isinstance(storage, FileSystemStorage):
        _write_durably(Path(storage.path(name)), data)
        return
    storage.delete(name)
    storage.save(name, ContentFile(data))


def read_private(name: str, *, sha256: str) -> bytes:
    """The bytes under `name`; raises Damaged, with an event, unless they have that hash."""
    try:
        with storages["private"].open(name) as file:
            data = file.read()
    except FileNotFoundError:
        data = b""
    if hashlib.sha256(data).hexdigest() != sha256:
        logger.error("A stored file is damaged: %s", name)
        record_event("file.damaged", object_type="file", object_key=sha256, result="failure")
        raise Damaged(name)
    return data


def _write_durably(path: Path, data: bytes) -> None:
    """A file beside it, synced, then renamed; the folder synced last."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
