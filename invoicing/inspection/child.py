"""The child process: reads one file of a stranger, says what it is as JSON, writes the bytes worth keeping.

Run as `python -I child.py <file> <where to keep>`. No Django, no settings, no network; the limits are set before any
library that reads files is loaded. Whatever kills this process refuses the file, and nothing else.
"""

import json
import resource
import shutil
import sys
import warnings

MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 10
OUTPUT = 64 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PAGES = 100

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}

ACTIVE_KEYS = {"/JavaScript", "/JS", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
EMBEDDED_KEYS = {"/EmbeddedFiles", "/EF", "/AF"}
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound",
    "/GoToE", "/GoToR",
}  # fmt: skip
ACTIVE_SUBTYPES = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


class Unfit(Exception):
    """Refused; the code is the message."""


def set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))


def inspect(source: str, kept: str) -> dict:
    """What the file is by its first bytes, and by reading it whole."""
    with open(source, "rb") as file:
        start = file.read(16)
    if start.startswith(b"%PDF-"):
        return {"content_type": PDF, "pages": keep_pdf(source, kept)}
    if start.startswith(b"\xff\xd8\xff"):
        return {"content_type": keep_image(source, kept, "JPEG"), "pages": 1}
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return {"content_type": keep_image(source, kept, "PNG"), "pages": 1}
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        return {"content_type": keep_image(source, kept, "HEIF"), "pages": 1}
    raise Unfit("type")


# --- Images -------------------------------------------------------------------------


def keep_image(source: str, kept: str, format_name: str) -> str:
    """Decode the first picture and write it anew: metadata, animation and whatever hung behind it are gone."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - after the limits

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if format_name == "HEIF":
        import pillow_heif  # noqa: PLC0415

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(source, formats=[format_name]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unfit("pixels")
            return write_image(ImageOps.exif_transpose(image), kept, format_name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise Unfit("image_broken") from error


def write_image(image, kept: str, format_name: str) -> str:
    """PNG stays PNG, everything else becomes a JPEG; only pixels pass."""
    if format_name == "PNG":
        if "transparency" in image.info or image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.info = {}
        image.save(kept, "PNG", compress_level=4)
        return PNG
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.info = {}
    image.save(kept, "JPEG", quality=88)
    return JPEG


# --- PDF -----------------------------------------------------------------------------


def keep_pdf(source: str, kept: str) -> int:
    """The number of pages of a PDF that does nothing but show them. One that had to be mended is kept as mended."""
    import pikepdf  # noqa: PLC0415 - after the limits

    try:
        try:
            pdf = pikepdf.open(source, attempt_recovery=False, suppress_warnings=True)
            was_mended = False
        except pikepdf.PasswordError:
            raise
        except pikepdf.PdfError:
            pdf = pikepdf.open(source, suppress_warnings=True)
            was_mended = True
        with pdf:
            pages = check_pdf(pikepdf, pdf)
            pdf.save(kept) if was_mended else shutil.copyfile(source, kept)
            return pages
    except pikepdf.PasswordError as error:
        raise Unfit("encrypted") from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise Unfit("pdf_broken") from error


def check_pdf(pikepdf, pdf) -> int:
    if pdf.is_encrypted:
        raise Unfit("encrypted")
    pages = len(pdf.pages)
    if pages == 0:
        raise Unfit("pdf_broken")
    if pages > MOST_PAGES:
        raise Unfit("pages")
    check_opening(pikepdf, pdf.Root)
    for thing in pdf.objects:
        check_object(pikepdf, thing)
    return pages


def check_opening(pikepdf, root) -> None:
    """Opening the document may turn to a page, and do nothing else."""
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name("/GoTo"):
        raise Unfit("active")


def check_object(pikepdf, thing) -> None:
    """One object of the file and what stands inside it; objects it only points at come by themselves."""
    waiting = [thing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += inner(pikepdf, thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            check_dictionary(thing)
            waiting += inner(pikepdf, [value for _, value in thing.items()])


def inner(pikepdf, values) -> list:
    containers = (pikepdf.Array, pikepdf.Dictionary)
    return [value for value in values if isinstance(value, containers) and not value.is_indirect]


def check_dictionary(thing) -> None:
    keys = set(thing.keys())
    if keys & EMBEDDED_KEYS or name_at(thing, "/Type") == "/EmbeddedFile":
        raise Unfit("embedded")
    if keys & ACTIVE_KEYS or name_at(thing, "/S") in ACTIVE_ACTIONS:
        raise Unfit("active")
    if name_at(thing, "/Subtype") in ACTIVE_SUBTYPES:
        raise Unfit("active")
    if name_at(thing, "/Subtype") == "/FileAttachment":
        raise Unfit("embedded")
    opening = thing.get("/AA")
    if opening is not None and any(name_at(action, "/S") == "/URI" for _, action in opening.items()):
        raise Unfit("active")


def name_at(thing, key: str) -> str:
    return str(thing.get(key, ""))


def main(source: str, kept: str) -> None:
    set_limits()
    try:
        answer = inspect(source, kept)
    except Unfit as unfit:
        answer = {"unfit": str(unfit)}
    except MemoryError:
        answer = {"unfit": "too_complex"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
