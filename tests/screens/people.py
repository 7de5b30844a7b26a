"""Whose screens are shown: the people of the demo, with something of each kind that a screen can be of.

Not here: how one walks to a screen (reader.py without a browser, camera.py with one).
"""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone, translation

from guichet import confirmation, reset
from guichet.models import Account, DecisionNumber, EmailLink, Message
from home.screens import Screen
from invoicing import demo, workflow
from invoicing.enums import ClaimState, PdfState
from invoicing.models import Claim, Draft, Version
from tests.conftest import sign_in
from tests.factories import AccountFactory

MOMENT = "2026-11-18T09:30:00+01:00"
OWN = {"fr": demo.JANE, "de": demo.BEAT}
NEW = {"fr": ("Marie", "marie.perren@example.ch"), "de": ("Maria", "maria.perren@example.ch")}  # just registered
SERVICE = {"fr": ("Interprète en langue des signes", "2", "140.00"), "de": ("Gebärdensprachdolmetschen", "2", "140.00")}
WITHDRAWN = demo.DemoClaim("plain", 5, "withdraw", answers={"items": [("Kurs in Gebärdensprache", "1", "80.00")]})
CLAIMS = {"fr": demo.JANES_CLAIMS, "de": (*demo.BEATS_CLAIMS, WITHDRAWN)}


def load_people() -> None:
    """Each person with a claim in each state, its copy made but for the newest; and who has just registered."""
    reviewer = demo.make_staff(demo.STAFF[0])
    copy = storages["private"].save("copy.pdf", ContentFile(b"%PDF-" + bytes(48_000)))
    for language, owner in {"fr": demo.make_jane(), "de": demo.make_beat()}.items():
        with translation.override(language):
            for claim in {claim.act: claim for claim in (*CLAIMS[language], sent_of(language))}.values():
                demo.make_claim(owner, claim, reviewer)
            demo.make_draft(owner, demo.trips(0), "travel")
        waiting = newest(owner, ClaimState.SUBMITTED)
        made = {"pdf_state": PdfState.READY, "pdf_name": copy, "pdf_made_at": timezone.now()}
        Version.objects.filter(claim__owner=owner).exclude(claim=waiting).update(**made)
        DecisionNumber.objects.filter(beneficiary__owner=owner).update(description="Transport")
        first_name, email = NEW[language]
        AccountFactory(
            with_device=True, unverified=True, first_name=first_name, last_name="Perren", email=email, language=language
        )


def sent_of(language: str) -> demo.DemoClaim:
    return demo.DemoClaim("plain", 0, answers={"items": [SERVICE[language]]})


def account_of(who: str, language: str) -> Account:
    emails = {"new": NEW[language][1], "parent": demo.BEAT.email}
    return Account.objects.get(email=emails.get(who, OWN[language].email))


def newest(owner: Account, state: str) -> Claim:
    return Claim.objects.filter(owner=owner, state=state).order_by("-submitted_at", "-pk").first()


def client_of(screen: Screen, language: str) -> Client:
    """A client of whoever sees the screen."""
    client = Client()
    return client if screen.who == "nobody" else sign_in(client, account_of(screen.who, language))


def path_of(screen: Screen, language: str) -> str:
    """Where the screen is; what its address names is made when it is asked for."""
    return f"/{language}{screen.path.format_map(Belongings(account_of(screen.who, language)))}"


class Belongings(dict):
    """What a person has, by the name that stands in the address of a screen."""

    def __init__(self, owner: Account):
        super().__init__()
        self.owner = owner

    def __missing__(self, name: str):
        if name in ClaimState.values:
            return newest(self.owner, name).reference
        if name in DRAFTS:
            return draft(self.owner, name).pk
        return FINDERS[name](self.owner)


# --- Drafts -----------------------------------------------------------------------------

DRAFTS = {
    "travel": lambda owner: demo.trips(0),
    "aids": lambda owner: demo.aid(0, aid="14.02", delivery="maintenance", amount="310.50"),
    "helplessness": lambda owner: demo.nights(0),
    "hearing": lambda owner: demo.hearing(0),
    "assistance": lambda owner: demo.assistance(0),
    "plain": lambda owner: demo.services(0, [SERVICE[owner.language]]),
    "empty": lambda owner: {"services": [{"id": "s1", "description": SERVICE[owner.language][0], "unit_price": "14o"}]},
}


def draft(owner: Account, name: str) -> Draft:
    """A draft of `owner`, filled; the one the demo made where there is one."""
    kind = "plain" if name == "empty" else name
    found = Draft.objects.filter(owner=owner, kind=kind, sent_as=None, claim=None).first()
    return found or demo.make_draft(owner, DRAFTS[name](owner), kind)


# --- Links and rows ---------------------------------------------------------------------


def link_of(owner: Account, *, age: timedelta = timedelta()) -> str:
    """The secret end of a link that confirms an address."""
    confirmation.send_link(owner, key="registration")
    EmailLink.objects.update(expires_at=timezone.now() + confirmation.LIFE - age)
    return end_of_link(owner, "confirm-email")


def reset_of(owner: Account) -> str:
    reset.request_reset(owner.email)
    return end_of_link(owner, "reset-password")


def end_of_link(owner: Account, name: str) -> str:
    text = Message.objects.filter(account=owner, text__contains=f"/{name}/").latest("created_at").text
    return text.split(f"/{name}/")[1].split()[0].rstrip("/")


def decide(owner: Account) -> None:
    """The office decides while the person looks at something else."""
    claim = newest(owner, ClaimState.SUBMITTED)
    workflow.accept(claim, reviewer=Account.objects.get(email=demo.STAFF[0].email), version_number=1)


FINDERS = {
    "link": link_of,
    "old_link": lambda owner: link_of(owner, age=timedelta(hours=25)),
    "reset": reset_of,
    "child": lambda owner: owner.beneficiaries.order_by("pk").first().pk,
    "number": lambda owner: owner.beneficiaries.order_by("pk").first().decision_numbers.first().pk,
    "bank_account": lambda owner: owner.bank_accounts.get().pk,
}
