"""Beside the answers: documents as pictures, notes between colleagues, who else is there, the whole file as a ZIP."""

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db.models import F
from django.utils import timezone
from PIL import Image

from guichet.models import Event, Message
from invoicing import workflow
from invoicing.models import Attachment, ListEntry, Note, PagePicture, Presence, StoredFile
from invoicing.pictures import NotDrawn, picture_of
from invoicing.reviewing import forget_presences, write_to_person
from invoicing.roles import make_reviewer
from invoicing.tasks import draw_documents, make_pdf
from invoicing.uploads import add_attachment, remove_orphans
from tests.claims import make_claim, make_draft
from tests.factories import AccountFactory
from tests.invoicing.hostile_files import image, pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def claim():
    """With a PDF of two pages and a photo."""
    draft = make_draft()
    add_attachment(draft, upload(pdf(pages=2), "facture.pdf"))
    add_attachment(draft, upload(image(size=(60, 40)), "billet.jpg"))
    return workflow.send(draft, actor=draft.owner)


def page_of(claim, *more) -> str:
    return "/".join(["/admin/claims", claim.reference, *map(str, more), ""])


def document(claim, name: str) -> Attachment:
    return Attachment.objects.get(version__claim=claim, name=name)


# --- Documents as pictures -----------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), [("facture.pdf", 1), ("facture.pdf", 2), ("billet.jpg", 1)])
def test_a_page_is_shown_as_a_picture_of_ours(office, claim, name, number):
    answer = office.get(page_of(claim, "documents", document(claim, name).pk, number))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert Image.open(BytesIO(answer.content)).format == "WEBP"
    assert Event.objects.filter(action="attachment.read", detail__page=number).count() == 1


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_is_not_there_is_not_found(office, claim, number):
    assert office.get(page_of(claim, "documents", document(claim, "facture.pdf").pk, number)).status_code == 404


def test_a_document_of_another_claim_is_not_found(office, claim):
    other = make_claim()
    assert office.get(page_of(other, "documents", document(claim, "facture.pdf").pk, 1)).status_code == 404


def test_the_worker_draws_ahead_and_a_page_is_drawn_once(claim, monkeypatch):
    draw_documents.func(claim.versions.get().pk)
    assert PagePicture.objects.count() == 3
    monkeypatch.setattr("invoicing.pictures._drawn", lambda *args: pytest.fail("drawn twice"))
    assert picture_of(document(claim, "facture.pdf").file, 2)


def test_what_cannot_be_drawn_is_told_and_can_still_be_downloaded(office, claim, monkeypatch):
    def fail(*args):
        raise NotDrawn

    monkeypatch.setattr("invoicing.pictures._drawn", fail)
    key = document(claim, "facture.pdf").pk
    assert office.get(page_of(claim, "documents", key, 1)).status_code == 404
    assert office.get(page_of(claim, "documents", key)).status_code == 200


def test_the_child_that_draws_breaks_on_what_is_no_document(claim):
    file = document(claim, "facture.pdf").file
    file.content_type = "image/png"
    with pytest.raises(NotDrawn):
        picture_of(file, 1)


def test_pictures_are_not_taken_for_orphans(claim, time_machine):
    picture_of(document(claim, "billet.jpg").file, 1)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    remove_orphans()
    assert picture_of(document(claim, "billet.jpg").file, 1)


def test_the_viewer_works_by_links(office, claim):
    key = document(claim, "facture.pdf").pk
    page = office.get(page_of(claim), {"document": key, "page": "2"}).content.decode()
    assert f'src="{page_of(claim, "documents", key, 2)}"' in page
    assert "Page 2 sur 2" in page
    assert f"?document={key}&amp;page=1#documents" in page
    beyond = office.get(page_of(claim), {"document": key, "page": "99"}).content.decode()
    assert 'data-number="2"' in beyond  # where the script begins: at the page that is shown


def test_the_viewer_leads_through_every_page_of_every_document_and_back(office, claim):
    def walk(viewer, step: str) -> list:
        seen = [(viewer.shown.name, viewer.number)]
        while link := getattr(viewer, step):
            viewer = office.get(page_of(claim) + link.partition("#")[0]).context["viewer"]
            seen.append((viewer.shown.name, viewer.number))
        return seen

    first = office.get(page_of(claim)).context["viewer"]
    there = walk(first, "next_url")
    assert sorted(there) == [("billet.jpg", 1), ("facture.pdf", 1), ("facture.pdf", 2)]
    name, number = there[-1]
    last = office.get(page_of(claim), {"document": document(claim, name).pk, "page": number}).context["viewer"]
    assert walk(last, "previous_url") == there[::-1]


@pytest.mark.parametrize("asked", [{"document": "x"}, {"page": "99"}, {"page": "-1"}, {"page": "²"}])
def test_the_viewer_takes_any_question(office, claim, asked):
    assert office.get(page_of(claim), asked).status_code == 200


# --- Notes ---------------------------------------------------------------------------


def test_a_note_is_for_the_office_alone(office, claim, signed_in_client):
    office.post(page_of(claim, "note"), {"text": "Appelé le médecin <b>"})
    assert "Appelé le médecin &lt;b&gt;" in office.get(page_of(claim)).content.decode()
    assert not Message.objects.filter(text__contains="médecin").exists()
    assert "médecin" not in signed_in_client(claim.owner).get(f"/fr/guichet/claims/{claim.reference}/").content.decode()
    event = Event.objects.get(action="note.written")
    assert "médecin" not in str(event.detail)


def test_an_empty_note_is_sent_back(office, claim):
    answer = office.post(page_of(claim, "note"), {"text": " "})
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert "Écrivez la note" in answer.content.decode()


# --- Presence ------------------------------------------------------------------------


def test_two_who_have_a_claim_open_see_each_other_for_two_minutes(office, claim, signed_in_client):
    colleague = AccountFactory(staff=True, first_name="Paul", last_name="Rey", with_device=True)
    make_reviewer(colleague)
    assert "Rey" not in office.post(page_of(claim, "presence")).content.decode()
    assert "Rita Salamin" in signed_in_client(colleague).post(page_of(claim, "presence")).content.decode()
    assert "Paul Rey" in office.post(page_of(claim, "presence")).content.decode()
    Presence.objects.update(seen_at=F("seen_at") - timedelta(minutes=3))
    assert "Rey" not in office.post(page_of(claim, "presence")).content.decode()
    Presence.objects.update(seen_at=F("seen_at") - timedelta(days=1))
    assert (forget_presences(), Presence.objects.count()) == (2, 0)


# --- The whole file ------------------------------------------------------------------


def test_the_file_of_a_claim_holds_all_but_the_notes(office, claim):
    make_pdf.func(claim.versions.get().pk)
    office.post(page_of(claim, "note"), {"text": "Entre nous"})
    answer = office.get(page_of(claim, "bundle"))
    bundle = zipfile.ZipFile(BytesIO(answer.content))
    assert bundle.namelist() == [
        f"{claim.reference}-v1.pdf", "v1/01-facture.pdf", "v1/02-billet.jpg", "historique.csv", "decisions.csv",
    ]  # fmt: skip
    assert b"Entre nous" not in b"".join(bundle.read(name) for name in bundle.namelist())
    assert "Demande envoyée" in bundle.read("historique.csv").decode()
    assert "Note interne" not in bundle.read("historique.csv").decode()
    assert Event.objects.filter(action="bundle.read").count() == 1


def test_the_file_of_a_claim_holds_all_the_office_said(office, reviewer, claim):
    seen = {"reviewer": reviewer, "version_number": 1}
    workflow.return_for_correction(
        claim, **seen, message="=Vérifiez.", remarks={"services.s1.quantity": "2 ou 3\u00a0?"}
    )
    workflow.take_back(claim, **seen, why="Trouvé.")
    write_to_person(claim, author=reviewer, text="Bonne nouvelle.")
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    workflow.refuse(claim, **seen, reason=reason, message="Non.")
    bundle = zipfile.ZipFile(BytesIO(office.get(page_of(claim, "bundle")).content))
    table = csv.reader(StringIO(bundle.read("decisions.csv").decode("utf-8-sig")), delimiter=";")
    _heads, returned, written, refused = list(table)
    assert returned[1:7] == [
        "Correction demandée", "1", "Rita Salamin", "", "'=Vérifiez.", "Prestation 1, Quantité\u00a0: 2 ou 3\u00a0?",
    ]  # fmt: skip
    assert returned[8] == "Trouvé."
    assert written[1:6] == ["Message envoyé à la personne", "", "Rita Salamin", "", "Bonne nouvelle."]
    assert refused[1:6] == ["Refusée", "1", "Rita Salamin", "La décision ne couvre pas cette prestation", "Non."]


def test_a_damaged_document_stops_the_file(office, claim):
    file = document(claim, "billet.jpg").file
    StoredFile.objects.filter(pk=file.pk).update(sha256="f" * 64)
    answer = office.get(page_of(claim, "bundle"), follow=True)
    assert "endommagé" in answer.content.decode()
