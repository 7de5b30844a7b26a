"""Given claims sent, decided and sent back, when a manager looks, then the figures say how many, and nobody's name."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from guichet.models import Event
from invoicing import workflow
from invoicing.figures.charts import HEIGHT, chart_of, round_up
from invoicing.figures.labels import fold_fields, many_first
from invoicing.figures.numbers import measure, weeks_of
from invoicing.models import Claim, ListEntry
from invoicing.roles import create_manager_group, make_reviewer
from tests.claims import change_claim, make_claim, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture
def manager(signed_in_client):
    account = AccountFactory(staff=True, with_device=True)
    account.groups.add(create_manager_group())
    return signed_in_client(account)


@pytest.fixture
def tell_all(monkeypatch):
    """One claim is told like many."""
    monkeypatch.setattr("invoicing.figures.numbers.FEWEST", 1)
    monkeypatch.setattr("invoicing.figures.labels.FEWEST", 1)


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


@pytest.mark.usefixtures("tell_all")
def test_the_figures_of_a_period_are_those_of_its_weeks(decided):
    figures = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 13)), ["plain", "travel"])
    plain = figures.forms["plain"]
    assert [(week.received, week.decided, week.open) for week in plain.weeks] == [(3, 1, 2), (0, 1, 1)]
    assert (plain.median, plain.nine_of_ten, plain.corrections, plain.amount) == (4, 10, 1, decided.total)
    assert dict(figures.refusals) == {"not-covered": 1}
    assert [count for _kind, _label, count in fold_fields(figures.fields)] == [1, 1]
    assert "Description" in fold_fields(figures.fields)[0][1] + fold_fields(figures.fields)[1][1]
    assert figures.forms["travel"].received == 0
    every = figures.every
    assert [(week.received, week.decided, week.open) for week in every.weeks] == [(3, 1, 2), (0, 1, 1)]
    assert (every.received, every.accepted, every.refused, every.open, every.amount, every.median) == (
        3, 1, 1, 1, decided.total, 4,
    )  # fmt: skip


@pytest.mark.usefixtures("tell_all")
@pytest.mark.parametrize(("act", "counted"), [("let_lapse", 1), ("take_back", 0)])
def test_a_correction_nobody_answered_was_asked_and_one_taken_back_was_not(decided, time_machine, act, counted):
    claim = Claim.objects.get(state="returned")
    more = {} if act == "let_lapse" else {"reviewer": AccountFactory(staff=True), "why": "Par erreur."}
    getattr(workflow, act)(claim, version_number=1, **more)
    figures = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 13)), ["plain", "travel"])
    assert figures.forms["plain"].corrections == counted
    assert [count for _kind, _label, count in fold_fields(figures.fields)] == [1, 1] * counted


def test_amounts_are_told_to_the_centime(manager):
    accepted("plain", *[100.1, 200.2, 300.35, 0.05, 17.7] * 9)
    figures = measure(weeks_of(timezone.localdate(), timezone.localdate()), ["plain"])
    assert str(figures.every.amount) == "5565.60"
    lines = b"".join(manager.get("/admin/figures/export/csv/")).decode("utf-8-sig")
    assert lines.count('"5565.60"') == 2  # of the form, and of all


def accepted(kind: str, *amounts: int) -> None:
    """So many accepted today after three days, by writing rows: what is counted is what stands there."""
    facts = make_claim(kind, owner=make_person())
    now = timezone.now()
    for number, amount in enumerate(amounts):
        facts.pk, facts.reference = None, f"2019-{kind[:2]}{number:04d}"
        facts.total, facts.state, facts.closed_at = amount, "accepted", now
        facts.submitted_at = now - timedelta(days=3)
        facts.save(force_insert=True)
    for claim in Claim.objects.filter(closed_at=None):
        change_claim(claim, submitted_at=now - timedelta(days=3))


@pytest.mark.parametrize(
    ("plain", "travel", "amounts"),
    [
        (5, 0, [500, 0, 500]),  # five are told
        (4, 0, [None, 0, None]),  # four are not
        (5, 4, [500, None, None]),  # nor by subtracting
        (4, 4, [None, None, 800]),  # two forms may hide behind each other
        (5, 5, [500, 500, 1000]),
        (0, 0, [0, 0, 0]),
    ],
)
def test_amounts_of_a_few_are_not_told_nor_can_they_be_worked_out(plain, travel, amounts):
    accepted("plain", *[100] * plain)
    accepted("travel", *[100] * travel)
    figures = measure(weeks_of(timezone.localdate(), timezone.localdate()), ["plain", "travel"])
    forms = figures.forms["plain"], figures.forms["travel"]
    assert [one.amount for one in (*forms, figures.every)] == amounts
    assert [one.median for one in forms] == [3 if count >= 5 else None for count in (plain, travel)]
    assert [one.accepted for one in forms] == [plain, travel]


def test_what_was_counted_less_than_five_times_has_no_number_and_no_place():
    assert many_first(Counter(b=1, c=9, a=4, d=12, e=5)) == [("d", 12), ("c", 9), ("e", 5), ("a", None), ("b", None)]


def test_an_earlier_period_knows_what_was_open_then(decided):
    week = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 6)), ["plain"]).forms["plain"].weeks[0]
    assert (week.received, week.open) == (3, 2)


def test_the_chart_draws_what_the_table_says(decided):
    weeks = measure(weeks_of(date(2026, 9, 1), date(2026, 9, 13)), ["plain"]).forms["plain"].weeks
    chart = chart_of(weeks, "Facture")
    assert (chart.most, chart.half) == (4, 2)
    assert [(bar.kind, bar.height) for bar in chart.bars] == [
        ("received", HEIGHT * 3 // 4), ("decided", HEIGHT // 4), ("received", 0), ("decided", HEIGHT // 4)
    ]  # fmt: skip
    assert chart.open_points == f"9,{HEIGHT // 2} 33,{HEIGHT * 3 // 4}"


def test_a_scale_ends_on_a_number_with_a_whole_half():
    numbers = (0, 1, 3, 9, 10, 11, 46, 100, 103, 999)
    assert [round_up(number) for number in numbers] == [2, 2, 4, 10, 10, 20, 60, 100, 200, 1000]


@pytest.mark.usefixtures("tell_all")
def test_the_export_holds_every_figure_of_the_page(decided, manager):
    answer = manager.get("/admin/figures/export/csv/", {"start": "2026-09-01", "end": "2026-09-13"})
    assert answer["Content-Disposition"] == 'attachment; filename="chiffres-2026-08-31-2026-09-13.csv"'
    rows = [row[-3:] for row in csv.reader(b"".join(answer).decode("utf-8-sig").splitlines(), delimiter=";")]
    assert ["3", "1", "2"] in rows  # the first week of the general invoice: received, decided, open
    assert [row[1:] for row in rows if "Prestations, Description" in row] == [["Prestations, Description", "1"]]
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered").label_fr
    assert [reason, "1"] in rows


@pytest.mark.parametrize("address", ["", "export/csv/", "export/xlsx/"])
def test_a_manager_sees_them_without_any_name(decided, manager, address):
    answer = manager.get(f"/admin/figures/{address}", {"start": "2026-09-01", "end": "2026-09-13"})
    assert answer.status_code == 200
    assert decided.owner.last_name.encode() not in b"".join(answer)
    assert manager.get("/admin/claims/").status_code == 404


@pytest.mark.parametrize("address", ["", "export/csv/"])
def test_neither_page_nor_file_tells_what_one_claim_would(decided, manager, address):
    answer = manager.get(f"/admin/figures/{address}", {"start": "2026-09-01", "end": "2026-09-13"})
    content = b"".join(answer).decode()
    assert str(decided.total) not in content
    assert "moins de 5" in content


UNSOUND = [
    {"start": "2026-11-28", "end": "2025-01-01"}, {"start": "0001-01-01", "end": "0001-03-01"}, {"start": "2026-11-01"},
    {"start": "9999-10-01", "end": "9999-12-31"}, {"start": "2020-01-01", "end": "2026-01-01"}, {"end": "x"},
]  # fmt: skip


@pytest.mark.parametrize("asked", UNSOUND, ids=str)
def test_an_unsound_period_is_told_and_never_exported_as_another(manager, asked):
    page = manager.get("/admin/figures/", asked).content.decode()
    assert '<p role="alert">Choisissez deux jours' in page
    answer = manager.get("/admin/figures/export/csv/", asked)
    assert answer["Location"].startswith("/admin/figures/?")
    assert not Event.objects.filter(action="figures.read").exists()


def test_the_periods_asked_for_most_are_one_press_away(manager, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-28T10:00:00+01:00"), tick=False)
    page = manager.get("/admin/figures/").content.decode().replace("&amp;", "&")
    assert "Semaines entières, du 07.09.2026 au 29.11.2026" in page
    assert 'href="/admin/figures/?start=2026-09-12&end=2026-11-28" aria-current="true"' in page
    for query in ("start=2026-01-01&end=2026-11-28", "start=2025-01-01&end=2025-12-31"):
        assert f'href="/admin/figures/?{query}"' in page
        assert 'role="alert"' not in manager.get(f"/admin/figures/?{query}").content.decode()


def test_a_managers_home_says_the_last_weeks(manager, signed_in_client, decided):
    assert "<dt>Reçues</dt><dd>3</dd>" in manager.get("/admin/").content.decode()
    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)
    assert "Chiffres des douze" not in signed_in_client(reviewer).get("/admin/").content.decode()
