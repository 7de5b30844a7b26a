"""The PDF of a version: what was sent, on paper. Drawn from the version alone, in the claim's language.

Not here: the printing itself (printing), storing and sealing (tasks.py), serving (views/pdf.py).
"""

from django.template.loader import render_to_string
from django.utils import translation

from .kinds.registry import get_kind
from .models import Version
from .printing import printer
from .summary import summarise

COMPACT_FROM = 25  # rows of a section; more of them share one table, which prints faster and reads no worse


def render_pdf(version: Version) -> bytes:
    """The PDF/UA-1 of a version; raises printing.NotPrinted."""
    return printer.print_html(html_of(version))


def html_of(version: Version) -> str:
    claim = version.claim
    with translation.override(claim.language):
        lines = list(version.lines.all())
        sections = summarise(
            get_kind(claim.kind), version.answers, head=version.head, wording=version.wording, lines=lines
        )
        long = [section for section in sections if len(section.blocks) >= COMPACT_FROM]
        told = {section.key for section in long}  # their rows say what they are worth; the account gives their sums
        context = {
            "claim": claim,
            "version": version,
            "language": claim.language,
            "title": version.wording["title"][claim.language],
            "number": version.wording["number"],
            "sections": sections,
            "lines": [line for line in lines if line.section not in told],
            "long_sections": long,
            "documents": version.attachments.select_related("file"),
        }
        return render_to_string("pdf/claim.html", context)
