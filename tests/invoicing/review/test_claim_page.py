"""The page of one claim: what it shows, what it leaves in the audit, what it costs."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from PIL import Image

from guichet.models import Event
from invoicing import workflow
from invoicing.models import Attachment, Draft, StoredFile, Version
from invoicing.review.happenings import ACTIONS
from invoicing.tasks import make_pdf
from invoicing.uploads import add_attachment
from tests.claims import car_trip, make_claim, make_draft, stay, train_trip

LOCK_OF_THE_AUDIT = int(connection.vendor == "postgresql")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def page_of(claim) -> str:
    return f"/admin/claims/{claim.reference}/"


def receipt() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("billet.png", data.getvalue(), "image/png")


def make_claim_with_receipt():
    draft = make_draft()
    add_attachment(draft, receipt())
    return workflow.send(draft, actor=draft.owner)


def correct(claim, reviewer, *, remarks: dict, answers: dict):
    """Send `claim` back and have it sent again with other answers."""
    workflow.return_for_correction(
        claim, reviewer=reviewer, version_number=claim.version_number, message="Vérifiez.", remarks=remarks
    )
    draft = Draft.objects.get(claim=claim)
    draft.answers = {**draft.answers, **answers}
    draft.save()
    return workflow.send(draft, actor=claim.owner)


def test_the_page_shows_answers_lines_findings_and_total(office):
    claim = make_claim("travel")
    content = office.get(page_of(claim)).content.decode()
    for text in ("Facture pour frais de voyage", "318.632.1", "Fournier Jeanne", "CH", "323 2024 1000123", "Lausanne",
                 "112 km × 0.45", "50.40", "170.90 CHF", "Trajet 2", "Aucun document"):  # fmt: skip
        assert text in content, text
    assert 'href="#trips-t1-means"' in content
    assert 'id="trips-t1-means"' in content


def test_what_the_checks_found_stands_in_the_reviewers_language(office, german_office):
    with override("de"):
        claim = make_claim("travel")
    french, german = (one.get(page_of(claim)).content.decode() for one in (office, german_office))
    assert '<span lang="fr">La voiture n’est remboursée que si' in french
    assert '<span lang="de">Autofahrten werden nur vergütet, wenn' in german


def test_lines_are_called_as_the_reviewer_calls_them(office, german_office):
    with override("de"):
        claim = make_claim("helplessness")
    french, german = (one.get(page_of(claim)).content.decode() for one in (office, german_office))
    words = claim.versions.get().wording["lines"]
    assert (words["fr"]["HE mittel"], words["de"]) == ("API moyenne", {})
    for here, there in words["fr"].items():
        assert (here in french, here in german, there in french, there in german) == (False, True, True, False)


def test_what_was_kept_in_one_language_says_in_which(office):
    with override("de"):
        claim = make_claim()
    findings = [{"path": "documents", "code": "no_document", "message": "Kein Dokument", "claims": []}]
    version = claim.versions.get()
    del version.wording["lines"]
    Version.objects.filter(claim=claim).update(findings=findings, wording=version.wording)
    content = office.get(page_of(claim)).content.decode()
    assert '<td class="review-number" lang="de">2 Einheiten × 43.00</td>' in content
    assert '<span lang="de">Kein Dokument</span>' in content


def test_reading_a_claim_leaves_an_event(office, reviewer):
    claim = make_claim()
    office.get(page_of(claim))
    event = Event.objects.get(action="claim.read")
    assert (event.actor, event.object_type, event.object_key) == (reviewer, "claim", claim.reference)
    assert "1 consultation" in office.get(page_of(claim)).content.decode()


def test_the_history_tells_who_did_what(office, reviewer):
    claim = make_claim()
    workflow.accept(claim, reviewer=reviewer, version_number=1, message="Bonne journée.")
    response = office.get(page_of(claim))
    assert [event.label for event in response.context["dossier"].acts()] == ["Demande acceptée", "Demande envoyée"]
    content = response.content.decode()
    assert "Bonne journée." in content
    assert "Rita Salamin" in content
    assert 'id="form-accept"' not in content


def test_every_act_of_the_history_has_a_name(office):
    claim = make_claim()
    make_pdf.func(claim.versions.get().pk)
    acts = [event.label for event in office.get(page_of(claim)).context["dossier"].acts()]
    assert acts == ["PDF établi", "Demande envoyée"]
    assert not recorded_about_claims() - set(ACTIONS)


def recorded_about_claims() -> set[str]:
    """Every action that the code records about a claim, as far as it is spelled out."""
    called = re.compile(r'record_event\(\s*"([\w.]+)",[^)]*object_type="claim"')
    sources = [path.read_text(encoding="utf-8") for path in (Path(settings.BASE_DIR) / "invoicing").rglob("*.py")]
    return {action for source in sources for action in called.findall(source)}


def test_a_corrected_claim_shows_old_and_new_and_what_was_asked(office, reviewer):
    claim = make_claim("travel")
    remarks = {"trips.t1.kilometres": "112 ou 122 km ?"}
    answers = {"trips": [car_trip(kilometres="122"), train_trip()]}
    correct(claim, reviewer, remarks=remarks, answers=answers)
    response = office.get(page_of(claim))
    changes = response.context["dossier"].newest.changes
    assert [(change.path, change.old, change.new) for change in changes] == [("trips.t1.kilometres", "112", "122")]
    content = response.content.decode()
    assert "<del>112</del>" in content
    assert "<ins>122</ins>" in content
    assert content.count("112 ou 122 km ?") == 2  # at the field, and with the decision


def test_a_removed_row_shows_as_removed(office, reviewer):
    claim = make_claim("travel")
    correct(claim, reviewer, remarks={}, answers={"trips": [car_trip()]})
    changes = office.get(page_of(claim)).context["dossier"].newest.changes
    assert {change.path.rsplit(".", 1)[0] for change in changes} == {"trips.t2"}
    assert {change.new for change in changes} == {""}
    assert {change.section for change in changes} == {"Trajet 2"}


def test_documents_that_came_and_went_are_changes_too_and_what_was_left_is_named(office, reviewer):
    claim = make_claim_with_receipt()
    remarks = {"documents": "La facture manque.", "services.s1.quantity": "2 ?"}
    workflow.return_for_correction(claim, reviewer=reviewer, version_number=1, message="Vérifiez.", remarks=remarks)
    draft = Draft.objects.get(claim=claim)
    old = draft.attachments.first()
    other = StoredFile.objects.create(sha256="1" * 64, content_type="application/pdf", size=1, scanned_by="-")
    Attachment.objects.create(owner=draft.owner, draft=draft, file=other, name="scan.pdf", asked_as=old.asked_as)
    old.delete()
    workflow.send(draft, actor=claim.owner)
    response = office.get(page_of(claim))
    changes = response.context["dossier"].newest.changes
    assert [(change.path, change.old, change.new) for change in changes] == [
        ("documents", "", "scan.pdf"), ("documents", old.name, ""),
    ]  # fmt: skip
    content = response.content.decode()
    panel = content[content.index("heading-corrected") : content.index("heading-head")]
    assert "<ins>scan.pdf</ins>" in panel
    assert "<strong>Prestation 1, Quantité</strong>" in panel
    assert "La facture manque." in content[content.index('id="documents"') :]


def test_a_correction_that_changes_nothing_says_so(office, reviewer):
    claim = make_claim()
    correct(claim, reviewer, remarks={"services.s1": "Relisez."}, answers={})
    content = office.get(page_of(claim)).content.decode()
    assert "Aucune réponse n’a changé, aucun document non plus." in content
    assert "<strong>Prestation 1</strong>" in content


def test_a_refusal_shows_its_reason_in_the_reviewers_language(office, german_office, refuse):
    claim = make_claim()
    refuse(claim)
    assert "La décision ne couvre pas cette prestation" in office.get(page_of(claim)).content.decode()
    assert "nicht gedeckt" in german_office.get(page_of(claim)).content.decode()


def test_documents_and_pdfs_are_downloads_that_leave_events(office, reviewer):
    claim = make_claim_with_receipt()
    version = Version.objects.get()
    make_pdf.func(version.pk)
    content = office.get(page_of(claim)).content.decode()
    document = Attachment.objects.get()
    for action, address in (
        ("attachment.read", f"{page_of(claim)}documents/{document.pk}/"),
        ("pdf.read", f"{page_of(claim)}pdf/1/"),
    ):
        assert address in content
        response = office.get(address)
        assert response["Content-Disposition"].startswith("attachment")
        assert Event.objects.get(action=action).actor == reviewer


@pytest.mark.parametrize(("scanned_by", "told"), [("not scanned", True), ("ClamAV 1.4", False)])
def test_a_document_nobody_scanned_says_so(office, scanned_by, told):
    claim = make_claim_with_receipt()
    StoredFile.objects.update(scanned_by=scanned_by)
    assert ("sans contrôle antivirus" in office.get(page_of(claim)).content.decode()) is told


def test_documents_answer_only_under_their_own_claim(office):
    claim, other = make_claim_with_receipt(), make_claim()
    document = Attachment.objects.get()
    assert office.get(f"{page_of(other)}documents/{document.pk}/").status_code == 404
    assert office.get(f"{page_of(claim)}pdf/1/").status_code == 404
    assert office.get(f"{page_of(claim)}pdf/2/").status_code == 404
    assert not Event.objects.filter(action__in=["attachment.read", "pdf.read"]).exists()


def test_a_draft_s_documents_have_no_address_here(office):
    claim, draft = make_claim(), make_draft()
    document = add_attachment(draft, receipt())
    assert office.get(f"{page_of(claim)}documents/{document.pk}/").status_code == 404


def test_a_damaged_document_is_told_and_not_served(office, caplog):
    claim = make_claim_with_receipt()
    document = Attachment.objects.get()
    StoredFile.objects.update(sha256="0" * 64)
    response = office.get(f"{page_of(claim)}documents/{document.pk}/", follow=True)
    assert "endommagé" in response.content.decode()


def test_readings_never_displace_what_was_done(office, monkeypatch):
    claim = make_claim()
    office.post(f"{page_of(claim)}note/", {"text": "Rappeler la personne."})
    monkeypatch.setattr("invoicing.review.happenings.MOST_EVENTS", 3)
    for _reading in range(4):
        response = office.get(page_of(claim))
    dossier = response.context["dossier"]
    assert [event.action for event in dossier.events] == ["claim.read", "note.written", "claim.sent"]
    assert [note.text for note in dossier.notes] == ["Rappeler la personne."]


def test_an_unknown_claim_is_not_found(office):
    assert office.get("/admin/claims/2026-999999/").status_code == 404


def test_a_long_claim_costs_as_many_queries_as_a_short_one(office):
    short = make_claim("travel")
    trips = [car_trip(f"r{n}", start=f"{n + 1:02d}.08.2026", end=f"{n + 1:02d}.08.2026") for n in range(28)]
    long = make_claim("travel", answers={"trips": trips, "stay": stay()})
    office.get(page_of(short))
    with CaptureQueriesContext(connection) as few:
        office.get(page_of(short))
    with CaptureQueriesContext(connection) as many:
        office.get(page_of(long))
    assert len(many) == len(few) <= 15 + LOCK_OF_THE_AUDIT


def test_a_corrected_claim_stays_in_the_budget(office, reviewer):
    claim = make_claim("travel")
    for kilometres in ("120", "130", "140"):
        answers = {"trips": [car_trip(kilometres=kilometres)]}
        correct(claim, reviewer, remarks={"trips.t1": "Encore."}, answers=answers)
        claim.refresh_from_db()
    office.get(page_of(claim))
    with CaptureQueriesContext(connection) as queries:
        office.get(page_of(claim))
    assert len(queries) <= 16 + LOCK_OF_THE_AUDIT


@pytest.mark.parametrize("kind", ["plain", "travel"])
def test_the_page_speaks_german_to_a_german_reviewer(german_office, kind):
    content = german_office.get(page_of(make_claim(kind))).content.decode()
    assert '<html lang="de"' in content
    assert {"plain": "318.632", "travel": "Medizinische Massnahmen"}[kind] in content
