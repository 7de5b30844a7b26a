"""A month as a table of real check boxes, written in Python: a form shows hundreds of days.

Not here: which days there are and which may be ticked (calendar_months).
"""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .calendar_months import Day, Month


def month_html(month: Month, label: str) -> SafeString:
    """`label`: what the days are ticked for, read with the month's name."""
    weekdays = "".join(
        f'<th scope="col"><span aria-hidden="true">{escape(weekday["short"])}</span>'
        f'<span class="visually-hidden">{escape(weekday["name"])}</span></th>'
        for weekday in month.weekdays
    )
    name = f'<span class="visually-hidden">{escape(label)}, </span>{escape(month.name)}'
    weeks = "".join(f"<tr>{''.join(map(day_html, week))}</tr>" for week in month.weeks)
    return mark_safe(
        f'<table class="calendar"><caption class="calendar__month">{name}</caption>'
        f"<thead><tr>{weekdays}</tr></thead><tbody>{weeks}</tbody></table>"
    )


def day_html(day: Day | None) -> str:
    if day is None:
        return "<td></td>"
    name, state = escape(f"{day.field_name}-{day.iso}"), " checked" * day.checked + " disabled" * day.disabled
    return (
        f'<td><span class="day"><input type="checkbox" id="{name}" name="{escape(day.field_name)}"'
        f' value="{day.iso}"{state}> '
        f'<label for="{name}"><span aria-hidden="true">{day.day}</span>'
        f'<span class="visually-hidden">{escape(day.name)}</span></label></span></td>'
    )
