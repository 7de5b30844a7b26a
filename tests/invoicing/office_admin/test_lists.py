"""Lists in the admin: entries added, reworded, withdrawn, put in order; claims keep what they were sent with."""

import pytest

from guichet.models import Event
from invoicing.models import ListEntry
from tests.claims import make_claim
from tests.invoicing.office_admin.forms import save

pytestmark = pytest.mark.django_db
INDEX = "/admin/office/lists/"


@pytest.fixture
def medical(office_data) -> ListEntry:
    return ListEntry.objects.get(list="travel-reason", key="medical")


def page_of(entry) -> str:
    return f"{INDEX}entries/{entry.pk}/"


def keys(name: str) -> list[str]:
    return list(ListEntry.objects.filter(list=name).values_list("key", flat=True))


def test_lists_are_called_by_their_names(office, german_office):
    assert "Raisons de refus" in office.get(INDEX).content.decode()
    assert "Ablehnungsgründe" in german_office.get(INDEX).content.decode()


def test_an_entry_reworded_is_new_for_the_next_claim_and_old_in_the_last(office, medical):
    claim = make_claim("travel")
    save(office, page_of(medical), label_fr="Traitement", label_de="Behandlung")
    later = make_claim("travel")
    words = [one.versions.get().wording["lists"]["travel-reason"]["medical"]["fr"] for one in (claim, later)]
    assert words == ["Mesures médicales", "Traitement"]


def test_an_entry_added_stands_last_with_a_key_of_its_own(office):
    for _time in range(2):
        response = save(office, f"{INDEX}ticket-type/add/", label_fr="Demi-tarif", label_de="Halbtax")
        assert response["Location"] == f"{INDEX}ticket-type/"
    assert keys("ticket-type") == ["single", "return", "multi", "pass", "demi-tarif", "demi-tarif-2"]
    assert Event.objects.filter(action="listentry.created").count() == 2


def test_an_entry_withdrawn_stays_where_it_was_chosen(office, medical):
    make_claim("travel")
    save(office, page_of(medical), is_active=None)
    medical.refresh_from_db()
    assert not medical.is_active
    assert "retiré" in office.get(f"{INDEX}travel-reason/").content.decode()


def test_the_last_choice_of_a_list_cannot_be_withdrawn(office):
    last, *others = ListEntry.objects.filter(list="ticket-type")
    ListEntry.objects.filter(pk__in=[one.pk for one in others]).update(is_active=False)
    response = save(office, page_of(last), is_active=None)
    assert list(response.context["form"].errors) == ["is_active"]


def test_a_trait_is_a_box_with_words(office, medical):
    page = office.get(page_of(medical)).content.decode()
    assert "Sans viatique" in page
    save(office, page_of(medical), traits=["no_allowance"])
    medical.refresh_from_db()
    assert medical.traits == {"no_allowance": True}
    save(office, page_of(medical), traits=None)
    medical.refresh_from_db()
    assert medical.traits == {}


def test_lists_without_traits_ask_for_none_and_keep_those_there_are(office):
    entry = ListEntry.objects.get(list="ticket-type", key="pass")
    ListEntry.objects.filter(pk=entry.pk).update(traits={"kept": True})
    save(office, page_of(entry), label_fr="AG")
    entry.refresh_from_db()
    assert (entry.label_fr, entry.traits) == ("AG", {"kept": True})


@pytest.mark.parametrize(
    ("name", "step", "order"),
    [
        ("return", "up", ["return", "single", "multi", "pass"]),
        ("return", "down", ["single", "multi", "return", "pass"]),
        ("single", "up", ["single", "return", "multi", "pass"]),
        ("pass", "down", ["single", "return", "multi", "pass"]),
    ],
)
def test_buttons_move_an_entry_one_step(office, name, step, order):
    entry = ListEntry.objects.get(list="ticket-type", key=name)
    office.post(f"{page_of(entry)}move/", {"step": step})
    assert keys("ticket-type") == order


@pytest.mark.parametrize(("place", "order"), [("0", "pass single return multi"), ("99", "single return multi pass")])
def test_dragging_puts_an_entry_at_its_place(office, place, order):
    entry = ListEntry.objects.get(list="ticket-type", key="pass")
    response = office.post(f"{page_of(entry)}move/?position={place}")
    assert response.json() == {"success": True}
    assert keys("ticket-type") == order.split()


def test_entries_at_the_same_place_come_apart_when_moved(office):
    ListEntry.objects.filter(list="ticket-type").update(position=0)
    entry = ListEntry.objects.get(list="ticket-type", key="return")
    office.post(f"{page_of(entry)}move/", {"step": "up"})
    assert keys("ticket-type") == ["return", "single", "multi", "pass"]


@pytest.mark.parametrize(
    "address", ["nowhere/", "nowhere/add/", "entries/999999/", "entries/1/delete/", "ticket-type/delete/"]
)
def test_what_is_not_there_is_not_found(office, address):
    assert office.get(f"{INDEX}{address}").status_code == 404


def test_an_unknown_step_moves_nothing(office, medical):
    before = keys("travel-reason")
    assert office.post(f"{page_of(medical)}move/", {"step": "away"}).status_code == 404
    assert office.get(f"{page_of(medical)}move/").status_code == 405
    assert keys("travel-reason") == before


def test_lists_cost_the_same_with_more_entries(office, django_assert_num_queries):
    office.get(f"{INDEX}ticket-type/")
    with django_assert_num_queries(6):
        office.get(f"{INDEX}ticket-type/")
    ListEntry.objects.bulk_create(
        ListEntry(list="ticket-type", key=f"k{n}", label_fr=f"Billet {n}", label_de=f"Billett {n}", position=50 + n)
        for n in range(30)
    )
    with django_assert_num_queries(6):
        office.get(f"{INDEX}ticket-type/")
