"""Given a file of a person or of an attacker, when it is joined to a draft, then it is kept clean, or refused."""

import hashlib
import io
import resource
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from pikepdf import Encryption, Name
from PIL import Image

from guichet.models import Event
from invoicing import inspection
from invoicing.file_names import clean_name
from invoicing.models import Attachment, StoredFile
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
    assert time.monotonic() - start < 20
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
