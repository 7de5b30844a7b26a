"""Ready replies in the admin: written in both languages, seen filled in, put in order, retired; thresholds too."""

import pytest

from guichet.models import Event
from invoicing.management.commands.load_office_data import load_replies
from invoicing.models import OfficeSettings, ReadyReply
from invoicing.replies import unknown_fields
from tests.invoicing.office_admin.forms import filled, save

pytestmark = pytest.mark.django_db
INDEX = "/admin/office/replies/"
ADD = f"{INDEX}refused/add/"
TEXTS = {
    "name_fr": "Trop tard", "name_de": "Zu spät", "text_fr": "{prenom}, le délai est échu.",
    "text_de": "{prenom}, die Frist ist abgelaufen.", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def reply(office_data) -> ReadyReply:
    return ReadyReply.objects.filter(outcome="returned").first()


def page_of(reply) -> str:
    return f"{INDEX}{reply.pk}/"


def test_the_first_replies_are_whole_and_are_loaded_once(office_data):
    replies = list(ReadyReply.objects.all())
    assert len(replies) == 12
    assert {reply.outcome for reply in replies} == {"accepted", "returned", "refused"}
    assert [name for reply in replies for name in unknown_fields(reply.text_fr + reply.text_de)] == []
    assert "ß" not in "".join(reply.name_de + reply.text_de for reply in replies)
    ReadyReply.objects.filter(pk=replies[0].pk).update(name_fr="Renommée")
    assert load_replies() == 0
    assert ReadyReply.objects.count() == 12


def test_the_list_shows_them_by_outcome_with_their_use(office, reply):
    ReadyReply.objects.filter(pk=reply.pk).update(used_count=17)
    content = office.get(INDEX).content.decode()
    assert content.index("heading-accepted") < content.index("heading-returned") < content.index("heading-refused")
    assert reply.name_fr in content
    assert reply.name_de in content
    assert "17 ×" in content
    assert "318.632.1" in content


def test_a_new_reply_stands_last_in_its_outcome_and_is_written_down(office, clerk):
    response = save(office, ADD, **TEXTS, kind="travel")
    assert (response.status_code, response["Location"]) == (302, INDEX)
    assert ReadyReply.objects.filter(outcome="refused").last().name_fr == "Trop tard"
    event = Event.objects.get(action="readyreply.created")
    assert (event.actor, event.detail["changes"]["kind"]) == (clerk, ["", "318.632.1"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_de": ""}, "text_de"),
        ({"text_fr": "Bonjour {name}"}, "text_fr"),
        ({"text_de": "{anrede}, {betrag}"}, "text_de"),
        ({"kind": "nothing"}, "kind"),
    ],
)
def test_half_a_translation_and_fields_that_nobody_fills_in_are_told(office, changes, field):
    response = save(office, ADD, **{**TEXTS, **changes})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ReadyReply.objects.filter(name_fr="Trop tard").exists()


def test_each_text_is_written_in_its_language_and_seen_once_there_is_one(office, reply):
    form = office.get(ADD).context["form"]
    assert {name: form.fields[name].widget.attrs["lang"] for name in ("text_fr", "text_de")} == {
        "text_fr": "fr", "text_de": "de"
    }  # fmt: skip
    assert "heading-preview" not in office.get(ADD).content.decode()
    assert "heading-preview" in office.get(page_of(reply)).content.decode()


def test_the_preview_reads_as_the_person_will_and_stores_nothing(office, reply):
    posted = filled(office.get(page_of(reply)), text_fr="{prenom}, {formulaire}, {montant}.", preview="1")
    content = office.post(page_of(reply), posted).content.decode()
    assert "Jeanne, Facture pour frais de voyage et nourriture, 1’234.50 CHF." in content
    assert ReadyReply.objects.get(pk=reply.pk).text_fr == reply.text_fr
    assert not Event.objects.filter(object_type="readyreply").exists()


def test_the_merge_fields_stand_beside_the_text(office):
    content = office.get(ADD).content.decode()
    for name in ("prenom", "nom", "reference", "formulaire", "periode", "montant"):
        assert f"<code>{{{name}}}</code>" in content


def test_a_reply_moves_within_its_outcome(office, reply):
    others = list(ReadyReply.objects.exclude(outcome="returned").values_list("pk", "position"))
    office.post(f"{page_of(reply)}move/", {"step": "down"})
    assert ReadyReply.objects.filter(outcome="returned")[1] == reply
    assert list(ReadyReply.objects.exclude(outcome="returned").values_list("pk", "position")) == others


def test_an_unknown_outcome_is_no_page(office):
    assert office.get(f"{INDEX}praised/add/").status_code == 404


def test_the_list_costs_the_same_with_thirty_more(office, django_assert_num_queries):
    office.get(INDEX)
    with django_assert_num_queries(6):
        office.get(INDEX)
    ReadyReply.objects.bulk_create(ReadyReply(outcome="refused", **TEXTS | {"is_active": True}) for _ in range(30))
    with django_assert_num_queries(6):
        office.get(INDEX)


def test_thresholds_say_who_changed_them(office, clerk):
    save(office, "/admin/office/deadlines/", after_deadline="wait", second_reviewer_above="2500")
    assert OfficeSettings.load().second_reviewer_above == 2500
    assert Event.objects.get(action="officesettings.changed").actor == clerk
    content = office.get("/admin/office/deadlines/").content.decode()
    assert "<ins>La demande continue d’attendre</ins>" in content
    assert "<ins>2500</ins>" in content


def test_saving_thresholds_over_a_colleague_is_told(office):
    address = "/admin/office/deadlines/"
    mine = filled(office.get(address), late_after="60")
    save(office, address, late_after="45")
    assert office.post(address, mine).status_code == 422
    assert OfficeSettings.load().late_after == 45


def test_german_clerks_read_german(german_office, reply):
    content = german_office.get(page_of(reply)).content.decode()
    assert "Vorschau" in content
    assert "Aperçu" not in content
