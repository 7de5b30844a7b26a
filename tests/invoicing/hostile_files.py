"""Files as people and attackers send them, built in memory: nothing hostile lies in the repository."""

import base64
import io
import struct
import zlib

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name
from PIL import Image

EICAR = base64.b64decode(
    b"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


def upload(data: bytes, name: str = "facture.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


# --- Images ---------------------------------------------------------------------------


def image(format_name: str = "JPEG", *, size=(40, 30), mode: str = "RGB", **options) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(buffer, format_name, **options)
    return buffer.getvalue()


def photo_with_place() -> bytes:
    """A JPEG turned on its side, with a GPS position, an author and a script behind its end."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation
    exif[0x013B] = "Jeanne Fournier"
    exif.get_ifd(0x8825)[1] = "N"
    return image(exif=exif, comment=b"secret") + b"<?php system('id'); ?>"


def heic() -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(buffer)
    return buffer.getvalue()


def animated_png() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def png_bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """169 million pixels in 20 kB."""
    packer = zlib.compressobj(9)
    row = bytes(width // 8 + 1)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# --- PDF ----------------------------------------------------------------------------------


def pdf(change=None, *, pages: int = 1, **options) -> bytes:
    """A blank PDF; `change(pdf)` does something to it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


def with_action(**action):
    """A link on the first page that does something."""

    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(**action))
        document.pages[0].Annots = document.make_indirect(Array([link]))

    return change


def opens_with(**action):
    def change(document):
        document.Root.OpenAction = Dictionary(**action)

    return change


def with_form_of_xml(document) -> None:
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"))


def with_media(document) -> None:
    media = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    document.pages[0].Annots = Array([media])


def with_file(document) -> None:
    document.attachments["virus.exe"] = b"MZ"


def with_script_by_name(document) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))


def leaving_page_calls_home(document) -> None:
    document.pages[0].AA = Dictionary(C=Dictionary(S=Name.URI, URI="https://example.org"))


def pdf_bomb(size: int = 600 * 1024 * 1024) -> bytes:
    """600 MB in two kilobytes: a doubly compressed object stream, which every reader must unpack to find anything."""
    inner = zlib.compressobj(1)
    block = b" " * (1 << 20)
    once = inner.compress(b"1 0 ") + b"".join(inner.compress(block) for _ in range(size >> 20)) + inner.flush()
    twice = zlib.compress(once, 9)
    out = b"%PDF-1.5\n"
    stream_at = len(out)
    out += b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(twice)
    out += twice + b"\nendstream\nendobj\n"
    pages_at = len(out)
    out += b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    table_at = len(out)
    entries = [(0, 0, 0), (2, 5, 0), (1, pages_at, 0), (1, table_at, 0), (0, 0, 0), (1, stream_at, 0)]
    table = b"".join(struct.pack(">BIB", *entry) for entry in entries)
    out += b"3 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table_at
