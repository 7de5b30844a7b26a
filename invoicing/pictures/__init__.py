"""Pictures of the pages of documents, for the office to look at: no file of a stranger ever runs in our origin.

Drawn once, by the worker or when first asked for, in a child process that may die of it; kept by their hash like the
documents themselves. Not here: who may look (review), inspecting what comes in (inspection).
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from invoicing.models import PagePicture, StoredFile
from invoicing.private_files import read_private, write_private

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 15
CONTENT_TYPE = "image/webp"


class NotDrawn(Exception):
    """The page cannot be drawn within the limits of memory and time; the document can still be downloaded."""


def picture_of(file: StoredFile, number: int) -> bytes:
    """The picture of page `number`, from 1, as WebP. Raises NotDrawn and private_files.Damaged.

    Not to be called inside a transaction: drawing takes its time.
    """
    picture = PagePicture.objects.filter(file=file, number=number).first() or draw(file, number)
    return read_private(picture.storage_name, sha256=picture.sha256)


def draw(file: StoredFile, number: int) -> PagePicture:
    """Draw and keep the picture of a page; two who draw it at once keep the same one."""
    data = _drawn(read_private(file.storage_name, sha256=file.sha256), file.content_type, number)
    sha256 = hashlib.sha256(data).hexdigest()
    write_private(StoredFile(sha256=sha256).storage_name, data)
    picture, _created = PagePicture.objects.get_or_create(file=file, number=number, defaults={"sha256": sha256})
    return picture


def _drawn(data: bytes, content_type: str, number: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        source, kept = Path(folder) / "document", Path(folder) / "picture.webp"
        source.write_bytes(data)
        command = [sys.executable, "-I", str(CHILD), str(source), content_type, str(number), str(kept)]
        # The child needs nothing of ours: no settings, no secrets, no database.
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, env=environment, cwd=folder, timeout=WALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NotDrawn from error
        if done.returncode != 0:
            raise NotDrawn(done.stderr[-200:])
        return kept.read_bytes()
