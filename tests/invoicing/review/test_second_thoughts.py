"""Undoing, a second reviewer, relatives, ready replies, mails shown before they leave, messages without a decision."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from guichet.models import Event, Message
from guichet.outbox import send_due_messages
from invoicing import workflow
from invoicing.following import load_moments
from invoicing.models import (
    Approval,
    Claim,
    Decision,
    Note,
    OfficeMessage,
    OfficeSettings,
    ReadyReply,
    Recusal,
)
from invoicing.replies import fill_in
from invoicing.roles import make_reviewer, make_second_reviewer
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def address(claim, *more) -> str:
    return "/".join(["/admin/claims", claim.reference, *more, ""])


def act(client, claim, key, **typed):
    claim.refresh_from_db()
    seen = {"version": claim.version_number, "state": claim.state, "message": "", **typed}
    return client.post(address(claim, "decide", key), seen, follow=True)


def state(claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


@pytest.fixture
def second(signed_in_client):
    account = AccountFactory(staff=True, first_name="Paul", last_name="Rey", with_device=True)
    make_second_reviewer(account)
    return signed_in_client(account)


# --- Too late ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "told"), [("return", "take-back", "Correction demandée"), ("accept", "undo", "Acceptée")]
)
def test_who_steps_back_second_is_told_who_was_first(office, second, first, then, told):
    claim = make_claim()
    act(office, claim, first, message="Complétez.", confirmed="1")
    claim.refresh_from_db()
    seen = {"version": "1", "state": claim.state, "message": "Erreur.", "confirmed": "1"}
    second.post(address(claim, "decide", then), seen)
    late = office.post(address(claim, "decide", then), seen)
    assert late.status_code == 409
    assert f"Paul Rey a annulé la décision « {told} » le" in late.content.decode()
    assert "La version 1 est arrivée" not in late.content.decode()


def test_who_undoes_after_the_office_s_time_is_told_so_and_keeps_the_text(office):
    claim = make_claim()
    act(office, claim, "accept", confirmed="1")
    Decision.objects.update(decided_at=timezone.now() - timedelta(minutes=31))
    late = act(office, claim, "undo", message="Erreur de ligne.", confirmed="1")
    told = late.content.decode()
    assert (late.status_code, state(claim)) == (409, "accepted")
    assert "le délai que l’office s’est fixé est passé" in told
    assert "Erreur de ligne.</textarea>" in told


# --- Undo ------------------------------------------------------------------------------


def test_a_decision_undone_before_its_mail_left_is_never_told(office):
    claim = make_claim()
    act(office, claim, "accept", confirmed="1")
    act(office, claim, "undo", message="Erreur de ligne.", confirmed="1")
    assert (state(claim), Decision.objects.count()) == ("submitted", 0)
    assert [mail.key for mail in Message.objects.order_by("created_at")] == ["claim-received"]
    assert "Erreur de ligne." in office.get(address(claim)).content.decode()
    assert followed(claim) == ["Vous avez envoyé la demande"]


def followed(claim) -> list[str]:
    """What the person reads of her claim, newest first, but that it was opened."""
    titles = [moment.title for moment in load_moments(Claim.objects.get(pk=claim.pk), list(claim.versions.all()))]
    return [title for title in titles if "ouvert" not in title]


def test_once_told_a_decision_undone_is_told_too(office):
    claim = make_claim()
    act(office, claim, "accept", confirmed="1")
    send_due_messages()
    act(office, claim, "undo", message="Erreur de ligne.", confirmed="1")
    assert "Erreur de ligne." in Message.objects.get(key="claim-decision-undone").text
    told = ["L’office a annulé sa décision et reprend la demande", "L’office a accepté la demande"]
    assert followed(claim) == [*told, "Vous avez envoyé la demande"]
    act(office, claim, "accept", confirmed="1")
    act(office, claim, "undo", message="Encore.", confirmed="1")
    assert followed(claim) == [*told, "Vous avez envoyé la demande"]


def test_undoing_needs_a_reason_and_ends_with_the_time_of_the_office(office, reviewer):
    claim = make_claim()
    act(office, claim, "accept", confirmed="1")
    assert "Indiquez la raison." in act(office, claim, "undo", confirmed="1").content.decode()
    content, until = (
        office.get(address(claim)).content.decode(),
        Decision.objects.get().decided_at + timedelta(minutes=30),
    )
    assert 'id="form-undo"' in content
    assert f"jusqu’à {timezone.localtime(until):%H:%M}" in content
    Decision.objects.update(decided_at=timezone.now() - timedelta(minutes=31))
    assert 'id="form-undo"' not in office.get(address(claim)).content.decode()
    assert act(office, claim, "undo", message="Trop tard.", confirmed="1").status_code == 409
    with pytest.raises(workflow.NotAllowed):
        workflow.undo(claim, reviewer=reviewer, version_number=1, why="Trop tard.")
    assert state(claim) == "accepted"


def test_what_no_longer_holds_is_read_with_its_reason_and_its_remarks(office, german_office):
    refused, asked = make_claim(), make_claim()
    act(office, refused, "refuse", reason="not-covered", confirmed="1")
    act(office, refused, "undo", message="Erreur.", confirmed="1")
    assert "La décision ne couvre pas cette prestation" in undone_part(office, refused)
    assert "nicht gedeckt" in undone_part(german_office, refused)
    act(office, asked, "return", message="Voyez.", confirmed="1", **{"remark-services.s1.quantity": "Combien ?"})
    workflow.let_lapse(asked, version_number=1)
    part = undone_part(office, asked)
    assert "Prestation 1, Quantité" in part
    assert '<span lang="fr">Combien ?</span>' in part


def undone_part(client, claim) -> str:
    return client.get(address(claim)).content.decode().partition('id="heading-undone"')[2].partition("</section>")[0]


# --- Two reviewers ------------------------------------------------------------------------


@pytest.fixture
def high(db):
    OfficeSettings.objects.create(second_reviewer_above=Decimal("85.95"))
    return make_claim()  # 86.00


def test_a_high_amount_takes_two_and_the_second_needs_the_right(office, second, high, signed_in_client):
    asked = act(office, high, "accept", message="Merci.").content.decode()
    assert "D’ici là, rien n’est versé et la personne n’est pas avertie." in asked
    told = act(office, high, "accept", message="Merci.", confirmed="1").content.decode()
    assert "attend qu’un second collaborateur" in told
    assert (state(high), Approval.objects.count()) == ("submitted", 1)
    assert Claim.objects.get(waits_for_second=True) == high
    assert not Message.objects.filter(key="claim-accepted").exists()
    assert 'id="form-accept"' not in office.get(address(high)).content.decode()
    page = second.get(address(high)).content.decode()
    assert "Un second collaborateur doit confirmer" in page
    assert re.search(r'id="form-accept".*?>\s*Merci\.</textarea>', page, re.DOTALL)

    assert act(office, high, "accept", confirmed="1").status_code == 403
    other = AccountFactory(staff=True, with_device=True)
    make_reviewer(other)
    refused = act(signed_in_client(other), high, "accept", confirmed="1")
    assert "qui en a le droit" in refused.content.decode()
    assert state(high) == "submitted"

    act(second, high, "accept", confirmed="1")
    assert state(high) == "accepted"
    assert not Claim.objects.filter(waits_for_second=True).exists()


@pytest.mark.parametrize("key", ["return", "refuse"])
def test_a_second_reviewer_may_decide_otherwise(office, second, high, key):
    act(office, high, "accept", confirmed="1")
    act(second, high, key, message="Non.", reason="not-covered", confirmed="1")
    high.refresh_from_db()
    assert (high.waits_for_second, high.state) == (False, {"return": "returned", "refuse": "refused"}[key])


def test_at_the_threshold_one_is_enough(office, high):
    OfficeSettings.objects.update(second_reviewer_above=Decimal("86.00"))
    act(office, high, "accept", confirmed="1")
    assert state(high) == "accepted"


def test_whoever_saw_that_nothing_would_leave_is_told_that_a_colleague_was_the_first(office, second, high):
    page = act(office, high, "accept", message="Premier.").content.decode()
    half = {"half": re.search(r'name="half" value="(\d)"', page)[1]}
    act(second, high, "accept", message="Vite.", confirmed="1")
    late = act(office, high, "accept", message="Premier.", confirmed="1", **half)
    told = late.content.decode()
    assert (late.status_code, state(high)) == (409, "submitted")
    assert "Paul Rey a accepté ce montant le" in told
    assert "Premier.</textarea>" in told
    assert '<p lang="fr">Vite.</p>' in told  # what the first one wrote is not lost for the second
    assert "jeanne.fournier" not in page  # no mail leaves, so none is addressed


# --- Relatives ------------------------------------------------------------------------------


def test_a_declared_relatives_claim_is_closed_until_the_declaration_is_lifted(office, reviewer):
    claim = make_claim()
    office.post("/admin/claims/relatives/", {"avs_number": claim.avs_number})
    page = office.get(address(claim)).content.decode()
    assert "C’est votre demande ou celle d’un proche" in page
    assert "Prendre</button>" not in page
    assert act(office, claim, "accept", confirmed="1").status_code == 403
    with pytest.raises(workflow.NotAllowed):
        workflow.accept(claim, reviewer=reviewer, version_number=1)
    assert claim.avs_number not in str(list(Event.objects.values_list("detail", flat=True)))
    office.post(f"/admin/claims/relatives/{Recusal.objects.get().pk}/lift/")
    act(office, claim, "accept", confirmed="1")
    assert state(claim) == "accepted"


def test_a_colleagues_declaration_is_not_mine_to_lift(office):
    other = Recusal.objects.create(reviewer=AccountFactory(staff=True), avs_number="7569217076985")
    assert office.post(f"/admin/claims/relatives/{other.pk}/lift/").status_code == 404


def test_a_wrong_avs_number_is_told_at_its_field(office):
    answer = office.post("/admin/claims/relatives/", {"avs_number": "756"})
    assert (answer.status_code, Recusal.objects.count()) == (422, 0)
    assert "Vérifiez le numéro AVS" in answer.content.decode()


# --- Words ------------------------------------------------------------------------------------


@pytest.fixture
def german_claim():
    return make_claim(owner=make_person(first_name="Beat", language="de"))


@pytest.fixture
def reply():
    ReadyReply.objects.update(is_active=False)
    return ReadyReply.objects.create(
        outcome="refused", name_fr="Pas couvert", name_de="Nicht gedeckt",
        text_fr="{prenom}, votre demande {reference} n’est pas couverte.",
        text_de="{prenom}, Ihr Antrag {reference} ist nicht gedeckt. {unbekannt}",
    )  # fmt: skip


def test_a_ready_reply_is_put_in_in_the_recipients_language_and_read_in_ones_own(office, german_claim, reply):
    typed = {"message": "Guten Tag", "reply": reply.pk, "reason": "not-covered"}
    page = act(office, german_claim, "refuse", insert="1", **typed)
    text = f"Guten Tag\n\nBeat, Ihr Antrag {german_claim.reference} ist nicht gedeckt. {{unbekannt}}"
    assert f"\n{text}</textarea>" in page.content.decode()
    assert f"Beat, votre demande {german_claim.reference}" in page.content.decode()
    act(office, german_claim, "refuse", message=text, reason="not-covered", used_replies=str(reply.pk), confirmed="1")
    reply.refresh_from_db()
    assert reply.used_count == 1


def test_a_period_of_one_day_is_that_day(german_claim, reply):
    reply.text_de = "Für {periode}."
    version = german_claim.versions.get()
    assert fill_in(reply, version, language="de") == "Für 04.06.2026."
    version.claim.period_end = date(2026, 6, 30)
    assert fill_in(reply, version, language="de") == "Für 04.06.2026 – 30.06.2026."


def test_after_one_reply_was_put_in_those_of_other_outcomes_are_still_not_offered(office, german_claim, reply):
    other = ReadyReply.objects.create(outcome="accepted", name_fr="Merci", name_de="Danke", text_fr="a", text_de="b")
    page = act(office, german_claim, "refuse", insert="1", reply=reply.pk).content.decode()
    offered = page[page.index('id="form-refuse"') :].split("</form>")[0]
    assert f'<option value="{reply.pk}">' in offered
    assert f'<option value="{other.pk}">' not in offered


def test_what_no_browser_sends_is_passed_over(office, german_claim, reply):
    """A number no database holds as a used reply, a character no database keeps in a remark."""
    typed = {"message": "Bitte.", "used_replies": f"{'9' * 5000},x", "remark-services.s1.quantity": "2\0?"}
    act(office, german_claim, "return", confirmed="1", **typed)
    assert Decision.objects.get().remarks.get().text == "2?"


def test_a_message_is_kept_and_counted_with_plain_line_ends(office, german_claim):
    """Browsers send CRLF; what may be 2000 characters long in the field is so for us, in remarks too."""
    long, remark = "a\r\n" * 1000, "b\r\n" * 250
    typed = {"message": long, "remark-services.s1.quantity": remark}
    act(office, german_claim, "return", confirmed="1", **typed)
    decision = Decision.objects.get()
    assert decision.message == ("a\n" * 1000).strip()
    assert decision.remarks.get().text == ("b\n" * 250).strip()
    assert "\r" not in Message.objects.get(key="claim-returned").text


def test_a_reply_for_another_outcome_or_form_is_not_offered(office, german_claim, reply):
    reply.kind = "travel"
    reply.save()
    assert 'name="insert"' not in office.get(address(german_claim)).content.decode()


REMARK = {"remark-services.s1.description": "Wer?"}


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("accept", {"message": "Alles klar."}),
        ("refuse", {"message": "Leider nein.", "reason": "not-covered"}),
        ("return", {"message": "Bitte ergänzen.", "answer_by": "2030-10-01", **REMARK}),
        ("write", {"message": "Wir haben <b>alles</b> erhalten."}),
    ],
)
def test_the_mail_that_is_shown_is_the_mail_that_leaves(office, german_claim, key, typed):
    before = Message.objects.count(), Event.objects.exclude(action__endswith=".read").count()
    shown = act(office, german_claim, key, **typed).context["mail"]
    assert (Message.objects.count(), Event.objects.exclude(action__endswith=".read").count()) == before
    assert state(german_claim) == "submitted"
    act(office, german_claim, key, confirmed="1", **typed)
    sent = Message.objects.exclude(key="claim-received").get()
    assert (sent.language, sent.subject, sent.text, sent.html) == ("de", shown.subject, shown.text, shown.html)


def test_a_second_click_writes_no_second_message_and_no_second_note(office, second, german_claim):
    for client in (office, office, second):
        act(client, german_claim, "write", message="Rufen Sie uns an.", confirmed="1")
        client.post(address(german_claim, "note"), {"text": "Angerufen."})
    assert (OfficeMessage.objects.count(), Note.objects.count()) == (2, 2)
    assert Message.objects.filter(key="office-message").count() == 2
    OfficeMessage.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    act(office, german_claim, "write", message="Rufen Sie uns an.", confirmed="1")
    assert OfficeMessage.objects.count() == 3


def test_a_message_decides_nothing_and_both_sides_see_it(office, german_claim):
    act(office, german_claim, "write", message="Bitte Geduld.", confirmed="1")
    assert (state(german_claim), OfficeMessage.objects.get().text) == ("submitted", "Bitte Geduld.")
    assert "Bitte Geduld." in office.get(address(german_claim)).content.decode()
    assert "Bitte Geduld." in Message.objects.get(key="office-message").text


def test_a_correction_taken_back_leaves_its_text_to_be_used_again(office, german_claim):
    act(office, german_claim, "return", message="Bitte ergänzen.", confirmed="1", **REMARK)
    act(office, german_claim, "take-back", message="Kam per Post.", confirmed="1")
    page = office.get(address(german_claim)).content.decode()
    assert ">Bitte ergänzen.</textarea>" in page.replace("\n", "")
    assert ">Wer?</textarea>" in page
