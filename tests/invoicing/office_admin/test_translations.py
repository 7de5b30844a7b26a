"""The office's texts on the translation desk: changed in one language alone, the other is behind until it follows."""

import pytest
from django.urls import reverse

from guichet.models import Event
from invoicing.models import FormSheet, LateTranslation, ListEntry
from tests.home.translation.conftest import DESK, not_in_step, subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def type_in(client, address: str, **values: str) -> None:
    """Opens the page of a record, changes some fields, saves."""
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value not in (None, False)} | values
    assert client.post(address, typed).status_code == 302


@pytest.fixture
def entry() -> ListEntry:
    return ListEntry.objects.filter(list="ticket-type").first()


def address_of(entry: ListEntry) -> str:
    return reverse("office_lists:edit", args=[entry.pk])


def test_everything_the_portal_ships_is_in_step(office):
    assert not_in_step(office) == {}


@pytest.mark.parametrize(("changed", "late"), [("fr", "de"), ("de", "fr")])
def test_a_text_changed_in_one_language_leaves_the_other_behind(office, entry, changed, late):
    before = getattr(entry, f"label_{changed}")
    type_in(office, address_of(entry), **{f"label_{changed}": "Abo 2027"})
    entry.refresh_from_db()
    assert not_in_step(office) == {entry.label_fr: {changed: "in-step", late: "behind"}}
    line = subject(office, entry.label_fr)
    assert [(change.language, change.was, change.now, change.label) for change in line.changes] == [
        (changed, before, "Abo 2027", "Texte")
    ]
    assert line.translate_url == address_of(entry)


@pytest.mark.parametrize("caught_up", [{"label_de": "Abo"}, {"label_de": "Abo", "label_fr": "Abonnement annuel"}])
def test_it_is_in_step_again_once_the_other_followed(office, entry, caught_up):
    type_in(office, address_of(entry), label_fr="Abonnement")
    type_in(office, address_of(entry), label_fr="Abonnement général")
    assert LateTranslation.objects.count() == 1
    type_in(office, address_of(entry), **caught_up)
    assert not_in_step(office) == {}


def test_a_change_taken_back_was_none(office, entry):
    type_in(office, address_of(entry), label_fr="Abonnement")
    type_in(office, address_of(entry), label_fr=entry.label_fr)
    assert not_in_step(office) == {}


def test_a_translation_that_still_fits_is_said_to(office, entry):
    type_in(office, address_of(entry), label_fr="Abonnement")
    line = subject(office, "Abonnement")
    told = office.post(line.keep_url, {"next": f"{DESK}?state=behind"})
    assert told.url == f"{DESK}?state=behind"
    assert not_in_step(office) == {}
    event = Event.objects.last()
    assert (event.action, event.object_key, event.detail["name"]) == (
        "listentry.kept", str(entry.pk), "Texte (allemand)",
    )  # fmt: skip
    assert office.post(line.keep_url).status_code == 404


def test_a_sentence_of_a_mail_is_noticed(office):
    address = reverse("office_texts:edit", args=["claim-received"])
    type_in(office, address, subject_fr="C’est arrivé {reference}")
    [(title, states)] = not_in_step(office).items()
    assert states == {"fr": "in-step", "de": "behind"}
    [change] = subject(office, title).changes
    assert (change.label, change.now) == ("Objet", "C’est arrivé {reference}")


def test_a_sheet_without_its_german_introduction_is_missing_one(office):
    sheet = FormSheet.objects.first()
    FormSheet.objects.filter(pk=sheet.pk).update(intro_fr="Bonjour.", intro_de="")
    assert not_in_step(office) == {sheet.title_fr: {"fr": "in-step", "de": "missing"}}
