"""Rates out to a spreadsheet and back: text stays text, each faulty row is named, nothing is stored unseen."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from invoicing.models import Rate
from tests.claims import make_claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]
INDEX = "/admin/office/rates/"
GOOD = ["travel-km", "", "", datetime(2027, 1, 1), 0.5, "CRFV 2027"]  # noqa: DTZ001 -- what Excel writes


def book(*rows: list) -> bytes:
    workbook = Workbook()
    workbook.active.append(["Code", "Nom", "Name", "Valable dès", "Montant", "Source"])
    for row in rows:
        workbook.active.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(client, data: bytes, name: str = "tarifs.xlsx"):
    return client.post(f"{INDEX}import/", {"file": SimpleUploadedFile(name, data)})


def store(client, page):
    return client.post(f"{INDEX}store/", {"plan": page.context["signed"]})


def test_what_is_exported_is_read_back_unchanged(office):
    data = office.get(f"{INDEX}export/").content
    page = read(office, data)
    plan = page.context["plan"]
    assert len(plan.rates) == Rate.objects.count()
    assert (plan.errors, plan.to_store) == ([], [])


def test_the_export_is_typed_and_named(office, german_office):
    response = german_office.get(f"{INDEX}export/")
    assert response["Content-Disposition"].startswith('attachment; filename="tarifs-')
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0] == (
        "Code",
        "Bezeichnung (Französisch)",
        "Bezeichnung (Deutsch)",
        "Gültig ab",
        "Betrag in CHF",
        "Quelle",
    )
    assert rows[1][0] == "travel-km"
    assert rows[1][2:5] == ("Kilometerentschädigung, Auto", datetime(2021, 1, 1), 0.45)  # noqa: DTZ001


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example")', "+41 27", "-1", "@SUM(A1)", "\tx", "a\x0bb"])
def test_no_text_becomes_a_formula(office, text):
    Rate.objects.filter(code="travel-km").update(source=text)
    data = office.get(f"{INDEX}export/").content
    cell = load_workbook(BytesIO(data)).active["F2"]
    assert (cell.data_type, cell.value.strip()) == ("s", text.replace("\x0b", "").strip())
    assert b"<f>" not in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_new_rows_are_shown_then_stored_together(office):
    page = read(office, book(GOOD, ["meal-5-8h", "", "", "01.01.2027", "12,00", "RAI 90"]))
    assert page.status_code == 200
    assert Rate.objects.filter(valid_from=date(2027, 1, 1)).count() == 0
    store(office, page)
    amounts = Rate.objects.filter(valid_from=date(2027, 1, 1)).values_list("code", "amount")
    assert list(amounts) == [("meal-5-8h", Decimal("12.00")), ("travel-km", Decimal("0.50"))]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (0, "unknown", "Aucun formulaire ne connaît le code"),
        (0, None, "Aucun formulaire ne connaît le code"),
        (3, "2027", "Écrivez la date comme"),
        (3, None, "Écrivez la date comme"),
        (4, "beaucoup", "Écrivez le montant comme"),
        (4, 0.455, "deux décimales au plus"),
        (4, "NaN", "deux décimales au plus"),
        (4, 0, "plus grand que 0"),
        (4, "=1+1", "est une formule"),
        (5, None, "Indiquez la source"),
        (5, "x" * 201, "trop longue"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_stored(office, column, value, said):
    row = list(GOOD)
    row[column] = value
    page = read(office, book(GOOD, row))
    assert page.status_code == 422
    plan = page.context["plan"]
    assert [(rate.row, said in rate.error) for rate in plan.errors] == [(3, True)]
    assert b'name="plan"' not in page.content
    store(office, page)
    assert not Rate.objects.filter(valid_from=date(2027, 1, 1), amount=0).exists()


def test_the_same_day_twice_is_refused(office):
    page = read(office, book(GOOD, GOOD))
    assert ["deux fois" in rate.error for rate in page.context["plan"].errors] == [True]


def test_a_used_rate_is_not_changed_by_a_spreadsheet(office):
    make_claim("travel")
    page = read(office, book(["travel-km", "", "", "01.01.2021", 0.99, "x"]))
    assert "seulement le suivre" in page.context["plan"].errors[0].error


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return file.getvalue()


def with_entities() -> bytes:
    source, file = zipfile.ZipFile(BytesIO(book(GOOD))), BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in source.namelist():
            data = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data.split(b"?>", 1)[-1]
            archive.writestr(part, data)
    return file.getvalue()


UNREADABLE = {
    "text": lambda: b"not a zip",
    "broken": lambda: b"PK\x03\x04broken",
    "bomb": bomb,
    "large": lambda: b"x" * (2 * 1024 * 1024 + 1),
    "empty": book,
    "long": lambda: book(*[GOOD] * 2001),
    "entities": with_entities,
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_with_a_word(office, make):
    page = read(office, make())
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["file"]


def test_without_a_file_there_is_a_word_too(office):
    assert office.post(f"{INDEX}import/").status_code == 422
