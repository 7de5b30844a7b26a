"""A claim that came on paper: looked up, typed in by a reviewer, sent in the person's name, decided by a colleague."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guichet.models import Event, Message
from invoicing import workflow
from invoicing.kinds.plain.kind import PLAIN
from invoicing.models import Attachment, Claim, Draft, FormSheet, Recusal
from invoicing.paper import start_paper_draft
from invoicing.reading import check_draft
from invoicing.uploads import add_attachment
from tests.claims import ANSWERS, as_posted, head_for, make_person
from tests.factories import AccountFactory, BeneficiaryFactory
from tests.invoicing.hostile_files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]
PAPER = "/admin/claims/paper/"


@pytest.fixture
def beat():
    return make_person(first_name="Beat", last_name="Imhof", language="de")


@pytest.fixture
def person(beat):
    return beat.beneficiaries.get()


@pytest.fixture
def received() -> date:
    return timezone.localdate() - timedelta(days=6)


@pytest.fixture
def draft(person, reviewer, received) -> Draft:
    draft = start_paper_draft(person, PLAIN, received_on=received, reviewer=reviewer)
    draft.answers = {"head": head_for(person.owner), "closing": {"remark": ""}, **ANSWERS["plain"]}
    draft.save()
    return draft


def page_of(draft) -> str:
    return reverse("invoicing:draft", args=[draft.pk])


def test_a_number_is_looked_up_and_the_search_written_down(office, person, reviewer):
    content = office.post(PAPER, {"avs_number": person.avs_number}).content.decode()
    assert "Imhof Beat" in content
    event = Event.objects.get(action="beneficiary.looked_up")
    assert (event.actor, event.object_key, event.result) == (reviewer, str(person.pk), "success")


def test_everybody_who_has_the_number_can_be_chosen(office, person):
    other = BeneficiaryFactory(owner=make_person(last_name="Rey"), child=True, avs_number=person.avs_number)
    form = office.post(PAPER, {"avs_number": person.avs_number}).context["form"]
    assert [pk for pk, _label in form.fields["person"].choices] == [str(person.pk), str(other.pk)]


@pytest.mark.parametrize("state", ["unknown", "unverified", "retired"])
def test_who_cannot_receive_a_claim_is_asked_for_as_somebody_without_account(office, person, state):
    number = "7569217076985" if state == "unknown" else person.avs_number
    if state == "unverified":
        type(person.owner).objects.filter(pk=person.owner_id).update(email_verified_at=None)
    if state == "retired":
        type(person).objects.filter(pk=person.pk).update(retired_at=timezone.now())
    response = office.post(PAPER, {"avs_number": number})
    assert person.last_name not in response.content.decode()
    assert response.context["form"].initial["avs_number"] == number
    assert Event.objects.get(action="beneficiary.looked_up").result == "failure"


def test_a_relative_s_paper_is_a_colleague_s(office, person, reviewer):
    Recusal.objects.create(reviewer=reviewer, avs_number=person.avs_number)
    assert office.post(PAPER, {"avs_number": person.avs_number}).status_code == 422


def start(client, insured, **changes):
    typed = {"avs_number": insured.avs_number, "person": insured.pk, "kind": "plain", "start": "1"}
    return client.post(PAPER, typed | {"received_on": timezone.localdate().isoformat()} | changes)


def test_the_form_opens_with_the_person_and_says_for_whom_one_types(office, person, reviewer):
    response = start(office, person)
    draft = Draft.objects.get(entered_by=reviewer)
    assert (response["Location"], draft.owner) == (page_of(draft), person.owner)
    content = office.get(page_of(draft)).content.decode()
    assert "Vous saisissez le formulaire papier de Beat Imhof" in content
    assert page_of(draft) in office.get(PAPER).content.decode()


def test_foreign_people_and_days_to_come_are_refused(office, person):
    foreign = make_person().beneficiaries.get()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for changes in ({"person": foreign.pk}, {"received_on": tomorrow}, {"kind": "nothing"}, {"received_on": ""}):
        assert start(office, person, **changes).status_code == 422
    assert not Draft.objects.exists()


def test_before_it_is_sent_only_who_types_sees_it(office, draft, beat, signed_in_client):
    document = add_attachment(draft, upload(pdf()))
    owner = signed_in_client(beat)
    colleague = signed_in_client(AccountFactory(staff=True, is_superuser=True))
    for address in (page_of(draft), reverse("invoicing:attachment", args=[document.pk])):
        seen = [client.get(address).status_code for client in (office, owner, colleague)]
        assert seen == [200, 404, 404]
    assert page_of(draft) not in owner.get(reverse("invoicing:desk")).content.decode()
    assert Event.objects.get(action="attachment.added").actor == draft.entered_by


def test_without_the_right_to_review_it_is_closed(office, draft, reviewer):
    reviewer.groups.clear()
    assert office.get(page_of(draft)).status_code == 404
    with pytest.raises(workflow.NotAllowed):
        workflow.send(draft, actor=type(reviewer).objects.get(pk=reviewer.pk))


def test_the_owner_cannot_send_it(draft, beat):
    with pytest.raises(workflow.NotAllowed):
        workflow.send(draft, actor=beat)


def test_sent_it_is_the_person_s_from_the_day_the_paper_came(office, draft, beat, reviewer, received, signed_in_client):
    add_attachment(draft, upload(pdf()))
    posted = office.post(page_of(draft), as_posted(draft.answers, action="review"))
    assert posted["Location"] == reverse("invoicing:draft-confirm", args=[draft.pk])
    response = office.post(posted["Location"], follow=True)
    claim = Claim.objects.get()
    assert response.redirect_chain[-1][0] == f"/admin/claims/{claim.reference}/"
    assert (claim.owner, claim.entered_by, claim.language) == (beat, reviewer, "de")
    assert timezone.localdate(claim.submitted_at) == received
    mail = Message.objects.get()
    assert (mail.key, mail.language, mail.recipient) == ("claim-entered", "de", beat.email)
    assert f"{received:%d.%m.%Y}" in mail.text
    content = response.content.decode()
    assert "Saisie d’après un formulaire papier par" in content
    assert "Un autre collaborateur en décide." in content
    page = signed_in_client(beat).get(reverse("invoicing:claim", args=[claim.reference])).content.decode()
    assert f"{received:%d.%m.%Y}" in page
    assert "L’office a saisi votre formulaire papier" in page
    assert "Vous avez envoyé la demande" not in page
    assert Attachment.objects.get().owner == beat
    assert Event.objects.get(action="claim.entered").actor == reviewer
    assert office.get(page_of(draft))["Location"] == f"/admin/claims/{claim.reference}/"


def test_who_typed_it_in_does_not_decide_on_it(draft, reviewer):
    claim = workflow.send(draft, actor=reviewer)
    with pytest.raises(workflow.NotAllowed):
        workflow.accept(claim, reviewer=reviewer, version_number=1)
    workflow.accept(claim, reviewer=AccountFactory(staff=True), version_number=1)


def test_the_list_leads_to_paper_and_relatives(office):
    content = office.get("/admin/claims/").content.decode()
    assert f'href="{PAPER}"' in content
    assert 'href="/admin/claims/relatives/"' in content


def test_a_form_that_is_offered_no_more_is_still_typed_in_from_paper(draft, reviewer):
    FormSheet.objects.filter(kind=draft.kind).update(is_offered=False)
    assert "not_offered" not in [finding.code for finding in check_draft(draft).findings]
