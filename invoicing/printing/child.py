"""The child process: HTML on the standard input, PDF/UA-1 on the standard output, as often as asked.

Run as `python -I child.py <folder of our own assets>`. No Django, no settings. Nothing is fetched but the fonts, the
style sheets and the pictures of that folder; a print that fails ends the process, so that the next one starts afresh.
"""

import resource
import signal
import sys
from pathlib import Path

MEMORY = 512 * 1024 * 1024
LENGTH = 8
SCHEME = "asset:"
STYLE = f"{SCHEME}css/pdf.css"
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".webp": "image/webp"}


def set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def make_printer(folder: Path):
    """A function HTML → PDF with one font configuration and one parsed style sheet for the life of the process."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - after the limits
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnAssets(URLFetcher):
        """Knows fonts, style sheets and pictures by name and refuses every other address."""

        def fetch(self, url, headers=None):
            path = folder / url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or ".." in path.parts or path.suffix not in TYPES:
                raise ValueError("This address is not one of our own assets.")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    fetcher, fonts = OwnAssets(), FontConfiguration()
    style = CSS(url=STYLE, font_config=fonts, url_fetcher=fetcher)

    def print_html(html: str) -> bytes:
        document = HTML(string=html, url_fetcher=fetcher)
        return document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")

    return print_html


def main(folder: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process itself
    set_limits()
    print_html = make_printer(Path(folder))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while length := source.read(LENGTH):
        html = source.read(int.from_bytes(length, "big")).decode()
        pdf = print_html(html)
        target.write(len(pdf).to_bytes(LENGTH, "big") + pdf)
        target.flush()


if __name__ == "__main__":
    main(sys.argv[1])
