"""Money, addresses and fields in templates; the components that stand on them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from portal.templatetags import portal


class TripForm(forms.Form):
    place = forms.CharField(
        label="Lieu d’arrivée", help_text="Une localité", error_messages={"required": "Indiquez le lieu."}
    )
    via = forms.CharField(label="Passage par", required=False)
    transport = forms.ChoiceField(
        label="Transport", choices=[("car", "Voiture"), ("train", "Train")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Je confirme")
    secret = forms.CharField(label="Mot de passe", widget=forms.PasswordInput, required=False)
    moment = forms.SplitDateTimeField(label="Moment", required=False)
    row = forms.CharField(widget=forms.HiddenInput, required=False)


def draw_field(form: forms.Form, name: str, **context) -> str:
    return render_to_string("components/field.html", {"field": form[name], **context})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (Decimal("0"), "0.00"), (Decimal("1234.5"), "1’234.50"), (Decimal("1234567"), "1’234’567.00")],
)
def test_money_is_written_the_swiss_way(value, shown):
    assert portal.chf(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (date(2026, 8, 3), "03.08.2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "01.01.2027"),
    ],
)
def test_a_day_is_that_of_the_clock_on_the_wall(value, shown):
    assert portal.day(value) == shown


@pytest.mark.parametrize(
    ("size", "french", "german"),
    [
        (1, "1 Ko", "1 KB"),
        (831_488, "812 Ko", "812 KB"),
        (1_468_006, "1.4 Mo", "1.4 MB"),
        (10 * 1024 * 1024, "10.0 Mo", "10.0 MB"),
    ],
)
def test_sizes_are_told_in_the_units_of_the_limits(size, french, german):
    assert portal.file_size(size) == french
    with override("de"):
        assert portal.file_size(size) == german


@pytest.mark.parametrize(
    ("phone", "link"), [("027 324 96 11", "tel:+41273249611"), ("+41 27 324 96 11", "tel:+41273249611")]
)
def test_a_phone_number_becomes_a_link(phone, link):
    assert portal.tel(phone) == link


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/fr/inconnu/page/?page=2", "/de/inconnu/page/?page=2"),
        ("/fr/guichet/nulle-part/", "/de/guichet/nulle-part/"),
        ("/dev/outbox/", "/de/"),
    ],
)
def test_the_other_language_keeps_the_page(here, there):
    with override("fr"):
        assert portal.url_in({"request": RequestFactory().get(here)}, "de") == there


def test_a_page_that_knows_its_translation_is_believed():
    context = {"request": RequestFactory().get("/fr/contact/"), "translated_urls": {"de": "/de/kontakt/"}}
    assert portal.url_in(context, "de") == "/de/kontakt/"


def test_the_language_switch_takes_along_what_was_typed():
    request = RequestFactory().get("/fr/guichet/nulle-part/")
    with override("fr"):
        link = render_to_string("components/language_switch.html", {"request": request})
        button = render_to_string("components/language_switch.html", {"request": request, "keep_form": "claim"})
    assert 'href="/de/guichet/nulle-part/" lang="de" hreflang="de"' in link
    assert 'form="claim" formaction="/de/guichet/nulle-part/"' in button
    assert 'name="switch-language" value="de"' in button


def test_public_pages_have_their_address_in_each_language():
    with override("de"):
        assert portal.public_url("privacy") == "/de/datenschutz/"
    with override("fr"):
        assert portal.public_url("home") == "/fr/"
        assert [link["url"] for link in portal.public_links()][:2] == ["/fr/faq/", "/fr/guide/"]


def test_a_field_is_described_by_hint_error_and_remark():
    html = draw_field(TripForm({}), "place", remark="Complétez le lieu.")
    assert 'aria-describedby="id_place_helptext id_place_error id_place_remark"' in html
    assert 'aria-invalid="true"' in html
    for part in ('id="id_place_helptext"', 'id="id_place_error"', 'id="id_place_remark"', "Indiquez le lieu."):
        assert part in html


def test_only_fields_that_may_stay_empty_say_so():
    form = TripForm()
    assert "facultatif" in draw_field(form, "via")
    assert "facultatif" not in draw_field(form, "place")


def test_radios_are_a_group_with_a_legend():
    html = draw_field(TripForm({}), "transport")
    assert "<fieldset" in html
    assert '<label for="id_transport_0">Voiture</label>' in html
    assert 'aria-describedby="id_transport_error"' in html


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("sure", '<label for="id_sure">Je confirme</label>'),
        ("secret", "data-password"),
        ("moment", "field__parts"),
        ("row", 'type="hidden"'),
    ],
)
def test_each_shape_of_field_has_its_markup(name, mark):
    assert mark in draw_field(TripForm(), name)


def test_the_summary_links_every_error_to_its_field():
    html = render_to_string(
        "components/error_summary.html",
        {"forms": [TripForm({})], "errors": [{"id": "upload", "message": "Joignez le billet."}]},
    )
    assert "Il y a 4 problèmes" in html
    for target in ("#id_place", "#id_transport_0", "#id_sure", "#upload"):
        assert f'href="{target}"' in html


def test_the_summary_reads_formsets_and_errors_of_a_whole_form():
    rows = forms.formset_factory(TripForm, min_num=2, validate_min=True, extra=0)
    formset = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-place": ""})
    form = TripForm({"place": "Sion", "transport": "car", "sure": "on"})
    form.add_error(None, "Les dates se contredisent.")
    items = portal.summary_errors([formset, form])
    assert items[0]["id"] == ""
    assert "id_form-0-place" in [item["id"] for item in items]
    assert items[-1] == {"id": "", "message": "Les dates se contredisent."}


def test_without_errors_there_is_no_summary():
    assert "error-summary" not in render_to_string("components/error_summary.html", {"forms": [TripForm()]})


@pytest.mark.parametrize(
    ("state", "tone"), [("submitted", "waiting"), ("returned", "todo"), ("refused", "refused"), ("?", "waiting")]
)
def test_a_state_has_its_colour_pair(state, tone):
    html = render_to_string("components/status_tag.html", {"state": state, "label": "Mot"})
    assert f'class="tag tag--{tone}"' in html


def test_paging_keeps_the_other_parameters():
    request = RequestFactory().get("/fr/?qui=7&page=2")
    page = Paginator(range(30), 10).page(2)
    html = render_to_string("components/pagination.html", {"page_obj": page}, request=request)
    assert "?qui=7&amp;page=3" in html
    assert "Page 2 sur 3" in html
