"""Given a kept file, when the disk changes it or nobody holds it any more, then it is not shown, then gone."""

import os
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from guichet.models import Event
from invoicing import uploads
from invoicing.models import StoredFile
from invoicing.private_files import Damaged
from invoicing.uploads import add_attachment, open_verified, remove_attachment
from tests.claims import make_draft
from tests.invoicing import hostile_files as files
from tests.invoicing.hostile_files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def draft(office_data):
    return make_draft()


def test_a_file_changed_on_the_disk_is_not_shown(draft):
    attachment = add_attachment(draft, upload(files.pdf()))
    path = storages["private"].path(attachment.file.storage_name)
    with open(path, "ab") as file:
        file.write(b" ")
    with pytest.raises(Damaged):
        open_verified(attachment.file)
    assert Event.objects.get(action="file.damaged").object_key == attachment.file.sha256
    os.unlink(path)
    with pytest.raises(Damaged):
        open_verified(attachment.file)


def test_stored_files_are_for_us_alone(draft):
    attachment = add_attachment(draft, upload(files.pdf()))
    path = storages["private"].path(attachment.file.storage_name)
    assert os.stat(path).st_mode & 0o777 == 0o600
    beside = os.listdir(os.path.dirname(path))  # the folder is shared by all whose hash begins alike
    assert attachment.file.sha256 in beside
    assert [name for name in beside if len(name) != 64] == []


def test_other_storages_are_written_by_their_own_means(draft, settings):
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    data = files.pdf()
    for _ in range(2):
        attachment = add_attachment(draft, upload(data))
    assert open_verified(attachment.file) == data


def age(attachment, **ago) -> str:
    """Make a stored file older; returns its path."""
    then = timezone.now() - timedelta(**ago)
    StoredFile.objects.filter(pk=attachment.file_id).update(created_at=then)
    path = storages["private"].path(attachment.file.storage_name)
    os.utime(path, (then.timestamp(), then.timestamp()))
    return path


def test_files_nobody_holds_are_removed_after_a_day(draft, capsys):
    kept = add_attachment(draft, upload(files.pdf()))
    orphan = add_attachment(draft, upload(files.pdf(pages=2)))
    young = add_attachment(draft, upload(files.pdf(pages=3)))
    paths = [age(kept, hours=25), age(orphan, hours=25), age(young, hours=23)]
    remove_attachment(orphan)
    remove_attachment(young)
    call_command("clean_uploads")
    assert [os.path.exists(path) for path in paths] == [True, False, True]
    assert StoredFile.objects.count() == 2
    assert "1" in capsys.readouterr().out


def test_cleaning_an_empty_storage_is_fine(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path}}}  # fmt: skip  # noqa: E501
    assert uploads.remove_orphans() == 0
