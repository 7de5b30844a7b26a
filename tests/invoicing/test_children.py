"""The two child processes from the inside: what one says of a stranger's file, what the other prints.

Their limits, and that they are on their own, is held from outside (test_uploads, test_pdf).
"""

import io
import json
import sys
from types import SimpleNamespace

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from invoicing.inspection import child
from invoicing.printing import child as printing
from tests.invoicing import hostile_files as files


@pytest.fixture
def look(tmp_path, monkeypatch):
    """`look(data)`: what the child says of a file with these bytes."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    source, kept = tmp_path / "file", tmp_path / "kept"

    def look(data: bytes) -> dict:
        source.write_bytes(data)
        return child.inspect(str(source), str(kept)) | {"kept": kept}

    return look


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (files.image("JPEG"), child.JPEG),
        (files.image("JPEG", mode="CMYK"), child.JPEG),
        (files.photo_with_place(), child.JPEG),
        (files.heic(), child.JPEG),
        (files.image("PNG"), child.PNG),
        (files.image("PNG", mode="I;16"), child.PNG),
        (files.animated_png(), child.PNG),
    ],
)
def test_pictures_are_written_anew(look, data, content_type):
    found = look(data)
    assert (found["content_type"], found["pages"]) == (content_type, 1)
    with Image.open(found["kept"]) as kept:
        assert Image.MIME[kept.format] == content_type
        assert not kept.getexif()


def test_a_pdf_that_only_shows_is_kept_byte_for_byte_and_a_broken_one_mended(look):
    data = files.pdf(pages=3)
    found = look(data)
    assert (found["content_type"], found["pages"]) == (child.PDF, 3)
    assert found["kept"].read_bytes() == data
    mended = look(data.replace(b"startxref", b"startxxxx"))
    assert mended["pages"] == 3
    with pikepdf.open(mended["kept"]) as document:
        assert len(document.pages) == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90\x00 not a document", "type"),
        (b"", "type"),
        (files.image("JPEG")[:60], "image_broken"),
        (files.png_bomb(), "pixels"),
        (b"%PDF-1.7 nothing", "pdf_broken"),
        (files.pdf(pages=101), "pages"),
        (files.pdf(encryption=pikepdf.Encryption(user="x", owner="y")), "encrypted"),
        (files.pdf(encryption=pikepdf.Encryption(user="", owner="y")), "encrypted"),
        (files.pdf(files.opens_with(S=pikepdf.Name.JavaScript, JS="app.alert(1)")), "active"),
        (files.pdf(files.with_action(S=pikepdf.Name.Launch)), "active"),
        (files.pdf(files.with_form_of_xml), "active"),
        (files.pdf(files.with_media), "active"),
        (files.pdf(files.with_script_by_name), "active"),
        (files.pdf(files.leaving_page_calls_home), "active"),
        (files.pdf(files.with_file), "embedded"),
    ],
)
def test_what_is_no_plain_document_is_unfit_with_its_code(look, data, code):
    with pytest.raises(child.Unfit, match=code):
        look(data)


@pytest.mark.parametrize(
    ("fault", "answer"),
    [(None, {"content_type": "x", "pages": 1}), (child.Unfit("active"), {"unfit": "active"}),
     (MemoryError(), {"unfit": "too_complex"})],
)  # fmt: skip
def test_the_child_answers_in_one_line(monkeypatch, capsys, fault, answer):
    def inspect(source, kept):
        if fault:
            raise fault
        return answer

    limits = []
    monkeypatch.setattr(child, "inspect", inspect)
    monkeypatch.setattr(child.resource, "setrlimit", lambda name, values: limits.append(name))
    child.main("a", "b")
    assert json.loads(capsys.readouterr().out) == answer
    assert {child.resource.RLIMIT_AS, child.resource.RLIMIT_CPU, child.resource.RLIMIT_FSIZE} <= set(limits)


def test_the_printer_prints_what_comes_and_stops_at_the_end(monkeypatch):
    html = b'<html lang="fr"><title>T</title><p>Bonjour <img src="asset:../portal/urls.py" alt="x"></p></html>'
    length = len(html).to_bytes(printing.LENGTH, "big")
    target = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO((length + html) * 2)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=target))
    monkeypatch.setattr(printing, "signal", SimpleNamespace(signal=lambda *_: None, SIGINT=2, SIG_IGN=1))
    monkeypatch.setattr(printing.resource, "setrlimit", lambda *_: None)
    printing.main(str(settings.STATICFILES_DIRS[0]))
    data = target.getvalue()
    size = int.from_bytes(data[: printing.LENGTH], "big")
    with pikepdf.open(io.BytesIO(data[printing.LENGTH : printing.LENGTH + size])) as document:
        assert len(document.pages) == 1
    assert data.count(b"%PDF-1.7") == 2
