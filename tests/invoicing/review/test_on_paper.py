"""Somebody without an account: written down by a reviewer, told by letter, corrected by post, never signed in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from guichet import reset, sign_in
from guichet.letters import note_posted
from guichet.models import Account, Channel, Event, Message, OfficeText
from guichet.on_paper import PaperPerson, add_person
from guichet.outbox import send_due_messages
from invoicing import workflow
from invoicing.corrections import follow_up_corrections
from invoicing.kinds.plain.kind import PLAIN
from invoicing.models import Claim, Draft, ListEntry
from invoicing.paper import find_people, start_paper_draft, take_up_correction
from invoicing.recusal import conflicts_with, has_conflict
from invoicing.review.acts import ACTS, preview
from invoicing.roles import make_reviewer
from tests.claims import ANSWERS, as_posted, head_for, make_claim, make_person
from tests.factories import AccountFactory, avs_number, swiss_iban

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]
PAPER, PERSON, LETTERS = "/admin/claims/paper/", "/admin/claims/paper/person/", "/admin/claims/letters/"
NUMBER = avs_number(777)
TYPED = {
    "last_name": "Imboden", "first_name": "Therese", "address": "Dorfstrasse 4", "postcode": "3930", "city": "Visp",
    "country": "CH", "birth_date": "12.05.1948", "avs_number": NUMBER, "language": "de", "iban": swiss_iban(777),
    "holder": "Therese Imboden",
}  # fmt: skip


@pytest.fixture
def therese(reviewer):
    person = PaperPerson(**TYPED | {"birth_date": "1948-05-12"})
    add_person(person, actor=reviewer)
    return Account.objects.get(email=None)


@pytest.fixture
def draft(therese, reviewer) -> Draft:
    day = timezone.localdate() - timedelta(days=3)
    draft = start_paper_draft(therese.beneficiaries.get(), PLAIN, received_on=day, reviewer=reviewer)
    draft.answers = {"head": head_for(therese), "closing": {"remark": ""}, **ANSWERS["plain"]}
    draft.save()
    return draft


@pytest.fixture
def claim(draft, reviewer) -> Claim:
    return workflow.send(draft, actor=reviewer)


@pytest.fixture
def colleague(claim):
    return AccountFactory(staff=True, first_name="Paul", last_name="Rey")


def letters(**conditions):
    return Message.objects.filter(channel=Channel.LETTER, **conditions).order_by("created_at")


# --- Who it is ---------------------------------------------------------------------------


def test_an_unknown_number_leads_to_the_person_and_on_to_the_form(office):
    asked = office.post(PAPER, {"avs_number": NUMBER})
    assert "Personne sans compte" in asked.content.decode()
    found = office.post(PERSON, TYPED | {"keep": "1"})
    account = Account.objects.get(email=None)
    choices = found.context["form"].fields["person"].choices
    said = "Imboden Therese, né(e) le 12.05.1948\u00a0; sans compte, lettres à Therese Imboden"
    assert choices == [(str(account.beneficiaries.get().pk), said)]
    assert (account.has_usable_password(), account.is_beneficiary, account.language) == (False, True, "de")
    assert Event.objects.filter(action="account.opened_on_paper", object_key=str(account.pk)).exists()


def test_letters_for_a_child_go_to_who_represents_it(office):
    office.post(
        PERSON, TYPED | {"representative_last_name": "Imboden", "representative_first_name": "Urs", "keep": "1"}
    )
    account = Account.objects.get(email=None)
    assert (str(account), account.is_representative) == ("Urs Imboden", True)
    assert (str(account.beneficiaries.get()), account.beneficiaries.get().is_owner) == ("Imboden Therese", False)


@pytest.mark.parametrize("wrong", [{"iban": "CH00"}, {"holder": ""}, {"postcode": "x"}, {"birth_date": ""},
                                   {"representative_last_name": "Imboden"}])  # fmt: skip
def test_half_a_person_is_not_kept(office, wrong):
    assert office.post(PERSON, TYPED | {"keep": "1"} | wrong).status_code == 422
    assert not Account.objects.filter(email=None).exists()


def test_the_same_person_twice_is_one_and_a_newer_paper_changes_it(office, therese):
    old = therese.bank_accounts.get()
    office.post(PERSON, TYPED | {"keep": "1", "city": "Brig", "postcode": "3900", "iban": swiss_iban(778)})
    therese.refresh_from_db()
    assert (Account.objects.filter(email=None).get(), therese.city) == (therese, "Brig")
    assert therese.beneficiaries.get().city == "Brig"
    assert [one.iban for one in therese.bank_accounts.active()] == [swiss_iban(778)]
    assert therese.bank_accounts.filter(pk=old.pk, retired_at__isnull=False).exists()


def test_nobody_can_enter(therese):
    for address in ("", "None"):
        with pytest.raises(sign_in.WrongPassword):
            sign_in.check_password(address, "une phrase que personne ne devine")
        reset.request_reset(address)
    assert not Message.objects.exists()


@pytest.mark.parametrize("way_in", [{"is_staff": True}, {"wants_sms": True}, {"phone": "+41791112233"}])
def test_the_database_refuses_a_way_in_without_address(therese, way_in):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=therese.pk).update(**way_in)


def test_who_registers_later_with_the_same_number_sees_nothing_of_it(claim, therese, reviewer, signed_in_client):
    later = make_person(last_name="Imboden")
    later.beneficiaries.update(avs_number=NUMBER)
    client = signed_in_client(later)
    assert claim.reference not in client.get(reverse("invoicing:desk")).content.decode()
    assert client.get(reverse("invoicing:claim", args=[claim.reference])).status_code == 404
    again = make_claim(owner=later)
    shown = client.get(reverse("invoicing:claim", args=[again.reference])).content.decode()
    assert claim.reference not in shown
    assert {person.owner for person in find_people(NUMBER, reviewer=reviewer)} == {therese, later}


# --- Told by letter ---------------------------------------------------------------------


def test_a_claim_from_paper_is_told_by_a_letter_that_no_machine_sends(claim, therese):
    letter = letters().get()
    assert (letter.key, letter.language, letter.about) == ("claim-entered", "de", claim.reference)
    assert letter.recipient == "Therese Imboden, Dorfstrasse 4, 3930 Visp"
    assert "Guten Tag" in letter.text
    assert "http" not in letter.text
    assert send_due_messages() == 0
    assert letters(sent_at=None).get() == letter


def test_a_letter_begins_and_ends_as_the_office_words_it(draft, reviewer):
    for text, passage, wording in (
        ("every-letter", "hello", "Sehr geehrte Frau {nom}"),
        ("every-letter", "greeting", "Ihre IV-Stelle"),
        ("claim-entered", "by_post", "Behalten Sie die Kopie."),
    ):
        OfficeText.objects.create(text=text, passage=passage, wording_de=wording)
    workflow.send(draft, actor=reviewer)
    letter = letters().get()
    assert letter.text.startswith("Sehr geehrte Frau Imboden\n")
    assert letter.text.endswith("Ihre IV-Stelle\n")
    assert "Behalten Sie die Kopie." in letter.text
    assert "Eine Kopie dessen" not in letter.text
    assert "Ihre IV-Stelle" in letter.html


def decide(claim, colleague, key):
    reason = ListEntry.objects.get(list="refusal-reason", key="not-covered")
    remarks, soon = {"services.s1.quantity": "2 oder 3?"}, timezone.localdate() + timedelta(days=2)
    acts = {
        "accept": lambda: workflow.accept(claim, reviewer=colleague, version_number=1, message="Gern."),
        "refuse": lambda: workflow.refuse(claim, reviewer=colleague, version_number=1, reason=reason, message="Nein."),
        "return": lambda: workflow.return_for_correction(
            claim, reviewer=colleague, version_number=1, message="Bitte prüfen.", remarks=remarks, answer_by=soon
        ),
    }  # fmt: skip
    acts[key]()


@pytest.mark.parametrize(("key", "said"), [("accept", "Gern."), ("refuse", "Nein."), ("return", "2 oder 3?")])
def test_each_decision_is_a_letter_with_all_it_says(claim, colleague, key, said):
    decide(claim, colleague, key)
    letter = letters().last()
    assert said in letter.text
    assert "http" not in letter.text
    assert said in letter.html
    assert not Message.objects.exclude(channel=Channel.LETTER).exists()


def test_the_letter_is_the_one_that_was_previewed(claim, colleague):
    act = ACTS["accept"]
    form = act.form({"version": "1", "state": "submitted", "message": "Gern."}, paths=set())
    assert form.is_valid()
    seen = preview(act, claim, colleague, form)
    assert letters().count() == 1
    act.decide(claim, colleague, form)
    assert (letters().last().text, letters().last().html) == (seen.text, seen.html)


def test_a_reminder_is_a_letter_that_says_once_more_what_is_missing(claim, colleague, time_machine):
    decide(claim, colleague, "return")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    follow_up_corrections()
    assert letters().last().key == "claim-reminder"
    assert "2 oder 3?" in letters().last().text


def test_a_letter_not_yet_posted_is_taken_back_with_its_decision(claim, colleague):
    decide(claim, colleague, "accept")
    workflow.undo(claim, reviewer=colleague, version_number=1, why="Irrtum.")
    assert [letter.key for letter in letters()] == ["claim-entered"]


def test_a_posted_letter_is_followed_by_another(claim, colleague):
    decide(claim, colleague, "accept")
    note_posted([letters().last().pk], actor=colleague)
    workflow.undo(claim, reviewer=colleague, version_number=1, why="Irrtum.")
    assert letters().last().key == "claim-decision-undone"


def test_letters_are_printed_ticked_and_gone(office, claim):
    letter = letters().get()
    content = office.get(LETTERS).content.decode()
    assert letter.recipient in content
    assert f"/admin/claims/{claim.reference}/pdf/1/" in content
    printed = office.get(reverse("claims:letter", args=[letter.pk]))
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    response = office.post(LETTERS, {"letter": [str(letter.pk), "no key"]}, follow=True)
    assert "1 lettre est à la poste." in response.content.decode()
    assert letters(sent_at=None).count() == 0
    assert Event.objects.filter(action="letter.posted", object_key=str(letter.pk)).count() == 1
    office.post(LETTERS, {"letter": [str(letter.pk)]})
    assert Event.objects.filter(action="letter.posted").count() == 1


def test_letters_cost_the_same_queries_one_or_many(office, claim, django_assert_max_num_queries):
    letter = letters().get()
    for _n in range(29):
        letter.pk = None
        letter.id = Message._meta.pk.get_default()
        letter.save(force_insert=True)
    with django_assert_max_num_queries(10):
        assert office.get(LETTERS).status_code == 200


# --- Corrected by post -------------------------------------------------------------------


def test_a_correction_by_post_is_typed_in_and_decided_by_somebody_else(office, claim, colleague, reviewer):
    decide(claim, colleague, "return")
    page = office.get(f"/admin/claims/{claim.reference}/").content.decode()
    assert "Saisir la correction" in page
    day = timezone.localdate().isoformat()
    opened = office.post(f"/admin/claims/{claim.reference}/correction/", {"received_on": day})
    draft = Draft.objects.get(claim=claim)
    assert opened["Location"] == reverse("invoicing:draft", args=[draft.pk])
    answers = draft.answers | {"services": [draft.answers["services"][0] | {"quantity": "3"}]}
    sent = office.post(opened["Location"], as_posted(answers, action="review"))
    office.post(sent["Location"])
    claim.refresh_from_db()
    assert (claim.state, claim.version_number, claim.entered_by) == ("submitted", 2, reviewer)
    assert letters().last().key == "claim-received"
    with pytest.raises(workflow.NotAllowed):
        workflow.accept(claim, reviewer=reviewer, version_number=2)
    workflow.accept(claim, reviewer=colleague, version_number=2)


def test_a_marked_field_the_paper_leaves_as_it_was_is_asked_about_under_whose_paper_it_is(office, claim, colleague):
    decide(claim, colleague, "return")
    office.post(f"/admin/claims/{claim.reference}/correction/", {"received_on": timezone.localdate().isoformat()})
    draft = Draft.objects.get(claim=claim)
    answers = draft.answers | {"services": [draft.answers["services"][0] | {"description": "Transcription"}]}
    opened = office.post(reverse("invoicing:draft", args=[draft.pk]), as_posted(answers, action="review"))
    page = office.get(opened["Location"]).content.decode()
    assert "Vous saisissez la correction sur papier de Therese Imboden" in page
    assert "La correction ne change pas\u00a0:" in page
    assert "2 oder 3?" in page
    assert "Envoyer quand même" in page


def test_who_typed_any_version_decides_on_none(claim, colleague, reviewer):
    make_reviewer(colleague)
    decide(claim, colleague, "return")
    claim.refresh_from_db()
    workflow.send(take_up_correction(claim, received_on=timezone.localdate(), reviewer=colleague), actor=colleague)
    claim.refresh_from_db()
    assert [has_conflict(person, claim) for person in (reviewer, colleague, AccountFactory(staff=True))] == [
        True, True, False
    ]  # fmt: skip
    for person in (reviewer, colleague):
        assert Claim.objects.filter(conflicts_with(person)).get() == claim
        with pytest.raises(workflow.NotAllowed):
            workflow.accept(claim, reviewer=person, version_number=2)


@pytest.mark.parametrize("state", ["not waiting", "has an account", "no day"])
def test_no_correction_is_typed_in_without_need(office, claim, colleague, state):
    if state == "has an account":
        claim = make_claim()
    if state != "not waiting":
        workflow.return_for_correction(claim, reviewer=colleague, version_number=1, message="?", remarks={})
    day = "" if state == "no day" else timezone.localdate().isoformat()
    response = office.post(f"/admin/claims/{claim.reference}/correction/", {"received_on": day})
    assert response.status_code == (302 if state == "no day" else 404)
    assert not Draft.objects.filter(claim=claim).exclude(entered_by=None).exists()
