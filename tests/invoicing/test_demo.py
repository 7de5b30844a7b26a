"""What `make run` loads: every state is there, loading twice changes nothing, and nowhere but in development."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guichet.letters import letters_to_post
from guichet.models import Account
from invoicing import demo
from invoicing.enums import ClaimState
from invoicing.kinds.registry import KINDS
from invoicing.management.commands import prepare
from invoicing.models import Claim, Draft
from tests.conftest import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def in_development(settings):
    settings.DEV_OUTBOX = True
    settings.OUTBOX_DIR = settings.VAR_DIR / "outbox"
    call_command("load_roles", stdout=StringIO())


def load() -> str:
    told = StringIO()
    call_command("load_demo", stdout=told)
    return told.getvalue()


def test_there_is_something_of_every_state_and_of_every_form(in_development, client):
    assert "loaded" in load()
    assert Claim.objects.filter(entered_by=None).count() == len(demo.JANES_CLAIMS) + len(demo.BEATS_CLAIMS)
    paper = Claim.objects.exclude(entered_by=None).get()
    assert (paper.state, paper.owner.is_on_paper) == (ClaimState.RETURNED, True)
    assert list(letters_to_post().values_list("key", flat=True)) == ["claim-entered", "claim-returned"]
    assert set(Claim.objects.values_list("state", flat=True)) == set(ClaimState.values)
    assert set(Claim.objects.values_list("kind", flat=True)) == set(KINDS)
    assert set(Claim.objects.values_list("owner__language", flat=True)) == {"fr", "de"}
    assert Claim.objects.filter(versions__attachments__isnull=False).exists()
    assert Draft.objects.filter(sent_as=None, claim=None).count() == 2
    jane = Account.objects.get(email=demo.JANE.email)
    assert jane.check_password(demo.PASSWORD)
    assert client.get("/admin/claims/").status_code == 302
    opened = {"claims": set(), "figures": set()}
    for person in demo.STAFF:
        sign_in(client, Account.objects.get(email=person.email))
        for what, names in opened.items():
            names |= {person.email.split("@")[0]} if client.get(f"/admin/{what}/").status_code == 200 else set()
    assert opened == {"claims": {"reviewer", "second", "admin"}, "figures": {"manager", "admin"}}


def test_loading_twice_changes_nothing(in_development):
    load()
    before = list(Claim.objects.order_by("pk").values())
    assert "already" in load()
    assert list(Claim.objects.order_by("pk").values()) == before


def test_public_passwords_stay_on_a_developers_machine(settings):
    settings.DEV_OUTBOX = False
    with pytest.raises(CommandError, match="developer"):
        call_command("load_demo")
    assert not Account.objects.exists()


def test_the_one_command_of_make_run_does_it_all_and_says_where_things_are(in_development, settings, monkeypatch):
    done, told = [], StringIO()
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: done.append(name))
    call_command("prepare", stdout=told)
    assert done[-6:] == [
        "migrate", "load_office_data", "load_content", "load_help", "load_roles", "load_demo",
    ]  # fmt: skip
    for words in (
        settings.SITE_URL,
        "/dev/outbox/",
        demo.PASSWORD,
        demo.JANE.email,
        "reviewer@example.ch",
        "Rédaction en chef",
    ):
        assert words in told.getvalue()


def test_a_stale_catalogue_is_compiled_and_a_fresh_one_is_left(settings, tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: done.append(name))
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    prepare.compile_catalogue()
    (folder / "django.mo").write_text("")
    prepare.compile_catalogue()
    assert done == ["compilemessages"]
