"""The period of the figures: two days as typed, widened to whole weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.calendar_days import today
from invoicing.review.widgets import DayInput

from .numbers import weeks_of

MOST_WEEKS = 105
EARLIEST = date(2000, 1, 1)  # no claim is older, and a day of the year 1 has no moment


@dataclass(frozen=True)
class Period:
    start: date
    end: date

    @cached_property
    def mondays(self) -> list[date]:
        return weeks_of(self.start, self.end)

    @property
    def last_day(self) -> date:
        return self.mondays[-1] + timedelta(days=6)

    @property
    def key(self) -> str:
        """In names of files and of what is kept."""
        return f"{self.mondays[0]}-{self.last_day}"

    @property
    def query(self) -> str:
        return urlencode({"start": self.start, "end": self.end})


class PeriodForm(forms.Form):
    start = forms.DateField(label=gettext_lazy("Du"), widget=DayInput)
    end = forms.DateField(label=gettext_lazy("Au"), widget=DayInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        is_sound = start and end and EARLIEST <= start <= end and end - start <= timedelta(weeks=MOST_WEEKS - 1)
        if not is_sound or end > today() + timedelta(days=366):
            raise forms.ValidationError(
                _("Choisissez deux jours : une période de deux ans au plus, dont la fin suit le début.")
            )
        return cleaned


def read_period(query: QueryDict) -> tuple[PeriodForm, Period]:
    """The form as typed, and the period: the last twelve weeks, unless another is asked for and sound."""
    usual = last_weeks()
    asked = {name: query.get(name, "") for name in ("start", "end")}
    form = PeriodForm(asked if any(asked.values()) else {"start": usual.start, "end": usual.end})
    return form, Period(**form.cleaned_data) if form.is_valid() else usual


def last_weeks() -> Period:
    return Period(today() - timedelta(weeks=11), today())


def common_periods() -> list[tuple[str, Period]]:
    """What is asked for most, one press away."""
    day = today()
    last_year = date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)
    return [
        (_("Douze dernières semaines"), last_weeks()),
        (_("Cette année"), Period(date(day.year, 1, 1), day)),
        (_("Année passée"), Period(*last_year)),
    ]
