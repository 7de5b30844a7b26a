"""Given a stored document or PDF, when somebody asks for it, then only its owner gets it."""

from uuid import uuid4

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.storage import storages
from django.urls import reverse

from invoicing import upload_handlers
from invoicing.models import Attachment, Version
from invoicing.tasks import make_pdf
from invoicing.uploads import add_attachment
from tests.claims import make_claim, make_draft, make_person
from tests.invoicing import hostile_files as files
from tests.invoicing.hostile_files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def draft(office_data):
    return make_draft()


@pytest.fixture
def attachment(draft):
    return add_attachment(draft, upload(files.pdf(), 'Facture "été".pdf'))


def address_of(attachment) -> str:
    return reverse("invoicing:attachment", args=[attachment.pk])


def pdf_address(claim, number: int = 1) -> str:
    return reverse("invoicing:claim-pdf", args=[claim.reference, number])


def assert_inert(response) -> None:
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in response["Content-Disposition"]


def test_the_owner_downloads_a_document_under_its_name(signed_in_client, attachment):
    response = signed_in_client(attachment.owner).get(address_of(attachment))
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert_inert(response)
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''Facture%20%22%C3%A9t%C3%A9%22.pdf"


def test_a_document_of_somebody_else_does_not_exist(signed_in_client, attachment):
    client = signed_in_client(make_person())
    assert client.get(address_of(attachment)).status_code == 404
    assert client.get(reverse("invoicing:attachment", args=[uuid4()])).status_code == 404


def test_without_signing_in_no_byte_is_served(client, attachment):
    for address in (address_of(attachment), pdf_address(make_claim())):
        response = client.get(address)
        assert response.status_code == 302
        assert "sign-in" in response["Location"]


def test_documents_and_pdfs_are_only_read(signed_in_client, attachment):
    client = signed_in_client(attachment.owner)
    assert client.post(address_of(attachment)).status_code == 405
    assert client.post(pdf_address(make_claim(owner=attachment.owner))).status_code == 405


def test_a_damaged_document_is_not_served(signed_in_client, attachment):
    with open(storages["private"].path(attachment.file.storage_name), "ab") as file:
        file.write(b"<script>")
    response = signed_in_client(attachment.owner).get(address_of(attachment))
    assert response.status_code == 500
    assert b"%PDF" not in response.content
    assert "027 324 96 11" in response.content.decode()


def test_the_pdf_of_a_claim_is_downloaded_once_it_is_ready(signed_in_client):
    claim = make_claim()
    client = signed_in_client(claim.owner)
    waiting = client.get(pdf_address(claim))
    assert waiting.status_code == 202
    assert 'http-equiv="refresh"' in waiting.content.decode()
    make_pdf.call(claim.versions.get().pk)
    response = client.get(pdf_address(claim))
    assert response.status_code == 200
    assert_inert(response)
    assert response["Content-Disposition"] == f'attachment; filename="{claim.reference}-v1.pdf"'


def test_a_pdf_that_was_given_up_says_that_the_claim_is_safe(signed_in_client):
    claim = make_claim()
    Version.objects.filter(claim=claim).update(pdf_state="failed")
    response = signed_in_client(claim.owner).get(pdf_address(claim))
    assert response.status_code == 503
    assert 'http-equiv="refresh"' not in response.content.decode()
    assert "rien n’est perdu" in response.content.decode()


def test_a_damaged_pdf_is_not_served(signed_in_client):
    claim = make_claim()
    version = claim.versions.get()
    make_pdf.call(version.pk)
    version.refresh_from_db()
    with open(storages["private"].path(version.pdf_name), "ab") as file:
        file.write(b" ")
    assert signed_in_client(claim.owner).get(pdf_address(claim)).status_code == 500


def test_pdfs_of_others_and_versions_never_sent_do_not_exist(signed_in_client):
    claim = make_claim()
    assert signed_in_client(make_person()).get(pdf_address(claim)).status_code == 404
    assert signed_in_client(claim.owner).get(pdf_address(claim, 2)).status_code == 404


def post_files(client, draft, count: int, size: int = 10):
    documents = [upload(b"x" * size, f"{number}.txt") for number in range(count)]
    return client.post(reverse("invoicing:draft", args=[draft.pk]), {"action": "upload", "documents": documents})


def test_a_body_larger_than_all_documents_together_is_refused_as_it_comes(signed_in_client, draft, monkeypatch):
    monkeypatch.setattr(upload_handlers, "MOST", 20_000)
    client = signed_in_client(draft.owner)
    assert post_files(client, draft, 2, 15_000).status_code == 413
    monkeypatch.setattr(upload_handlers, "MOST", 100_000)
    assert post_files(client, draft, 2, 15_000).status_code == 200


def test_a_body_that_hides_its_length_is_counted_as_it_comes(rf, monkeypatch):
    monkeypatch.setattr(upload_handlers, "MOST", 20_000)
    handler = upload_handlers.BodyLimitHandler(rf.post("/"))
    handler.handle_raw_input(None, {}, 0, b"")
    assert handler.receive_data_chunk(b"x" * 15_000, 0) is not None
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 15_000, 0)


def test_the_page_says_which_of_eleven_files_did_not_fit_and_far_too_many_are_a_413(
    signed_in_client, draft, attachment
):
    Attachment.objects.bulk_create(
        Attachment(owner=draft.owner, file=attachment.file, name="x", draft=draft) for _ in range(9)
    )
    client = signed_in_client(draft.owner)
    response = post_files(client, draft, 1)
    assert response.status_code == 200
    assert "10 documents au plus" in response.content.decode()
    assert post_files(client, draft, 21).status_code == 413
