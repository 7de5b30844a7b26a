"""Deciding at the office: seen, confirmed, done once; too late is told, and no text is lost."""

import pytest

from guichet.models import Event, Message
from invoicing import workflow
from invoicing.models import Claim, Decision, Draft
from tests.claims import make_claim, make_draft, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

TYPED = {
    "accept": {"message": "Merci pour les billets."},
    "return": {"message": "Précisez la prestation.", "remark-services.s1.description": "Qui l’a fournie ?"},
    "refuse": {"message": "Voyez la décision du 3 mai.", "reason": "not-covered"},
}
LEADS_TO = {"accept": "accepted", "return": "returned", "refuse": "refused"}


def address(claim, key: str) -> str:
    return f"/admin/claims/{claim.reference}/decide/{key}/"


def seen(claim, **more) -> dict:
    return {"version": claim.version_number, "state": claim.state, **more}


@pytest.fixture
def claim():
    return make_claim(owner=make_person(first_name="Jane", last_name="Doe", language="de"))


@pytest.mark.parametrize("key", [*TYPED])
def test_an_act_is_shown_then_confirmed_then_done(office, reviewer, claim, key):
    shown = office.post(address(claim, key), seen(claim, **TYPED[key]))
    content = shown.content.decode()
    assert shown.status_code == 200
    assert claim.owner.email in content
    assert all(text in content for text in TYPED[key].values())
    assert not Decision.objects.exists()

    done = office.post(address(claim, key), seen(claim, **TYPED[key], confirmed="1"), follow=True)
    assert done.redirect_chain == [("/admin/claims/", 302)]
    assert claim.reference in str(next(iter(done.context["messages"])))
    decision = Decision.objects.get()
    assert (decision.reviewer, decision.message) == (reviewer, TYPED[key]["message"])
    assert Claim.objects.get().state == LEADS_TO[key]
    assert Event.objects.filter(action=f"claim.{LEADS_TO[key]}", actor=reviewer).count() == 1
    assert Message.objects.filter(key=f"claim-{LEADS_TO[key]}", account=claim.owner, language="de").count() == 1


def test_remarks_reach_the_fields_they_were_written_at(office, claim):
    remarks = {
        "remark-services.s1.description": "Qui ?",
        "remark-services.s1": "Deux fois ?",
        "remark-documents": "Reçu ?",
    }
    office.post(address(claim, "return"), seen(claim, message="À revoir.", confirmed="1", **remarks))
    kept = {f"remark-{remark.path}": remark.text for remark in Decision.objects.get().remarks.all()}
    assert kept == remarks
    assert Draft.objects.filter(claim=claim).exists()


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("return", {"message": ""}, "Écrivez à la personne"),
        ("return", {"message": "x" * 2001}, "2000"),
        ("return", {"message": "Bien", "remark-services.s9.date": "?"}, "n’existe pas"),
        ("return", {"message": "Bien", "remark-head.birth_date": "?"}, "n’existe pas"),
        ("return", {"message": "Bien", "remark-services.s1.description": "x" * 501}, "trop longue"),
        ("refuse", {"message": "Non."}, "Choisissez la raison"),
        ("refuse", {"message": "Non.", "reason": "medical"}, "Sélectionnez un choix valide"),
        ("refuse", {"message": "", "reason": "other"}, "Expliquez la raison"),
        ("accept", {"message": "x" * 2001}, "2000"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_typed_is_lost(office, claim, key, typed, told):
    response = office.post(address(claim, key), seen(claim, confirmed="1", **typed))
    content = response.content.decode()
    assert response.status_code == 422
    assert told in content
    assert typed["message"] in content
    assert Claim.objects.get().state == "submitted"
    assert not Decision.objects.exists()


def test_coming_back_from_the_confirmation_keeps_the_text(office, claim):
    response = office.post(address(claim, "return"), seen(claim, back="1", **TYPED["return"]))
    content = response.content.decode()
    assert all(text in content for text in TYPED["return"].values())
    assert f'<form id="form-return" method="post" action="{address(claim, "return")}"' in content
    assert not Decision.objects.exists()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
@pytest.mark.parametrize("key", [*TYPED])
def test_who_comes_too_late_learns_who_decided_what_and_keeps_the_text(office, claim, refuse, key, confirmed):
    was = seen(claim)
    refuse(claim, message="Déjà payé en mai.")
    response = office.post(address(claim, key), {**was, **TYPED[key], **confirmed})
    content = response.content.decode()
    assert response.status_code == 409
    assert "Rita Salamin" in content
    assert "Déjà payé en mai." in content
    assert TYPED[key]["message"] in content
    assert Decision.objects.count() == 1
    assert Message.objects.filter(key__in=["claim-accepted", "claim-returned"]).count() == 0


def test_two_at_the_same_moment_one_wins(office, claim, refuse, monkeypatch):
    """The claim changes between the look at it and the lock."""
    monkeypatch.setattr("invoicing.review.views._is_stale", lambda *args: False)
    was = seen(claim)
    refuse(claim)
    response = office.post(address(claim, "accept"), {**was, "message": "Merci.", "confirmed": "1"})
    assert response.status_code == 409
    assert "Merci." in response.content.decode()
    assert Claim.objects.get().state == "refused"


def test_a_new_version_is_to_be_read_before_deciding(office, reviewer, claim):
    was = seen(claim)
    workflow.return_for_correction(claim, reviewer=reviewer, version_number=1, message="Vérifiez.", remarks={})
    workflow.send(Draft.objects.get(claim=claim), actor=claim.owner)
    response = office.post(address(claim, "accept"), {**was, "message": "Merci.", "confirmed": "1"})
    content = response.content.decode()
    assert response.status_code == 409
    assert "La version 2 est arrivée" in content
    assert 'name="version" value="2"' in content
    assert content.count("Merci.") == 2  # to read, and in the form to send on
    assert Claim.objects.get().state == "submitted"


def test_a_claim_taken_back_cannot_be_decided(office, claim):
    was = seen(claim)
    workflow.withdraw(claim, actor=claim.owner, version_number=1)
    response = office.post(address(claim, "accept"), {**was, "confirmed": "1"})
    assert response.status_code == 409
    assert "Jane Doe l’a retirée" in response.content.decode()


def test_nobody_decides_on_his_own_claim(office, reviewer):
    owner = make_person()
    claim = make_claim(owner=owner)
    Claim.objects.update(owner=reviewer)
    page = office.get(f"/admin/claims/{claim.reference}/").content.decode()
    assert "C’est votre demande" in page
    assert 'name="message"' not in page
    response = office.post(address(claim, "accept"), seen(claim, confirmed="1"))
    assert response.status_code == 403
    assert Claim.objects.get().state == "submitted"


def test_the_workflow_too_refuses_a_reviewers_own_claim(office, claim, monkeypatch):
    def refuse_always(*args, **kwargs):
        raise workflow.NotAllowed

    monkeypatch.setattr(workflow, "accept", refuse_always)
    assert office.post(address(claim, "accept"), seen(claim, confirmed="1")).status_code == 403


@pytest.mark.parametrize("key", [*TYPED])
def test_acts_are_posts_with_a_token(reviewer, office, signed_in_client, claim, key):
    assert office.get(address(claim, key)).status_code == 405
    strict = signed_in_client(reviewer, enforce_csrf_checks=True)
    assert strict.post(address(claim, key), seen(claim, confirmed="1", **TYPED[key])).status_code == 403
    assert not Decision.objects.exists()


def test_an_unknown_act_is_not_found(office, claim):
    assert office.post(address(claim, "pay"), seen(claim, confirmed="1")).status_code == 404


def test_a_draft_has_no_page_at_the_office(office, client):
    draft = make_draft(owner=make_person())
    assert office.get(f"/admin/claims/{draft.pk}/").status_code == 404


def test_an_account_that_left_the_group_decides_no_more(office, reviewer, claim):
    reviewer.groups.clear()
    assert office.post(address(claim, "accept"), seen(claim, confirmed="1")).status_code in (302, 404)
    assert AccountFactory._meta.model.objects.get(pk=reviewer.pk).is_staff
    assert not Decision.objects.exists()
