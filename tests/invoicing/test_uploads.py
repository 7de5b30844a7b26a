"""Given a file of a person or of an attacker, when it is joined to a draft, then it is kept clean, or refused."""

import hashlib
import io
import os
import resource
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone
from pikepdf import Encryption, Name
from PIL import Image

from guichet.models import Event
from invoicing import inspection, scanning, uploads
from invoicing.file_names import clean_name
from invoicing.models import Attachment, StoredFile
from invoicing.private_files import Damaged
from invoicing.refusals import MESSAGES, Refused
from invoicing.uploads import add_attachment, open_verified, remove_attachment
from tests.claims import make_claim, make_draft
from tests.invoicing import hostile_files as files
from tests.invoicing.hostile_files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def draft(office_data):
    return make_draft()


def refusal(draft, data: bytes, name: str = "facture.pdf") -> Refused:
    with pytest.raises(Refused) as caught:
        add_attachment(draft, upload(data, name))
    return caught.value


# --- What is taken -----------------------------------------------------------------------


def test_a_pdf_is_kept_as_it_came_under_its_hash(draft):
    data = files.pdf(pages=3)
    attachment = add_attachment(draft, upload(data, "Facture Dr. Müller.pdf"))
    assert attachment.name == "Facture Dr. Müller.pdf"
    assert (attachment.file.content_type, attachment.file.pages) == ("application/pdf", 3)
    assert attachment.file.sha256 == hashlib.sha256(data).hexdigest()
    assert open_verified(attachment.file) == data
    assert attachment.file.scanned_by == "not scanned"
    event = Event.objects.get(action="attachment.added")
    assert (event.actor, event.object_key) == (draft.owner, str(attachment.pk))
    assert "Müller" not in str(event.detail)


def test_a_photo_loses_place_author_and_tail_and_stands_upright(draft):
    attachment = add_attachment(draft, upload(files.photo_with_place(), "photo.jpg"))
    data = open_verified(attachment.file)
    with Image.open(io.BytesIO(data)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (30, 40))
        assert not kept.getexif()
        assert "comment" not in kept.info
    for trace in (b"Jeanne", b"secret", b"<?php", b"Exif"):
        assert trace not in data


def test_a_photo_of_an_iphone_becomes_a_jpeg(draft):
    attachment = add_attachment(draft, upload(files.heic(), "IMG_0042.HEIC"))
    assert attachment.name == "IMG_0042.jpg"
    assert attachment.file.content_type == "image/jpeg"
    with Image.open(io.BytesIO(open_verified(attachment.file))) as kept:
        assert kept.size == (64, 48)


def test_an_animation_keeps_its_first_picture(draft):
    attachment = add_attachment(draft, upload(files.animated_png(), "anim.png"))
    with Image.open(io.BytesIO(open_verified(attachment.file))) as kept:
        assert getattr(kept, "n_frames", 1) == 1
        assert kept.getpixel((0, 0)) == (255, 0, 0)


def test_a_png_in_unusual_colours_is_kept(draft):
    attachment = add_attachment(draft, upload(files.image("PNG", mode="I;16"), "scan.png"))
    assert attachment.file.content_type == "image/png"


def test_a_damaged_pdf_that_can_be_mended_is_kept_mended(draft):
    data = files.pdf()[:-120]
    attachment = add_attachment(draft, upload(data))
    kept = open_verified(attachment.file)
    assert kept != data
    assert b"startxref" in kept


def test_ordinary_links_in_a_pdf_are_fine(draft):
    assert add_attachment(draft, upload(files.pdf(files.with_action(S=Name.URI, URI="https://example.org"))))


def test_the_type_is_told_by_content_and_the_name_follows(draft):
    assert add_attachment(draft, upload(files.pdf(), "scan.jpg")).name == "scan.jpg.pdf"


def test_the_same_file_twice_is_joined_once(draft):
    data = files.pdf()
    first, second = (add_attachment(draft, upload(data)) for _ in range(2))
    assert first == second
    assert draft.attachments.count() == 1


# --- What is refused -----------------------------------------------------------------------

NO_DOCUMENTS = {
    "exe": b"MZ\x90\x00\x03",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0",
    "zip, docm": b"PK\x03\x04",
    "gif": b"GIF89a\x01\x00\x01\x00<script>alert(1)</script>",
    "tiff": b"II*\x00",
    "junk before a PDF": b"\n" + files.pdf(),
    "html before a PDF": b"<html>" + files.pdf(),
    "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
    "eicar": files.EICAR,
}


@pytest.mark.parametrize("kind", NO_DOCUMENTS)
def test_what_is_no_document_is_refused_whatever_its_name(draft, kind):
    refused = refusal(draft, NO_DOCUMENTS[kind], "facture.pdf")
    assert refused.code == "type"
    assert "facture.pdf" in refused.message
    assert "PDF" in refused.message
    assert not StoredFile.objects.exists()
    event = Event.objects.get(action="attachment.refused")
    assert (event.result, event.detail) == ("failure", {"code": "type"})


ACTIVE = {
    "script on opening": files.opens_with(S=Name.JavaScript, JS="app.alert(1)"),
    "address on opening": files.opens_with(S=Name.URI, URI="https://example.org"),
    "program": files.with_action(S=Name.Launch, F="cmd.exe"),
    "form sent": files.with_action(S=Name.SubmitForm, F="https://example.org"),
    "script by name": files.with_script_by_name,
    "script after a link": files.with_action(S=Name.GoTo, Next=files.Dictionary(S=Name.JavaScript, JS="x")),
    "address on leaving a page": files.leaving_page_calls_home,
    "XFA": files.with_form_of_xml,
    "media": files.with_media,
}


@pytest.mark.parametrize("kind", ACTIVE)
def test_a_pdf_that_does_something_is_refused(draft, kind):
    assert refusal(draft, files.pdf(ACTIVE[kind])).code == "active"


def test_a_pdf_that_carries_files_is_refused(draft):
    assert refusal(draft, files.pdf(files.with_file)).code == "embedded"


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_pdf_with_a_password_is_refused(draft, user):
    data = files.pdf(encryption=Encryption(owner="owner", user=user))
    assert refusal(draft, data).code == "encrypted"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nnothing more", "pdf_broken"),
        (files.pdf(pages=101), "pages"),
        (files.image()[:200], "image_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "image_broken"),
        (b"", "empty"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), "too_big"),
    ],
)
def test_what_is_broken_or_too_large_is_refused_with_its_reason(draft, data, code):
    assert refusal(draft, data).code == code


@pytest.mark.parametrize(
    ("make", "codes"),
    [(files.png_bomb, {"pixels"}), (lambda: files.png_bomb(1_000_000, 1_000), {"pixels"}),
     (files.pdf_bomb, {"pdf_broken", "too_complex"})],
    ids=["wide image", "strip", "pdf"],
)  # fmt: skip
def test_a_bomb_is_refused_and_the_server_does_not_grow(draft, make, codes):
    data = make()
    assert len(data) < 200_000
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert refusal(draft, data).code in codes
    assert time.monotonic() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_child_that_hangs_or_dies_refuses_the_file(draft, monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    monkeypatch.setattr(inspection, "CHILD", child)
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0.3)
    child.write_text("import time; time.sleep(30)")
    assert refusal(draft, files.pdf()).code == "too_complex"
    child.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert refusal(draft, files.pdf()).code == "too_complex"


def test_the_child_sees_none_of_our_settings(draft, monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import os, json, sys; json.dump({'unfit': ','.join(sorted(os.environ))}, sys.stdout)")
    monkeypatch.setattr(inspection, "CHILD", child)
    monkeypatch.setenv("SECRET_KEY", "secret")
    with pytest.raises(inspection.Unfit) as caught:
        inspection.inspect_file(tmp_path / "upload")
    assert set(caught.value.code.split(",")) <= {"LANG", "LC_CTYPE", "OMP_NUM_THREADS", "PATH"}


# --- Room ------------------------------------------------------------------------------------


def test_the_eleventh_document_is_refused(draft):
    file = StoredFile.objects.create(sha256="a" * 64, content_type="image/png", size=10)
    Attachment.objects.bulk_create(Attachment(owner=draft.owner, file=file, name="x", draft=draft) for _ in range(10))
    assert refusal(draft, files.pdf()).code == "too_many"


@pytest.mark.parametrize(("megabytes", "code"), [(50, "draft_full"), (500, "account_full")])
def test_a_draft_and_a_year_have_room_for_so_much(draft, megabytes, code):
    file = StoredFile.objects.create(sha256="b" * 64, content_type="image/png", size=megabytes * 1024 * 1024)
    holder = draft if code == "draft_full" else make_draft(owner=draft.owner)
    Attachment.objects.create(owner=draft.owner, file=file, name="x", draft=holder)
    assert refusal(draft, files.pdf()).code == code


def test_last_year_does_not_count(draft):
    file = StoredFile.objects.create(sha256="b" * 64, content_type="image/png", size=500 * 1024 * 1024)
    old = Attachment.objects.create(owner=draft.owner, file=file, name="x", draft=make_draft(owner=draft.owner))
    Attachment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=366))
    assert add_attachment(draft, upload(files.pdf()))


def test_nothing_is_joined_to_what_was_sent():
    claim = make_claim()
    assert refusal(claim.sent_drafts.get(), files.pdf()).code == "sent"


def test_a_document_is_removed_from_a_draft_but_never_from_a_version(draft):
    attachment = add_attachment(draft, upload(files.pdf()))
    remove_attachment(attachment)
    assert not draft.attachments.exists()
    assert Event.objects.filter(action="attachment.removed", object_key=str(attachment.pk)).exists()
    version = make_claim().versions.get()
    sent = Attachment.objects.create(owner=draft.owner, file=StoredFile.objects.get(), name="x", version=version)
    remove_attachment(sent)
    assert version.attachments.get() == sent


# --- Scanning ---------------------------------------------------------------------------------


@contextmanager
def clamd(path: str, *, answer):
    """A clamd on a socket file. `answer(data)` says what it finds in a stream."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen()

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                if stream.readline() == b"nVERSION\n":
                    connection.sendall(b"ClamAV 1.4.2/27500/Mon Nov 23 08:00:00 2026\n")
                    continue
                with suppress(BrokenPipeError):  # the portal did not wait
                    connection.sendall(answer(read_stream(stream)))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def read_stream(stream) -> bytes:
    data = bytearray()
    while size := struct.unpack("!L", stream.read(4))[0]:
        data += stream.read(size)
    return bytes(data)


@pytest.fixture
def clamd_path(settings, tmp_path) -> str:
    settings.CLAMD_SOCKET = f"/tmp/clamd-{os.getpid()}-{time.monotonic_ns()}"  # noqa: S108 - socket paths are short
    yield settings.CLAMD_SOCKET
    os.path.exists(settings.CLAMD_SOCKET) and os.unlink(settings.CLAMD_SOCKET)


def find_eicar(data: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\n" if files.EICAR in data else b"stream: OK\n"


def test_a_clean_file_says_who_scanned_it(draft, clamd_path):
    with clamd(clamd_path, answer=find_eicar):
        attachment = add_attachment(draft, upload(files.pdf()))
    assert attachment.file.scanned_by.startswith("ClamAV 1.4.2/27500")


def test_a_virus_at_the_end_of_a_large_file_is_found_and_not_kept(draft, clamd_path):
    with clamd(clamd_path, answer=find_eicar):
        refused = refusal(draft, files.image() + b" " * 9_000_000 + files.EICAR, "photo.jpg")
    assert refused.code == "infected"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("answer", [b"", b"stream: what?\n", b"\xff\xfe\n", b"stream: x ERROR\n", b"INSTREAM size limit exceeded. ERROR\n"])  # fmt: skip  # noqa: E501
def test_a_strange_answer_of_the_scanner_is_not_clean(draft, clamd_path, answer):
    with clamd(clamd_path, answer=lambda data: answer):
        refused = refusal(draft, files.pdf())
    assert refused.code == "unchecked"
    assert "Réessayez" in refused.message
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_away_refuses_the_file(draft, clamd_path):
    assert refusal(draft, files.pdf()).code == "unchecked"


def test_a_scanner_that_is_away_over_the_network_refuses_the_file(draft, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CLAMD_SOCKET = f"127.0.0.1:{taken.getsockname()[1]}"
        assert refusal(draft, files.pdf()).code == "unchecked"


def test_a_scanner_that_hangs_refuses_the_file_after_the_time_out(draft, clamd_path, monkeypatch):
    monkeypatch.setattr(scanning, "TIMEOUT", 0.3)
    released = threading.Event()

    def wait(data):
        released.wait(5)
        return b"stream: OK\n"

    with clamd(clamd_path, answer=wait):
        start = time.monotonic()
        assert refusal(draft, files.pdf()).code == "unchecked"
        assert time.monotonic() - start < 3
        released.set()


# --- Storage ------------------------------------------------------------------------------------


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
    assert os.listdir(os.path.dirname(path)) == [attachment.file.sha256]


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


# --- Names and words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Temp\\Facture.pdf", "Facture.pdf"),
        ("a.pdf\0.html", "a.pdf.html.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("fac\u202efdp.exe", "facfdp.exe.pdf"),
        ("--help.pdf", "help.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ("con.pdf", "_con.pdf"),
        ('<b>"é" 🙂.pdf', '<b>"é" 🙂.pdf'),
        ("photo.heic", "photo.pdf"),
        ("x" * 500 + ".PDF", "x" * 146 + ".PDF"),
        ("x" * 500, "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_before_it_is_shown(given, shown):
    assert clean_name(given, content_type="application/pdf") == shown


@pytest.mark.parametrize("code", MESSAGES)
def test_every_refusal_names_the_file_and_says_what_to_do(code):
    message = str(Refused(code, name="facture.pdf"))
    assert "«\u00a0facture.pdf\u00a0»" in message
    assert "%" not in message
