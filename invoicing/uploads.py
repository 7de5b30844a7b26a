"""Uploads: the one way in for documents of people. Type by content, limits, inspection, scan, storage by hash, event.

Not here: how a file is looked into (inspection), where bytes go (private_files), pages (views).
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from guichet.audit import record_event

from .file_names import clean_name
from .inspection import Inspected, Unfit, inspect_file
from .models import Attachment, Draft, PagePicture, StoredFile
from .private_files import read_private, write_private
from .refusals import Refused
from .scanning import Infected, NotChecked, scan_file

MEGABYTE = 1024 * 1024
MOST_FILES = 10
MOST_BYTES_OF_A_DRAFT = 50 * MEGABYTE
MOST_BYTES_OF_A_YEAR = 500 * MEGABYTE
ORPHAN_AGE = timedelta(hours=24)


def add_attachment(draft: Draft, uploaded: UploadedFile, *, asked_as: str = "") -> Attachment:
    """Join a file to a draft, perhaps as an asked document; the same file twice is joined once. Raises Refused.

    Not to be called inside a transaction: looking into the file takes its time.
    """
    name = clean_name(uploaded.name or "")
    try:
        _check_size(uploaded.size, name=name)
        _check_room(draft, name=name, size=uploaded.size)
        with _private_copy(uploaded) as path:
            inspected, scanned_by = _examine(path, name=name)
            data = inspected.path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        write_private(StoredFile(sha256=sha256).storage_name, data)
        return _join(draft, clean_name(name, content_type=inspected.content_type), inspected,
                     sha256=sha256, size=len(data), scanned_by=scanned_by, asked_as=asked_as)  # fmt: skip
    except Refused as refused:
        record_event("attachment.refused", actor=draft.entered_by or draft.owner, object_type="draft",
                     object_key=draft.pk, result="failure", detail={"code": refused.code})  # fmt: skip
        raise


@transaction.atomic
def remove_attachment(attachment: Attachment) -> None:
    """Take a document off a draft; what was sent stays. The bytes go with `remove_orphans`."""
    removed, _details = Attachment.objects.filter(pk=attachment.pk, version=None).delete()
    if removed:
        record_event(
            "attachment.removed",
            actor=attachment.draft.entered_by or attachment.owner,
            object_type="attachment",
            object_key=attachment.pk,
        )


def open_verified(file: StoredFile) -> bytes:
    """The bytes of a stored file; raises private_files.Damaged, with an event, when they were changed."""
    return read_private(file.storage_name, sha256=file.sha256)


def remove_orphans() -> int:
    """Remove files older than a day that no draft and no version holds; returns how many."""
    before = timezone.now() - ORPHAN_AGE
    StoredFile.objects.filter(attachments=None, created_at__lt=before).delete()
    storage = storages["private"]
    orphans = [name for name in _stored_names(storage) if storage.get_modified_time(name) < before]
    known = {
        *StoredFile.objects.values_list("sha256", flat=True),
        *PagePicture.objects.values_list("sha256", flat=True),
    }
    orphans = [name for name in orphans if name.rpartition("/")[2] not in known]
    for name in orphans:
        storage.delete(name)
    return len(orphans)


# --- One upload ----------------------------------------------------------------------


def _check_size(size: int, *, name: str) -> None:
    if size == 0:
        raise Refused("empty", name=name)
    if size > settings.UPLOAD_MAX_BYTES:
        raise Refused("too_big", name=name)


def _check_room(draft: Draft, *, name: str, size: int) -> None:
    """Whether `size` more bytes fit the draft and the account's year. Raises Refused."""
    if draft.sent_as_id:
        raise Refused("sent", name=name)
    if draft.attachments.count() >= MOST_FILES:
        raise Refused("too_many", name=name)
    if _bytes_of(draft.attachments.all()) + size > MOST_BYTES_OF_A_DRAFT:
        raise Refused("draft_full", name=name)
    of_the_year = Attachment.objects.filter(owner=draft.owner_id, created_at__year=timezone.localdate().year)
    if _bytes_of(of_the_year) + size > MOST_BYTES_OF_A_YEAR:
        raise Refused("account_full", name=name)


def _bytes_of(attachments) -> int:
    """A correction holds the files of its version once more; they count once."""
    files = StoredFile.objects.filter(pk__in=attachments.values("file_id"))
    return files.aggregate(total=Sum("size"))["total"] or 0


@contextmanager
def _private_copy(uploaded: UploadedFile) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            for chunk in uploaded.chunks():
                file.write(chunk)
        yield path


def _examine(path: Path, *, name: str) -> tuple[Inspected, str]:
    """What the file is, and who scanned it. The bytes scanned are those that came, before any re-encoding."""
    try:
        inspected = inspect_file(path)
        return inspected, scan_file(path)
    except Unfit as unfit:
        raise Refused(unfit.code, name=name) from unfit
    except Infected as infected:
        raise Refused("infected", name=name) from infected
    except NotChecked as not_checked:
        raise Refused("unchecked", name=name) from not_checked


@transaction.atomic
def _join(
    draft: Draft, name: str, inspected: Inspected, *, sha256: str, size: int, scanned_by: str, asked_as: str
) -> Attachment:
    """The rows. The draft is locked, so that files sent side by side cannot slip past the limits."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("owner").get(pk=draft.pk)
    already = draft.attachments.filter(file__sha256=sha256, asked_as__in=("", asked_as)).order_by("-asked_as").first()
    if already:
        Attachment.objects.filter(pk=already.pk, asked_as="").update(asked_as=asked_as)
        return already
    _check_room(draft, name=name, size=size)
    file, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "content_type": inspected.content_type, "size": size, "pages": inspected.pages, "scanned_by": scanned_by,
        },
    )  # fmt: skip
    attachment = Attachment.objects.create(owner=draft.owner, file=file, name=name, asked_as=asked_as, draft=draft)
    record_event("attachment.added", actor=draft.entered_by or draft.owner, object_type="attachment",
                 object_key=attachment.pk,
                 detail={"draft": str(draft.pk), "type": file.content_type, "size": size})  # fmt: skip
    return attachment


def _stored_names(storage) -> Iterator[str]:
    if not storage.exists("files"):
        return
    folders, _files = storage.listdir("files")
    for folder in folders:
        for name in storage.listdir(f"files/{folder}")[1]:
            yield f"files/{folder}/{name}"
