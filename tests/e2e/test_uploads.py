"""Documents in a browser: they go up as soon as they are chosen, what is refused is told, nothing typed is lost."""

from playwright.sync_api import expect

from guichet.models import Account
from invoicing.models import Draft
from tests.claims import make_draft, make_person
from tests.conftest import sign_in
from tests.e2e.conftest import check_page
from tests.invoicing import hostile_files as files


def open_draft(page, client, portal) -> Draft:
    """A draft of its own, opened by its owner without walking through the sign-in."""
    owner: Account = make_person()
    draft = make_draft(owner=owner)
    session = sign_in(client, owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal}])
    page.goto(f"/fr/guichet/drafts/{draft.pk}/")
    return draft


def payload(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_files_go_up_at_once_and_each_refusal_is_told(open_page, client, portal):
    page = open_page()
    draft = open_draft(page, client, portal)
    page.get_by_role("textbox", name="Remarque").fill("Envoyé depuis mon téléphone")
    page.get_by_label("Joindre des documents").set_input_files(
        [payload("facture.pdf", files.pdf()), payload("virus.exe", b"MZ"), payload("photo.jpg", files.image())]
    )
    joined = page.get_by_role("list", name="Documents joints")
    expect(joined.get_by_role("listitem")).to_have_count(2)
    expect(page.locator("#documents-errors > p")).to_have_count(1)
    expect(page.locator("#documents-errors")).to_contain_text("virus.exe")
    expect(page.locator("#documents-status")).to_contain_text("photo.jpg")
    expect(page.locator("#documents-progress")).to_be_hidden()
    check_page(page)
    expect(page.get_by_role("textbox", name="Remarque")).to_have_value("Envoyé depuis mon téléphone")
    page.get_by_role("button", name="Supprimer facture.pdf").click()
    expect(joined.get_by_role("listitem")).to_have_count(1)
    assert [attachment.name for attachment in draft.attachments.all()] == ["photo.jpg"]


def test_a_file_that_is_too_large_is_told_before_it_leaves(open_page, client, portal, tmp_path):
    page = open_page(360)
    draft = open_draft(page, client, portal)
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-" + b"x" * (10 * 1024 * 1024))
    page.get_by_label("Joindre des documents").set_input_files(large)
    expect(page.locator("#documents-errors")).to_contain_text("dépasse 10")
    assert not draft.attachments.exists()


def test_without_javascript_the_button_joins_them(open_page, client, portal):
    page = open_page(javascript=False)
    draft = open_draft(page, client, portal)
    page.get_by_label("Joindre des documents").set_input_files([payload("facture.pdf", files.pdf())])
    page.get_by_role("button", name="Joindre", exact=True).click()
    expect(page.get_by_role("link", name="facture.pdf")).to_be_visible()
    assert draft.attachments.count() == 1
