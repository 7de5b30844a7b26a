"""Form sheets in the admin: renamed, hidden with a notice, put in order; what was sent keeps its words."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from guichet.models import Event
from invoicing.models import FormSheet
from tests.claims import make_claim, make_person
from tests.invoicing.office_admin.forms import filled, save

pytestmark = pytest.mark.django_db
INDEX = "/admin/office/sheets/"


@pytest.fixture
def sheet(office_data) -> FormSheet:
    return FormSheet.objects.get(kind="plain")


def page_of(sheet) -> str:
    return f"{INDEX}{sheet.pk}/"


def test_the_list_shows_every_form_in_both_languages(office):
    content = office.get(INDEX).content.decode()
    assert content.index("318.632.1") < content.index(">318.632<")
    assert "Facture pour frais de voyage et nourriture" in content
    assert "Rechnung für Reise- und Verpflegungskosten" in content


def test_a_renamed_form_has_its_new_name_at_the_desk_and_its_old_one_in_what_was_sent(office, sheet, signed_in_client):
    claim = make_claim("plain")
    response = save(office, page_of(sheet), number="318.632.9", title_fr="Autre facture", title_de="Andere Rechnung")
    assert (response.status_code, response["Location"]) == (302, INDEX)
    desk = signed_in_client(make_person()).get(reverse("invoicing:desk")).content.decode()
    assert "Autre facture" in desk
    wording = claim.versions.get().wording
    assert (wording["title"]["fr"], wording["number"]) == ("Facture", "318.632")


def test_a_hidden_form_leaves_the_desk_and_its_start_page_says_why(office, sheet, signed_in_client):
    save(office, page_of(sheet), is_offered=None, notice_fr="De retour en mars.", notice_de="Ab März wieder da.")
    citizen = signed_in_client(make_person())
    start = reverse("invoicing:start", args=["plain"])
    assert start not in citizen.get(reverse("invoicing:desk")).content.decode()
    assert "De retour en mars." in citizen.get(start).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_de": ""}, "title_de"),
        ({"intro_de": ""}, "intro_de"),
        ({"is_offered": None}, "notice_fr"),
        ({"is_offered": None, "notice_fr": "Fermé."}, "notice_de"),
        ({"number": ""}, "number"),
    ],
)
def test_half_a_translation_and_a_missing_notice_are_told_at_the_field(office, sheet, changes, field):
    response = save(office, page_of(sheet), **changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert FormSheet.objects.get(pk=sheet.pk).title_de == "Rechnung"


def test_a_change_is_written_down_with_old_and_new(office, clerk, sheet):
    save(office, page_of(sheet), title_fr="Autre facture")
    event = Event.objects.get(action="formsheet.changed")
    assert (event.actor, event.object_key) == (clerk, "plain")
    assert event.detail["changes"] == {"title_fr": ["Facture", "Autre facture"]}
    log = ModelLogEntry.objects.for_instance(sheet).get()
    assert (log.user, log.action, log.data["changes"]) == (clerk, "wagtail.edit", event.detail["changes"])
    content = office.get(page_of(sheet)).content.decode()
    assert "Titre (français)" in content
    assert "<del>Facture</del> → <ins>Autre facture</ins>" in content


def test_saving_without_a_change_leaves_no_trace(office, sheet):
    save(office, page_of(sheet))
    assert not Event.objects.filter(object_type="formsheet").exists()


def test_who_saves_over_a_colleague_is_told(office, sheet):
    mine = filled(office.get(page_of(sheet)), title_fr="Le mien")
    save(office, page_of(sheet), title_fr="Celui du collègue")
    response = office.post(page_of(sheet), mine)
    assert response.status_code == 422
    assert "Quelqu’un a changé ces données entre-temps" in response.content.decode()
    assert FormSheet.objects.get(pk=sheet.pk).title_fr == "Celui du collègue"


def test_a_form_moved_up_stands_higher_at_the_desk(office, sheet, signed_in_client):
    place = list(FormSheet.objects.values_list("kind", flat=True)).index("plain") + 1
    response = office.post(f"{page_of(sheet)}move/", {"step": "up"})
    assert (response.status_code, response["Location"]) == (302, INDEX)
    desk = signed_in_client(make_person()).get(reverse("invoicing:desk")).content.decode()
    starts = [reverse("invoicing:start", args=[kind]) for kind in FormSheet.objects.values_list("kind", flat=True)]
    assert sorted(starts, key=desk.index) == starts
    assert Event.objects.get(action="formsheet.moved").detail["changes"] == {"position": [place, place - 1]}


def test_a_page_of_a_sheet_costs_the_same_with_more_history(office, sheet, django_assert_num_queries):
    save(office, page_of(sheet), title_fr="Un")
    office.get(page_of(sheet))
    with django_assert_num_queries(6):
        office.get(page_of(sheet))
    for number in range(5):
        save(office, page_of(sheet), title_fr=f"Titre {number}")
    with django_assert_num_queries(6):
        office.get(page_of(sheet))


def test_the_admin_speaks_german_to_a_german_clerk(german_office, sheet):
    content = german_office.get(page_of(sheet)).content.decode()
    assert "Titel (Deutsch)" in content
    assert "Enregistrer" not in content
