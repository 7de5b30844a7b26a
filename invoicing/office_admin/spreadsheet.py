"""The rates as a spreadsheet: written for Excel, read back cell by cell. What is text stays text, never a formula."""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from .rate_list import CodeLine
from .rate_plan import PlannedRate
from .words import label_of

COLUMNS = ("code", "name_fr", "name_de", "valid_from", "amount", "source")
WIDTHS = (28, 46, 46, 14, 16, 60)
MOST_ROWS = 2000
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@")


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why."""


def write_rates(lines: Iterable[CodeLine], names: dict[str, tuple[str, str]]) -> bytes:
    """All rates, one a row, under the headings of the active language. `names`: code → French and German name."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Tarifs")
    sheet.append([label_of(column) for column in COLUMNS])
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    row = 1
    for line in lines:
        for rate in line.rates:
            row += 1
            french, german = names.get(line.code, (line.name, line.name))
            for column, text in ((1, line.code), (2, french), (3, german), (6, rate.source)):
                _write_text(sheet.cell(row, column), text)
            sheet.cell(row, 4, rate.valid_from).number_format = "DD.MM.YYYY"
            sheet.cell(row, 5, rate.amount).number_format = "0.00"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def read_rates(file: BinaryIO) -> list[PlannedRate]:
    """The rows of a spreadsheet; a row that cannot be read carries its error. Raises Unreadable."""
    sheet = _open(file)
    rates: list[PlannedRate] = []
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=len(COLUMNS)), start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(_("Plus de %(most)s lignes : partagez le fichier.") % {"most": MOST_ROWS})
        if any(cell.value not in (None, "") for cell in cells):
            rates.append(_read_row(number, dict(zip(COLUMNS, cells, strict=False))))
    if not rates:
        raise Unreadable(_("Aucune ligne à lire : les titres sont en ligne 1, les tarifs dès la ligne 2."))
    return rates


def _open(file: BinaryIO):
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(_("Le fichier est trop grand : 2 Mo au plus."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Le fichier est trop grand : 2 Mo au plus."))
        return load_workbook(BytesIO(data), read_only=True, keep_links=False).worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Unreadable(_("Ce fichier n’est pas une feuille de calcul .xlsx lisible.")) from error


def _read_row(number: int, cells: dict) -> PlannedRate:
    rate = PlannedRate("", date.min, Decimal(0), "", row=number)
    formulas = [name for name, cell in cells.items() if getattr(cell, "data_type", "") == "f"]
    if formulas:
        rate.error = _("« %(field)s » est une formule : écrivez la valeur.") % {"field": label_of(formulas[0])}
        return rate
    values = {name: cell.value for name, cell in cells.items()}
    rate.code, rate.source = _text(values.get("code"))[:50], _text(values.get("source"))
    try:
        rate.valid_from = _day(values.get("valid_from"))
        rate.amount = _amount(values.get("amount"))
    except ValueError as error:
        rate.error = str(error)
    if len(rate.source) > 200:
        rate.error = _("La source est trop longue : 200 caractères au plus.")
    return rate


def _text(value) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", str(value if value is not None else "")).strip()


def _day(value) -> date:
    if isinstance(value, datetime):
        return value.date()
    try:
        return datetime.strptime(_text(value), "%d.%m.%Y").date()  # noqa: DTZ007 -- a day, no moment
    except ValueError:
        raise ValueError(_("Écrivez la date comme 01.01.2027.")) from None


def _amount(value) -> Decimal:
    """Excel keeps floats: what is shown to two digits is what was meant."""
    text = _text(value).replace("'", "").replace("’", "").replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("Écrivez le montant comme 35.30.")) from None
    cents = amount.quantize(Decimal("0.01")) if amount.is_finite() and abs(amount) < 1_000_000 else None
    if cents is None or abs(amount - cents) > Decimal("0.000001"):
        raise ValueError(_("Écrivez le montant comme 35.30, avec deux décimales au plus."))
    return cents
