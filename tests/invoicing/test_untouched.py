"""Given remarks on two fields of the third row, when one is corrected, then sending asks once about the other."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from invoicing import workflow
from invoicing.following import load_moments
from invoicing.models import Claim, Draft, ListEntry, OfficeSettings
from invoicing.review.dossier import load_dossier
from invoicing.usual_time import UsualTime, measure, percentile, usual_time
from tests.claims import make_claim, service
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def reviewer():
    return AccountFactory(staff=True)


@pytest.fixture
def returned(reviewer) -> Claim:
    rows = [service(f"s{number}", description=f"Séance {number}") for number in (1, 2, 3)]
    claim = make_claim(answers={"services": rows})
    remarks = {"services.s3.description": "Laquelle ?", "services.s3.quantity": "Combien ?"}
    workflow.return_for_correction(claim, reviewer=reviewer, version_number=1, message="Voyez.", remarks=remarks)
    return Claim.objects.get(pk=claim.pk)


def correct(claim: Claim, **fields) -> str:
    draft = Draft.objects.get(claim=claim)
    draft.answers["services"][2].update(fields)
    draft.save()
    return reverse("invoicing:draft-confirm", args=[draft.pk])


def test_a_field_left_as_it_was_is_asked_about_once(returned, reviewer, signed_in_client):
    client = signed_in_client(returned.owner)
    address = correct(returned, description="Séance du matin")
    asked = client.post(address).content.decode()
    assert "changé" in asked
    assert "Combien ?" in asked
    assert "Laquelle ?" not in asked
    assert Claim.objects.get(pk=returned.pk).version_number == 1
    assert client.post(address, {"anyway": "1"}).status_code == 302
    changes = load_dossier(returned.reference, reviewer=reviewer).newest.changes
    assert [(change.path, change.new) for change in changes] == [("services.s3.description", "Séance du matin")]


def test_both_corrected_leave_without_a_question_and_differ_in_two_lines(returned, reviewer, signed_in_client):
    address = correct(returned, description="Séance du matin", quantity="3")
    assert signed_in_client(returned.owner).post(address).status_code == 302
    changes = load_dossier(returned.reference, reviewer=reviewer).newest.changes
    assert [change.path for change in changes] == ["services.s3.description", "services.s3.quantity"]


def test_a_row_or_the_documents_left_as_they_were_are_asked_about(reviewer, signed_in_client):
    claim = make_claim(answers={"services": [service("s1"), service("s2")]})
    remarks = {"services.s1": "Relisez.", "services.s2": "Celle-ci aussi.", "documents": "La facture."}
    workflow.return_for_correction(claim, reviewer=reviewer, version_number=1, message="Voyez.", remarks=remarks)
    draft = Draft.objects.get(claim=claim)
    draft.answers["services"] = draft.answers["services"][:1]
    draft.save()
    page = signed_in_client(claim.owner).get(reverse("invoicing:draft-confirm", args=[draft.pk])).content.decode()
    assert [text in page for text in ("Relisez.", "Celle-ci aussi.", "La facture.")] == [True, False, True]


def test_what_the_office_wrote_says_its_language_on_a_page_of_the_other(reviewer, signed_in_client):
    claim = make_claim()
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    message = "Non.\n\nVoyez <b> et <p> ci-dessous."
    workflow.refuse(claim, reviewer=reviewer, version_number=1, reason=reason, message=message)
    page = signed_in_client(claim.owner).get(f"/de/guichet/claims/{claim.reference}/").content.decode()
    assert page.count('<p lang="fr">Non.</p>') == 2  # in the state, in the history
    assert page.count('<p lang="fr">Voyez &lt;b&gt; et &lt;p&gt; ci-dessous.</p>') == 2
    assert "<p>Die Leistung ist durch die Verfügung nicht gedeckt</p>" in page


def test_the_page_of_a_claim_tells_all_that_happened(
    returned, reviewer, signed_in_client, django_assert_max_num_queries
):
    workflow.take_back(returned, reviewer=reviewer, version_number=1, why="Reçu par la poste.")
    client, address = signed_in_client(returned.owner), reverse("invoicing:claim", args=[returned.reference])
    client.get(address)
    with django_assert_max_num_queries(10):
        text = strip_tags(client.get(address).content.decode())
    assert "Reçu par la poste." in text
    assert "Séance 3" in text
    titles = [moment.title for moment in load_moments(Claim.objects.get(pk=returned.pk), list(returned.versions.all()))]
    assert titles == [
        "L’office n’attend plus de correction",
        "L’office a demandé une correction",
        "Vous avez envoyé la demande",
    ]


def test_the_usual_time_leaves_out_days_that_waited_for_the_person(reviewer, time_machine):
    for number in range(10):
        time_machine.move_to("2026-09-01T10:00:00+02:00", tick=False)
        claim = make_claim()
        time_machine.move_to("2026-09-03T10:00:00+02:00", tick=False)
        if number:
            workflow.return_for_correction(claim, reviewer=reviewer, version_number=1, message="Voyez.", remarks={})
            time_machine.move_to("2026-09-13T10:00:00+02:00", tick=False)
            workflow.send(Draft.objects.get(claim=claim), actor=claim.owner)
            claim.refresh_from_db()
        time_machine.move_to("2026-09-15T10:00:00+02:00", tick=False)
        workflow.accept(claim, reviewer=reviewer, version_number=claim.version_number)
    assert measure("plain") == UsualTime(median=4, nine_of_ten=4)
    assert measure("travel") is None
    OfficeSettings.objects.create(shows_usual_time=False)
    assert usual_time("plain") is None


def test_nine_of_ten_is_the_smallest_that_nine_of_ten_do_not_exceed():
    assert [percentile(list(range(1, 11)), percent) for percent in (50, 90)] == [5, 9]
