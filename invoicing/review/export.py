"""The list as a file: CSV or XLSX of exactly what an address shows, with the reviewer's columns; formulas neutralised.

Not here: which claims these are (worklist.py), the columns (columns.py).
"""

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from string import ascii_uppercase

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin import messages

from guichet.audit import record_event
from invoicing.calendar_days import today
from invoicing.models import Claim
from invoicing.money import grouped

from .choices_views import back_to_list, posted_list
from .columns import READ, Column, Page, chosen_columns
from .permissions import reviewer_only
from .worklist import Office, Worklist

MOST_EXPORTED = 10_000
AT_ONCE = 500
STARTS_A_FORMULA = ("=", "+", "-", "−", "@")
LEADS_INTO_ONE = ("\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # or Excel reads UTF-8 as something else
WIDTH = 20  # of a column: in the usual one, a day shows as ########
FORMATS = {date: "dd.mm.yyyy", Decimal: "#,##0.00"}


@reviewer_only
@require_POST
def export_list(request: HttpRequest) -> HttpResponse:
    """What the list showed, all pages; who exported what stands in the audit."""
    kind = request.POST.get("format")
    if kind not in ("csv", "xlsx"):
        raise Http404
    office = Office(request.user)
    worklist = Worklist(posted_list(request), office)
    if worklist.claims.order_by()[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:  # a part would pass for the whole
        text = _("Plus de %(most)s demandes : restreignez la liste par un filtre.")
        messages.error(request, text % {"most": grouped(MOST_EXPORTED)})
        return back_to_list(request)
    columns = chosen_columns(office.choices.columns)
    record_event("claims.exported", actor=request.user, object_type="list", object_key=kind,
                 detail={"filters": sorted(worklist.values), "searched": bool(worklist.words),
                         "columns": [column.key for column in columns]})  # fmt: skip
    name = f"{slugify(str(Claim._meta.verbose_name_plural))}-{today()}.{kind}"
    rows = _rows(worklist, columns, office)
    return as_csv(rows, name) if kind == "csv" else as_xlsx(rows, name)


def _rows(worklist: Worklist, columns: list[Column], office: Office) -> Iterator[list]:
    """The heads, then one row a claim, read in portions."""
    yield [str(column.label) for column in columns]
    page = Page(office, worklist.address)
    claims = worklist.in_order(worklist.claims).select_related("beneficiary").only(*READ)
    for claim in claims.iterator(chunk_size=AT_ONCE):
        yield [column.export(claim, page) for column in columns]


def neutralise(value: object) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe (ASVS 1.2.10)."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _may_be_a_formula(text) else text


def _may_be_a_formula(text: str) -> bool:
    """Whatever is not seen before the sign does not hide it, nor does a sign of full width."""
    first = next((one for one in text if unicodedata.category(one)[0] not in "ZC"), "")
    return text.startswith(LEADS_INTO_ONE) or unicodedata.normalize("NFKC", first) in STARTS_A_FORMULA


class _Echo:
    """What csv writes to, handing each line on."""

    def write(self, line: str) -> str:
        return line


def as_csv(rows: Iterator[list], name: str) -> StreamingHttpResponse:
    """Line by line, as Excel in Switzerland opens it: semicolons, UTF-8 with its mark."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    lines = (writer.writerow([neutralise(value) for value in row]) for row in rows)
    content = (BOM + line if number == 0 else line for number, line in enumerate(lines))
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=_headers(name))


def as_xlsx(rows: Iterator[list], name: str) -> FileResponse:
    """Texts are marked as texts, so that none is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for letter in ascii_uppercase:
        sheet.column_dimensions[letter].width = WIDTH
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    data = BytesIO()
    book.save(data)
    data.seek(0)
    return FileResponse(data, content_type=XLSX, headers=_headers(name))


def _cell(sheet, value: object) -> WriteOnlyCell:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = FORMATS.get(type(value), cell.number_format)
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
