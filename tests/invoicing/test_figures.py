"""Given claims sent, decided and sent back, when a manager looks, then the figures say how many, and nobody's name."""

import csv
from datetime import date

import pytest

from invoicing import workflow
from invoicing.figures.charts import HEIGHT, chart_of
from invoicing.figures.labels import fold_fields
from invoicing.figures.numbers import measure, weeks_of
from invoicing.models import ListEntry
from invoicing.roles import create_manager_group
from tests.claims import make_claim
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def decided(time_machine):
    """Three received on 1.9.; one accepted after 4 days, one refused after 10, one sent back."""
    reviewer = AccountFactory(staff=True)
    time_machine.move_to("2026-09-01T10:00:00+02:00", tick=False)
    first, second, third = (make_claim() for _number in range(3))
    time_machine.move_to("2026-09-05T11:00:00+02:00", tick=False)
    workflow.accept(first, reviewer=reviewer, version_number=1)
    remarks = {"services.s1.description": "Qui ?", "services": "Quoi ?"}
    workflow.return_for_correction(third, reviewer=reviewer, version_number=1, message="Voyez.", remarks=remarks)
    time_machine.move_to("2026-09-11T11:00:00+02:00", tick=False)
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    workflow.refuse(second, reviewer=reviewer, version_number=1, reason=reason)
    return first


def test_the_figures_of_a_period_are_those_of_its_weeks(decided):
    figures = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 13)), ["plain", "travel"])
    plain = figures.forms["plain"]
    assert [(week.received, week.decided, week.open) for week in plain.weeks] == [(3, 1, 2), (0, 1, 1)]
    assert (plain.median, plain.nine_of_ten, plain.corrections, plain.amount) == (4, 10, 1, decided.total)
    assert dict(figures.refusals) == {"not-covered": 1}
    assert [count for _kind, _label, count in fold_fields(figures.fields)] == [1, 1]
    assert "Description" in fold_fields(figures.fields)[0][1] + fold_fields(figures.fields)[1][1]
    assert figures.forms["travel"].received == 0


def test_an_earlier_period_knows_what_was_open_then(decided):
    week = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 6)), ["plain"]).forms["plain"].weeks[0]
    assert (week.received, week.open) == (3, 2)


def test_the_chart_draws_what_the_table_says(decided):
    weeks = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 13)), ["plain"]).forms["plain"].weeks
    chart = chart_of(weeks, "Facture")
    assert chart.most == 3
    assert [(bar.kind, bar.height) for bar in chart.bars] == [
        ("received", HEIGHT), ("decided", HEIGHT // 3), ("received", 0), ("decided", HEIGHT // 3)
    ]  # fmt: skip
    assert chart.open_points == f"9,{HEIGHT // 3} 33,{HEIGHT * 2 // 3}"


def test_the_export_holds_every_figure_of_the_page(decided, signed_in_client):
    manager = AccountFactory(staff=True, with_device=True)
    manager.groups.add(create_manager_group())
    answer = signed_in_client(manager).get("/admin/figures/export/csv/", {"start": "2026-09-01", "end": "2026-09-13"})
    rows = [row[-3:] for row in csv.reader(b"".join(answer).decode("utf-8-sig").splitlines(), delimiter=";")]
    assert ["3", "1", "2"] in rows  # the first week of the general invoice: received, decided, open
    assert [row[1:] for row in rows if "Prestations, Description" in row] == [["Prestations, Description", "1"]]
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered").label_fr
    assert [reason, "1"] in rows


@pytest.mark.parametrize("address", ["", "export/csv/", "export/xlsx/"])
def test_a_manager_sees_them_without_any_name(decided, signed_in_client, address):
    manager = AccountFactory(staff=True, with_device=True)
    manager.groups.add(create_manager_group())
    answer = signed_in_client(manager).get(f"/admin/figures/{address}", {"start": "2026-09-01", "end": "2026-09-13"})
    assert answer.status_code == 200
    assert decided.owner.last_name.encode() not in b"".join(answer)
    assert signed_in_client(manager).get("/admin/claims/").status_code == 404
