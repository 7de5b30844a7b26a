"""Inputs of the office's pages that Wagtail's own would need an inline script for."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")
