"""A whole story through the pages, from registration to acceptance: the audit tells it, and no secret stands in it."""

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from guichet.audit import find_broken_event
from guichet.models import Account, Event, Message
from guichet.outbox import send_due_messages
from invoicing.models import Claim, Draft, Version
from invoicing.roles import make_reviewer
from invoicing.tasks import make_pdf
from tests.claims import ANSWERS, as_posted, head_for
from tests.factories import PASSWORD, AccountFactory
from tests.guichet.steps import code_in, give_password, type_code
from tests.guichet.test_registration import FILLED, link_of
from tests.invoicing.hostile_files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

REMARK = "Traitement de la sclérose en plaques"

STORY = [
    "account.registered",
    "account.email_confirmed",
    "sign_in.password_failed",
    "sign_in.password_accepted", "code.sent", "code.refused", "code.accepted", "sign_in.completed",
    "attachment.added",
    "claim.sent",
    "pdf.made",
    "sign_in.password_accepted", "code.sent", "code.accepted", "sign_in.completed",
    "claim.read", "attachment.read", "pdf.read",
    "claim.returned",
    "claim.sent",
    "claim.read",
    "claim.accepted",
    "sign_out", "sign_out",
]  # fmt: skip
BY_THE_WORKER = {"pdf.made"}


def register() -> Account:
    client = Client()
    client.post(reverse("guichet:register"), FILLED)
    client.post(link_of(Message.objects.get(key="registration")))
    return Account.objects.get(email="jeanne@example.ch")


def sign_in(account: Account, sent_sms) -> Client:
    client = Client()
    give_password(client, account)
    type_code(client, code_in(sent_sms))
    return client


def fill(client: Client, draft: Draft, **files) -> Claim:
    typed = {"head": head_for(draft.owner), "closing": {"remark": REMARK}, **ANSWERS["travel"]}
    data = as_posted(typed, action="review") | files
    client.post(client.post(reverse("invoicing:draft", args=[draft.pk]), data)["Location"])
    return Claim.objects.get()


def decide(client: Client, claim: Claim, key: str, **typed) -> None:
    seen = {"version": claim.version_number, "state": claim.state, "confirmed": "1", **typed}
    assert client.post(f"/admin/claims/{claim.reference}/decide/{key}/", seen).status_code == 302


@pytest.fixture
def told(sent_sms, caplog) -> tuple[list[Event], str]:
    """The events of the story, and everything that was logged meanwhile."""
    caplog.set_level("DEBUG")
    account = register()
    Client().post(reverse("guichet:sign-in"), {"email": account.email, "password": "une autre phrase entière"})
    citizen = Client()
    give_password(citizen, account)
    type_code(citizen, "000000" if code_in(sent_sms) != "000000" else "111111")
    type_code(citizen, code_in(sent_sms))
    citizen.post(reverse("invoicing:start", args=["travel"]))
    claim = fill(citizen, Draft.objects.get(), documents=upload(pdf()))
    version = Version.objects.get()
    make_pdf.call(version.pk)

    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)
    office = sign_in(reviewer, sent_sms)
    page = f"/admin/claims/{claim.reference}/"
    office.get(page)
    office.get(f"{page}documents/{version.attachments.get().pk}/")
    office.get(f"{page}pdf/1/")
    decide(office, claim, "return", message="Il manque un reçu.")
    claim = fill(citizen, Draft.objects.get(claim=claim))
    office.get(page)
    decide(office, claim, "accept")
    for client in (citizen, office):
        client.post(reverse("guichet:sign-out"))
    send_due_messages()
    return list(Event.objects.order_by("pk")), caplog.text


def test_the_audit_tells_the_whole_story_once_and_in_order(told):
    events, _log = told
    assert [event.action for event in events] == STORY
    assert all(event.request_id and event.address for event in events if event.action not in BY_THE_WORKER)
    assert len({event.request_id for event in events}) > len(STORY) / 2
    assert all(event.at for event in events)
    actors = {event.action: event.actor for event in events}
    assert actors["claim.accepted"].is_staff
    assert actors["claim.read"].is_staff
    assert not actors["claim.sent"].is_staff
    assert find_broken_event() is None


def test_neither_the_audit_nor_the_log_holds_a_secret(told, sent_sms):
    events, log = told
    audit = json.dumps([[e.action, e.object_key, e.detail, e.result] for e in events], ensure_ascii=False)
    codes = re.findall(r"#([0-9]{6})", " ".join(text for _number, text in sent_sms))
    tokens = [re.search(r"confirm-email/([^/]+)/", Message.objects.get(key="registration").text or mail.outbox[0].body)]
    secrets = [
        "756.9217.0769.85", "7569217076985", "CH9300762011623852957", "CH93 0076 2011 6238 5295 7", PASSWORD,
        "une autre phrase entière", *codes, *(found[1] for found in tokens), REMARK, "sclérose", "Il manque un reçu",
        "Meilleures salutations", "+41791234567", "sessionid", "csrfmiddlewaretoken",
    ]  # fmt: skip
    assert len(codes) == 2
    for secret in secrets:
        assert secret not in audit, secret
        assert secret not in log, secret
