"""The child process: draws one page of a document as a picture. The file passed inspection, and is a stranger's still.

Run as `python -I child.py <file> <content type> <page> <where to keep>`. No Django, no settings, no network; the limits
are set before any library that reads files is loaded.
"""

import resource
import sys

MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 10
OUTPUT = 16 * 1024 * 1024
WIDTH = 1400  # pixels: an A4 page at 170 dpi, sharp when zoomed
MOST_HEIGHT = 4000


def set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))


def draw_pdf_page(source: str, number: int):
    import pypdfium2  # noqa: PLC0415 - after the limits

    pdf = pypdfium2.PdfDocument(source)
    page = pdf[number - 1]
    scale = min(WIDTH / page.get_width(), MOST_HEIGHT / page.get_height())
    return page.render(scale=scale).to_pil()


def draw_image(source: str):
    from PIL import Image  # noqa: PLC0415 - after the limits

    image = Image.open(source)
    image.draft("RGB", (WIDTH, MOST_HEIGHT))
    image.thumbnail((WIDTH, MOST_HEIGHT))
    return image


def main(source: str, content_type: str, number: str, kept: str) -> None:
    set_limits()
    is_pdf = content_type == "application/pdf"
    picture = draw_pdf_page(source, int(number)) if is_pdf else draw_image(source)
    picture.convert("RGB").save(kept, "WEBP", quality=80, method=2)


if __name__ == "__main__":
    main(*sys.argv[1:5])
