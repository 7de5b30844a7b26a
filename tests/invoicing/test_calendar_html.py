"""A month of days to tick, as HTML."""

from django.test.html import parse_html

from invoicing.calendar_html import day_html, month_html
from invoicing.calendar_months import Day, Month


def day(**changes) -> Day:
    facts = {"iso": "2026-08-10", "day": 10, "name": "lundi 10 août 2026", "checked": True, "disabled": False}
    return Day(**facts | {"field_name": "stay-days_8"} | changes)


def test_a_month_is_a_table_of_real_check_boxes():
    month = Month("août 2026", [{"short": "lu", "name": "lundi"}], [[day()], [None]])
    assert parse_html(month_html(month, "Repas")) == parse_html(
        """<table class="calendar">
        <caption class="calendar__month"><span class="visually-hidden">Repas, </span>août 2026</caption>
        <thead><tr><th scope="col"><span aria-hidden="true">lu</span>
        <span class="visually-hidden">lundi</span></th></tr>
        </thead><tbody><tr><td><span class="day">
        <input type="checkbox" id="stay-days_8-2026-08-10" name="stay-days_8" value="2026-08-10" checked>
        <label for="stay-days_8-2026-08-10"><span aria-hidden="true">10</span>
        <span class="visually-hidden">lundi 10 août 2026</span></label></span></td></tr>
        <tr><td></td></tr></tbody></table>"""
    )


def test_a_day_that_cannot_be_ticked_is_disabled():
    html = day_html(day(checked=False, disabled=True))
    assert " disabled>" in html
    assert " checked" not in html


def test_texts_break_out_of_nothing():
    hostile = '"><script>'
    month = Month(hostile, [{"short": hostile, "name": hostile}], [[day(name=hostile, field_name=hostile)]])
    assert "<script" not in month_html(month, hostile)
