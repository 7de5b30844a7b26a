"""Form classes and fields the kinds are written with. A field knows its label, its help, its limits.

Identity fields (AVS, IBAN, dates as people type them) stand in guichet.forms.fields.
"""

import copy
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
UNSAID = forms.Field.default_error_messages["required"]  # says neither which field nor what to do

# A promise, kept where the error is shown
ask_to_fill = lazy(lambda label: gettext("Remplissez le champ « %(label)s ».") % {"label": label}, str)


class PreparedFields(dict):
    """The fields of a form class, filled with the office's lists once for an entry; its rows take a light copy.

    Django copies fields deeply for every form, which costs a claim of 200 rows most of its time. A light copy is enough
    because rows replace what they change (a label, choices, whether it is required) and never alter it in place.
    """

    def __init__(self, form_class: type[forms.Form], office):
        fields = spoken_fields(form_class, get_language())
        super().__init__({name: _light_copy(field) for name, field in fields.items()})
        self.filled = [name for name, field in self.items() if isinstance(field, ListField | CatalogueField)]
        for name in self.filled:
            self[name].fill(office, chosen="")

    def __deepcopy__(self, memo) -> dict[str, forms.Field]:
        return {name: _light_copy(field) for name, field in self.items()}


@cache
def spoken_fields(form_class: type[forms.Form], language: str) -> dict[str, forms.Field]:
    """The fields of a form class in `language`, the one that is active; made once in a process."""
    fields = copy.deepcopy(form_class.base_fields)
    for field in fields.values():
        field.label, field.help_text = field.label and str(field.label), str(field.help_text)
        if field.error_messages.get("required") is UNSAID:
            field.error_messages["required"] = ask_to_fill(field.label)
    return fields


def _light_copy(field: forms.Field) -> forms.Field:
    copied, widget = object.__new__(type(field)), object.__new__(type(field.widget))
    widget.__dict__ = {**vars(field.widget)}
    copied.__dict__ = {**vars(field), "widget": widget}
    return copied


class SectionForm(forms.Form):
    """A section or one row of it. `entry` gives lists, today and the account's choices."""

    def __init__(self, *args, entry, **kwargs):
        prepared = vars(entry).setdefault("prepared_fields", {})
        if type(self) not in prepared:
            prepared[type(self)] = PreparedFields(type(self), entry.office)
        self.base_fields = prepared[type(self)]
        super().__init__(*args, label_suffix="", **kwargs)  # none is ever shown, and Django would translate its own
        self.entry = entry
        for name in self.base_fields.filled:
            self.fields[name].keep(entry.office, chosen=str(self.data.get(self.add_prefix(name), "")))
        self.prepare()

    def prepare(self) -> None:
        """Adapt fields to the entry at hand; the place for a kind's own choices."""

    @classmethod
    def relevant(cls, raw: dict) -> list[str]:
        """The names of the fields that count, given what was typed."""
        return list(cls.base_fields)

    def unasked(self) -> set[str]:
        """The names of fields that the rest of the answers leaves no place for: what stands in them is not sent."""
        return set()

    def live_key(self) -> str:
        """What the section's live template depends on; empty while it cannot be told."""
        return ""

    def _clean_fields(self) -> None:
        """Fields that do not count are not judged. Nor is any bound to be shown, which takes half the time of a row."""
        raw = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        relevant = set(self.relevant(raw))
        for name, field in self.fields.items():
            if name in relevant:
                self._clean_field(name, field)
            else:
                field.required = self.base_fields[name].required  # shown, it is as required as in a blank form

    def _clean_field(self, name: str, field: forms.Field) -> None:
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            self.cleaned_data[name] = field.clean(value)
            if own := getattr(self, f"clean_{name}", None):
                self.cleaned_data[name] = own()
        except ValidationError as error:
            self.add_error(name, error)


class ListField(forms.ChoiceField):
    """A choice of one of the office's lists."""

    def __init__(self, *, list_name: str, **kwargs):
        self.list_name = list_name
        super().__init__(**kwargs)

    def keep(self, office, *, chosen: str) -> None:
        """Offer `chosen` too, though it was deactivated meanwhile."""
        if chosen and not self.valid_value(chosen):
            self.fill(office, chosen=chosen)

    def fill(self, office, *, chosen: str) -> None:
        choices = office.choices(self.list_name, keeping=chosen)
        blank = [] if isinstance(self.widget, forms.RadioSelect) else [("", _("Choisir…"))]
        self.choices = [*blank, *choices]
        self.keys = {key for key, _label in choices}

    def valid_value(self, value) -> bool:
        return value in self.keys


class CatalogueField(forms.ChoiceField):
    """A choice of the kind's catalogue; cleaned, it is the CatalogueEntry. `entries` are those to choose from."""

    widget = forms.RadioSelect

    def __init__(self, *, form_list: str = "", **kwargs):
        """`form_list`: the list that names the paper forms; its keys are their numbers with hyphens, 318-637."""
        self.form_list = form_list
        super().__init__(**kwargs)

    def keep(self, office, *, chosen: str) -> None:
        """Offer `chosen` too, though it was deactivated meanwhile."""
        if chosen and not self.valid_value(chosen):
            self.fill(office, chosen=chosen)

    def fill(self, office, *, chosen: str) -> None:
        self.entries = office.catalogue_entries(keeping=chosen)
        self.choices = lambda: [(entry.key, entry.name) for entry in self.entries]  # made for who asks: few do

    def valid_value(self, value) -> bool:
        return any(entry.key == value for entry in self.entries)

    def clean(self, value):
        key = super().clean(value)
        return next((entry for entry in self.entries if entry.key == key), None)


class NumberField(forms.DecimalField):
    """A number as people type it: 1'234.50, 1 234,5. Text input, so that nothing is lost and nothing scrolls."""

    widget = forms.TextInput

    def __init__(self, *, least: str = "0", most: str, places: int = 2, **kwargs):
        self.least, self.most = Decimal(least), Decimal(most)
        attrs = {"inputmode": "decimal", "class": "input--short", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_digits=12, decimal_places=places, **kwargs)
        self.error_messages["invalid"] = _("Saisissez un nombre comme 12.50.")
        self.validators += [
            MinValueValidator(self.least, _("Saisissez un nombre d’au moins %(limit_value)s.")),
            MaxValueValidator(self.most, _("Saisissez un nombre de %(limit_value)s au plus.")),
        ]

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).replace("’", "").replace("'", "").replace("\u202f", "").replace(",", ".")
            if value and not value.isascii():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class FrancsField(NumberField):
    """An amount in CHF: 43, 43.0 and 43.00 are the same, and shown alike (summary)."""


class DaysField(forms.Field):
    """Days ticked in a calendar: a sorted list of dates."""

    widget = forms.SelectMultiple

    def to_python(self, value) -> list[date]:
        try:
            return sorted({date.fromisoformat(str(item)) for item in value or []})
        except ValueError as error:
            raise ValidationError(_("Cochez les jours dans le calendrier.")) from error


class YearsField(forms.Field):
    """Years ticked among `offered`, newest first: a sorted list of numbers. What was ticked before stays in sight."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, years: Iterable[int], *, ticked) -> None:
        kept = {int(year) for year in ticked or () if YEAR.fullmatch(str(year))}
        self.offered = sorted({*years, *kept}, reverse=True)
        self.widget.choices = [(str(year), str(year)) for year in self.offered]

    def to_python(self, value) -> list[int]:
        years = {str(year) for year in value or ()}
        if not all(YEAR.fullmatch(year) for year in years):
            raise ValidationError(_("Cochez les années."))
        return sorted(int(year) for year in years)


class CountField(NumberField):
    """A whole number."""

    def __init__(self, *, most: str, **kwargs):
        super().__init__(most=most, places=0, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"
        self.error_messages["max_decimal_places"] = _("Saisissez un nombre entier, sans virgule.")


class TextField(forms.CharField):
    """A line of text, 120 characters at the most unless said."""

    def __init__(self, *, max_length: int = 120, **kwargs):
        super().__init__(max_length=max_length, **kwargs)


class RemarkField(forms.CharField):
    """Free text of 2 000 characters at the most: longer ones stall the PDF."""

    def __init__(self, **kwargs):
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
