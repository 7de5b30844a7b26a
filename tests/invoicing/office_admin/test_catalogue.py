"""The catalogue in the admin: entries added, reworded, withdrawn, put in order; a limit is a rate from a day on."""

from datetime import date
from decimal import Decimal

import pytest

from guichet.models import Event
from invoicing.models import CatalogueEntry, Rate
from tests.invoicing.office_admin.forms import filled, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]
INDEX = "/admin/office/catalogue/"
ADD = f"{INDEX}aids/add/"
RAMP = {"number": "14.99", "name_fr": "Rampe mobile", "name_de": "Mobile Rampe", "source": "OMAI annexe, ch. 14.05"}


@pytest.fixture
def wig() -> CatalogueEntry:
    return CatalogueEntry.objects.get(key="5.06")


def page_of(entry) -> str:
    return f"{INDEX}{entry.pk}/"


def section_of(entry) -> list[str]:
    same = CatalogueEntry.objects.filter(form_number=entry.form_number, section_fr=entry.section_fr)
    return list(same.values_list("key", flat=True))


def add(client, **typed):
    return save(client, ADD, **RAMP | {"section": "0"} | typed)


def test_the_list_shows_form_section_and_aids_in_both_languages(office, wig):
    content = office.get(INDEX).content.decode()
    assert wig.section_fr in content
    assert wig.name_fr in content
    assert wig.name_de in content


@pytest.mark.parametrize("words", ["5.06 318.637", "perruques", "perücken"])
def test_entries_are_found_in_both_languages(office, words):
    parts = office.get(INDEX, {"q": words}).context["parts"]
    assert [entry.key for part in parts for entry in part.entries] == ["5.06"]


def test_what_is_not_confirmed_is_listed_for_the_office(office, wig):
    CatalogueEntry.objects.exclude(pk=wig.pk).update(is_confirmed=True)
    CatalogueEntry.objects.filter(pk=wig.pk).update(is_confirmed=False)
    parts = office.get(INDEX, {"unconfirmed": ""}).context["parts"]
    assert [entry.key for part in parts for entry in part.entries] == ["5.06"]


def test_an_entry_added_stands_last_in_its_section(office):
    first = CatalogueEntry.objects.first()
    before = section_of(first)
    response = add(office)
    assert response["Location"] == INDEX
    assert section_of(first) == [*before, "14.99"]
    order = list(CatalogueEntry.objects.values_list("form_number", "section_fr"))
    assert len(set(order)) == sum(here != there for here, there in zip(order, [None, *order], strict=False))
    assert Event.objects.get(action="catalogueentry.created").detail["changes"]["name_de"] == ["", "Mobile Rampe"]


def test_an_entry_may_open_a_section_of_its_own(office):
    new = {"section": "new", "form_number": "318.639", "section_fr": "Rampes", "section_de": "Rampen"}
    add(office, **new)
    entry = CatalogueEntry.objects.last()
    assert (entry.key, entry.form_number, entry.section_fr) == ("14.99", "318.639", "Rampes")
    response = add(office, section="new")
    assert list(response.context["form"].errors) == ["form_number", "section_fr", "section_de"]


def test_a_number_used_twice_gets_a_key_of_its_own(office):
    add(office)
    add(office)
    assert list(CatalogueEntry.objects.filter(number="14.99").values_list("key", flat=True)) == ["14.99", "14.99-2"]


def test_a_first_limit_is_a_rate_with_day_and_source(office):
    add(office, limit_per="year", limit_amount="1200", limit_from="01.01.2027")
    entry = CatalogueEntry.objects.get(key="14.99")
    rate = Rate.objects.get(code=entry.limit_code)
    assert (rate.code, rate.valid_from, rate.amount) == ("limit-aid-14-99", date(2027, 1, 1), Decimal("1200.00"))
    assert "Limite : 14.99 Rampe mobile" in office.get("/admin/office/rates/?q=14.99").content.decode().replace(
        "\u00a0", " "
    )
    page = office.get(page_of(entry))
    assert "/admin/office/rates/codes/limit-aid-14-99/" in page.content.decode()
    assert "limit_amount" not in page.context["form"].fields


def test_a_limit_without_amount_day_or_source_is_told_and_nothing_is_stored(office):
    response = add(office, limit_per="year", source="")
    assert list(response.context["form"].errors) == ["limit_amount", "limit_from", "source"]
    assert not CatalogueEntry.objects.filter(number="14.99").exists()


def test_an_impossible_day_of_a_limit_stores_neither(office):
    response = add(office, limit_per="year", limit_amount="5", limit_from="01.01.2090")
    assert list(response.context["form"].errors) == ["limit_amount"]
    assert not CatalogueEntry.objects.filter(number="14.99").exists()


def test_a_limit_taken_away_leaves_its_rates_to_history(office):
    entry = CatalogueEntry.objects.get(limit_code="limit-aid-4-04")
    save(office, page_of(entry), limit_per="")
    entry.refresh_from_db()
    assert (entry.limit_code, entry.limit_per) == ("", "")
    assert Rate.objects.filter(code="limit-aid-4-04").exists()


def test_an_entry_is_reworded_moved_to_another_section_and_withdrawn(office, wig):
    first = CatalogueEntry.objects.first()
    save(office, page_of(wig), name_fr="Perruque", name_de="Perücke", section="0", is_active=None)
    wig.refresh_from_db()
    assert (wig.key, wig.name_de, wig.is_active) == ("5.06", "Perücke", False)
    assert section_of(first)[-1] == "5.06"


def test_saving_as_it_stands_changes_nothing(office, wig):
    before = filled(office.get(page_of(wig)))
    save(office, page_of(wig))
    assert filled(office.get(page_of(wig))) == before
    assert not Event.objects.filter(object_type="catalogueentry").exists()


def test_buttons_move_an_entry_within_its_section(office):
    first = CatalogueEntry.objects.first()
    before = section_of(first)
    office.post(f"{page_of(first)}move/", {"step": "down"})
    assert section_of(first) == [before[1], before[0], *before[2:]]
    office.post(f"{page_of(first)}move/", {"step": "up"})
    office.post(f"{page_of(first)}move/", {"step": "up"})
    assert section_of(first) == before


@pytest.mark.parametrize("address", ["nothing/add/", "999999/", "1/delete/"])
def test_what_is_not_there_is_not_found(office, address):
    assert office.get(f"{INDEX}{address}").status_code == 404


def test_the_list_costs_the_same_with_more_entries(office, django_assert_num_queries):
    CatalogueEntry.objects.exclude(key="5.06").exclude(key="4.04").delete()
    office.get(INDEX)
    with django_assert_num_queries(6):
        office.get(INDEX)
    for number in range(30):
        CatalogueEntry.objects.create(catalogue="aids", key=f"k{number}", number="1", name_fr="x", name_de="x",
                                      form_number="1", section_fr="s", section_de="s", position=900)  # fmt: skip
    with django_assert_num_queries(6):
        office.get(INDEX)


def test_the_home_page_tells_the_office_what_it_has_still_to_confirm(office):
    number = CatalogueEntry.objects.filter(is_confirmed=False).count()
    content = office.get("/admin/").content.decode()
    assert f'<a href="{INDEX}?unconfirmed">{number} entrées du catalogue</a>' in content
    assert "Piles d’implant cochléaire, adulte, monaural" in content
    CatalogueEntry.objects.update(is_confirmed=True)
    code = "hearing-batteries-cochlear-adult-monaural"
    Rate.objects.create(code=code, valid_from=date(2026, 1, 1), amount=400, source="Circulaire")
    content = office.get("/admin/").content.decode()
    assert "entrées du catalogue" not in content
    assert "Piles d’implant cochléaire, adulte, monaural" not in content
