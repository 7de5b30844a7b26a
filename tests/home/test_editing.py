"""A page on its way: written, previewed, handed in, compared, published at its hour; and who else has it open.

Not here: who may do what (test_roles.py), two languages (tests/home/translation/).
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from guichet.upkeep import keep_time
from home.models import ContentPage
from home.roles import CHIEF_EDITORS, LANGUAGE_EDITORS, create_editor_groups
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_as(public_pages, signed_in_client):
    """`open_as("fr")`, `open_as()`: a client of an editor of that language, of a chief editor."""
    create_editor_groups()

    def open_one(language: str = ""):
        account = AccountFactory(staff=True, language=language or "fr")
        account.groups.add(Group.objects.get(name=LANGUAGE_EDITORS[language] if language else CHIEF_EDITORS))
        UserProfile.objects.create(user=account, preferred_language=account.language)
        return signed_in_client(account)

    return open_one


@pytest.fixture
def contact(public_pages) -> ContentPage:
    return ContentPage.objects.get(slug="contact")


def typed(page: Page, **fields) -> dict:
    """The editor's form as posted, with a heading as the only block."""
    body = streamfield([("heading", {"level": "h2", "text": "Par téléphone"})])
    return nested_form_data(
        {"title": page.title, "slug": page.slug, "intro": "", "body": body, "comments": {"TOTAL_FORMS": 0}}
        | {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        | fields
    )


def address(page: Page, rest: str = "edit/") -> str:
    return f"/admin/pages/{page.pk}/{rest}"


def test_a_draft_is_previewed_in_the_frame_of_the_editor_and_kept_by_no_cache(open_as, contact):
    client = open_as("fr")

    assert client.post(address(contact, "edit/preview/"), typed(contact, title="Nous joindre")).json()["is_valid"]
    shown = client.get(address(contact, "edit/preview/"), {"in_preview_panel": "true"})

    assert "Nous joindre</h1>" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in shown.headers["Cache-Control"].split(", ")
    assert "Nous joindre" not in client.get(contact.url).content.decode()


def test_what_was_handed_in_is_compared_and_approved(open_as, contact):
    writer, chief = open_as("fr"), open_as()
    before = contact.save_revision()
    writer.post(address(contact), typed(contact, title="Nous joindre", **{"action-submit": "1"}))
    contact.refresh_from_db()
    assert (contact.title, contact.workflow_in_progress) == ("Contact", True)
    assert "Nous joindre" in chief.get("/admin/").content.decode()
    compared = chief.get(address(contact, f"revisions/compare/{before.pk}...latest/")).content.decode()
    assert '<span class="addition">Nous joindre</span>' in compared
    assert "Nous joindre" in chief.get(address(contact, "history/")).content.decode()
    task = contact.current_workflow_task_state

    chief.post(f"/admin/pages/workflow/action/{contact.pk}/approve/{task.pk}/", {})

    assert "Nous joindre</h1>" in writer.get(contact.url).content.decode()


def test_a_page_comes_and_goes_at_its_hour(open_as, contact, time_machine, client):
    now = timezone.now()
    hours = {
        "go_live_at": f"{timezone.localtime(now + timedelta(hours=1)):%Y-%m-%d %H:%M}",
        "expire_at": f"{timezone.localtime(now + timedelta(hours=3)):%Y-%m-%d %H:%M}",
    }
    open_as().post(address(contact), typed(contact, title="Nous joindre", **hours, **{"action-publish": "1"}))
    told = {}
    for hour in (0, 2, 4):
        time_machine.move_to(now + timedelta(hours=hour))
        keep_time()
        contact.refresh_from_db()
        told[hour] = (contact.title, contact.live)

    assert told == {0: ("Contact", True), 2: ("Nous joindre", True), 4: ("Nous joindre", False)}


def test_who_else_has_the_page_open_is_told(open_as, contact):
    first, second = open_as("fr"), open_as()
    for client in (first, second):
        client.get(address(contact))
    mine, _other = EditingSession.objects.order_by("pk")

    told = first.post(f"/admin/editing-sessions/ping/wagtailcore/page/{contact.pk}/{mine.pk}/").json()

    assert [session["user"] for session in told["other_sessions"]] == ["Jeanne Fournier"]


@pytest.mark.parametrize(
    ("language", "slug", "words"),
    [("fr", "contact", "Enregistrer le brouillon"), ("de", "kontakt", "Entwurf speichern")],
)
def test_the_editor_speaks_the_language_of_who_writes(open_as, language, slug, words):
    page = Page.objects.get(slug=slug)

    assert words in open_as(language).get(address(page)).content.decode()
