"""A field written in Python: the markup of Django's own templates, and nothing that a text could break out of."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from guichet.forms.field_html import field_html
from guichet.forms.widget_html import WRITERS, WidgetRenderer

HOSTILE = """"><script>alert('x')</script>&amp; %s {{ x }}"""
CHOICES = [("", "Choisir…"), ("a&b", HOSTILE), (HOSTILE, "deux"), (3, mark_safe("<b>trois</b>"))]
GROUPS = [("Valais", [("1950", "Sion"), (HOSTILE, "Brigue")]), (HOSTILE, [("x", "y")]), ("3960", "Sierre")]
WIDGETS = [
    forms.TextInput(attrs={"class": "input--short", "maxlength": 5, "data-x": HOSTILE, "disabled": False}),
    forms.HiddenInput(),
    forms.PasswordInput(),
    forms.PasswordInput(render_value=True),
    forms.EmailInput(),
    forms.NumberInput(),
    forms.DateInput(format="%d.%m.%Y"),
    forms.CheckboxInput(),
    forms.Textarea(attrs={"rows": 4}),
    forms.Select(choices=CHOICES),
    forms.Select(choices=GROUPS),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
    forms.RadioSelect(choices=GROUPS),
    forms.CheckboxSelectMultiple(choices=CHOICES),
    forms.SplitDateTimeWidget(),
    forms.ClearableFileInput(),
]


@pytest.mark.parametrize("value", [None, "", "1950", 3, 0, True, HOSTILE, "a&b", mark_safe("<i>")])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_widget_looks_as_django_draws_it(widget, value):
    if isinstance(widget, forms.SplitDateTimeWidget):
        value = [value, "10:00"]
    elif isinstance(widget, forms.ClearableFileInput):
        value = None
    attributes = {"id": f"id_{HOSTILE}", "required": True, "aria-describedby": "x_helptext"}

    ours, django_s = (
        widget.render(f"trips-{HOSTILE}", value, attributes, renderer)
        for renderer in (WidgetRenderer(), DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(django_s)
    assert "<script" not in ours


def test_every_template_that_is_written_in_python_is_one_of_django_s():
    for name in WRITERS:
        assert DjangoTemplates().get_template(name)


class HostileForm(forms.Form):
    line = forms.CharField(label=HOSTILE, help_text=HOSTILE, error_messages={"required": HOSTILE})
    secret = forms.CharField(label=HOSTILE, help_text=HOSTILE, widget=forms.PasswordInput)
    box = forms.BooleanField(label=HOSTILE, help_text=HOSTILE, error_messages={"required": HOSTILE})
    group = forms.ChoiceField(label=HOSTILE, help_text=HOSTILE, choices=CHOICES[1:3], widget=forms.RadioSelect)
    parts = forms.SplitDateTimeField(label=HOSTILE, help_text=HOSTILE)
    hidden = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("name", HostileForm.base_fields)
def test_a_field_shows_hostile_texts_as_they_are(name):
    form = HostileForm({"line": "", "hidden": HOSTILE}, prefix=f"row-{HOSTILE}")

    html = field_html(form[name], HOSTILE)

    assert "<script" not in html
    assert "<br" not in html
    assert parse_html(html)


def test_a_line_is_label_hint_input_errors_and_remark():
    class Form(forms.Form):
        place = forms.CharField(
            label="Lieu", help_text="Une localité", error_messages={"required": "Indiquez le lieu."}
        )

    assert parse_html(field_html(Form({})["place"], "Complétez.")) == parse_html(
        '<div class="field field--error field--marked"><label class="field__label" for="id_place">Lieu</label>'
        '<p class="hint" id="id_place_helptext">Une localité</p>'
        '<input type="text" name="place" required aria-invalid="true" id="id_place" '
        'aria-describedby="id_place_helptext id_place_error id_place_remark">'
        '<div class="field__error" id="id_place_error"><p><span class="visually-hidden">Erreur\u00a0:</span> '
        "Indiquez le lieu.</p></div>"
        '<p class="field__remark" id="id_place_remark"><strong>Remarque de l’office\u00a0:</strong> '
        "Complétez.</p></div>"
    )
