"""What a new portal is loaded with: whole, each figure with its source, and never over what the office changed."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from invoicing.models import CatalogueEntry, ListEntry, Rate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def test_every_figure_and_every_entry_says_where_it_comes_from():
    assert not Rate.objects.filter(source="").exists()
    assert not CatalogueEntry.objects.filter(source="").exists()
    assert not ListEntry.objects.filter(source="").exists()


def test_every_entry_of_a_catalogue_speaks_both_languages():
    entries = CatalogueEntry.objects.all()
    assert [e.key for e in entries if not (e.name_fr and e.name_de and e.section_fr and e.section_de)] == []
    assert [e.key for e in entries if bool(e.conditions_fr) != bool(e.conditions_de)] == []
    assert [e.key for e in entries if "ß" in e.name_de + e.conditions_de + e.section_de] == []


def test_limits_stand_where_a_source_confirms_them_and_as_rates():
    limits = {e.limit_code for e in CatalogueEntry.objects.exclude(limit_code="")}
    limits |= {e.traits["limit_code"] for e in ListEntry.objects.filter(traits__has_key="limit_code")}
    assert limits == set(Rate.objects.filter(code__startswith="limit-aid-").values_list("code", flat=True))
    assert not CatalogueEntry.objects.filter(is_confirmed=False).exclude(limit_code="").exists()


def test_aids_stand_under_the_five_paper_forms():
    numbers = set(CatalogueEntry.objects.filter(catalogue="aids").values_list("form_number", flat=True))
    titled = {entry.key.replace("-", ".") for entry in ListEntry.objects.filter(list="aid-form")}
    assert numbers == titled == {"318.635", "318.636", "318.637", "318.638", "318.639"}


def test_numbers_are_those_of_the_annex():
    entries = CatalogueEntry.objects.filter(catalogue="aids")
    assert [e.number for e in entries if not re.fullmatch(r"\d{1,2}\.\d\d(–\d{1,2}\.\d\d)?", e.number)] == []


def test_loading_again_leaves_what_the_office_changed():
    CatalogueEntry.objects.filter(key="5.06").update(name_fr="Perruque", is_active=False)
    before = list(CatalogueEntry.objects.values())
    call_command("load_office_data", stdout=StringIO())
    assert list(CatalogueEntry.objects.values()) == before
