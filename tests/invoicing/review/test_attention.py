"""What stands out about a claim, against this person's others: each notice once, and not where it just is ordinary."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from guichet.audit import record_event
from invoicing import workflow
from invoicing.models import Line
from invoicing.review.dossier import load_dossier
from tests.claims import car_trip, change_claim, make_claim, make_person, service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


def notices(claim) -> dict:
    return {notice.code: notice for notice in load_dossier(claim.reference, reviewer=claim.owner).notices}


def earlier(claim, *, days: int, accept_as=None):
    if accept_as:
        workflow.accept(claim, reviewer=accept_as, version_number=1)
    change_claim(claim, submitted_at=timezone.now() - timedelta(days=days))
    return claim


def trip(owner, day: int, **fields):
    typed = car_trip(start=f"{day:02d}.08.2026", end=f"{day:02d}.08.2026", **fields)
    return make_claim("travel", owner=owner, answers={"trips": [typed], "stay": {}})


def test_an_iban_used_for_the_first_time_is_told_then_how_young_it_is_then_nothing():
    owner = make_person()
    first = make_claim(owner=owner)
    assert set(notices(first)) == {"new_iban"}
    second = make_claim(owner=owner, answers={"services": [service(date="01.06.2026")]})
    earlier(first, days=29)
    assert notices(second)["young_iban"].text == "Compte bancaire utilisé depuis 29 jours."
    earlier(first, days=30)
    assert set(notices(second)) == set()


def test_changed_contact_data_are_told_for_a_month(time_machine):
    claim = make_claim()
    time_machine.move_to("2026-08-01T10:00:00+02:00")
    record_event("account.email_changed", actor=claim.owner, object_type="account", object_key=claim.owner.pk)
    time_machine.move_to("2026-08-30T10:00:00+02:00")
    assert "01.08.2026" in notices(claim)["contact_changed"].text
    assert "account.email_changed" not in [
        event.action for event in load_dossier(claim.reference, reviewer=claim.owner).acts()
    ]
    time_machine.move_to("2026-09-01T10:00:00+02:00")
    assert "contact_changed" not in notices(claim)


def test_a_duplicate_sent_later_by_another_account_is_told_with_its_reference():
    first, other = make_claim(), make_person()
    other.beneficiaries.update(avs_number=first.avs_number)
    later = make_claim(owner=other)
    assert list(notices(first)["duplicate"].claims) == [later.reference]
    assert list(notices(later)["duplicate"].claims) == [first.reference]


def test_what_meets_another_claim_is_told_once_with_its_row_and_claim(office):
    owner = make_person()
    rows = [service("s1"), service("s2", unit_price="10.00")]
    first = make_claim(owner=owner, answers={"services": [service("s0"), *rows]})
    later = make_claim(owner=owner, answers={"services": [service("s3", unit_price="99.00"), *rows]})
    assert {"duplicate", "overlap"} <= {finding["code"] for finding in later.versions.get().findings}
    assert "overlap" not in notices(later)
    page = office.get(f"/admin/claims/{later.reference}/").content.decode()
    panel = page[page.index("heading-findings") : page.index("heading-head")]
    assert panel.count(first.reference) == 2  # once, in its link: address and text
    assert "Même montant pour les mêmes jours" in panel
    assert '<a href="#services-s1">Prestation 2</a>' in panel
    assert "Vérifiez que vous ne l’envoyez pas deux fois" not in panel


@pytest.mark.parametrize(
    ("place", "is_told"),
    [
        ({"postcode": "1950"}, False),
        ({"postcode": "3970"}, False),
        ({"postcode": "1868"}, False),
        ({"postcode": "1003"}, True),
        ({"postcode": "4000"}, True),
        ({"postcode": "1950", "country": "FR"}, True),
    ],
)
def test_who_lives_elsewhere_is_told(place, is_told):
    claim = make_claim()
    type(claim.beneficiary).objects.filter(pk=claim.beneficiary_id).update(**place)
    assert ("elsewhere" in notices(claim)) is is_told


def test_what_was_refused_before_is_told(refuse):
    owner = make_person()
    refused = make_claim(owner=owner)
    refuse(refused)
    again = make_claim(owner=owner, answers={"services": [service(date="01.06.2026")]})
    notice = notices(again)["refused_before"]
    assert list(notice.claims) == [refused.reference]
    assert notice.text == "Déjà refusé : Transcription en braille."
    assert "refused_before" not in notices(trip(owner, 10))


def test_a_longer_way_than_ever_accepted_is_told(reviewer):
    owner = make_person()
    earlier(trip(owner, 10, kilometres="112"), days=60, accept_as=reviewer)
    assert "112" in notices(trip(owner, 11, kilometres="124"))["quantity"].text
    assert "quantity" not in notices(trip(owner, 12, kilometres="112"))
    assert "quantity" not in notices(trip(owner, 13, kilometres="124", arrival="Genève"))


@pytest.mark.parametrize(("price", "is_told"), [("64.55", True), ("64.50", False)])
def test_half_as_much_again_as_the_most_before_is_told(reviewer, price, is_told):
    owner = make_person()
    earlier(make_claim(owner=owner), days=60, accept_as=reviewer)
    claim = make_claim(owner=owner, answers={"services": [service(date="01.06.2026", unit_price=price)]})
    assert Line.objects.filter(version__claim=claim).get().amount == Decimal(price) * 2
    assert ("amount" in notices(claim)) is is_told


def test_the_most_so_far_is_written_as_amounts_are(reviewer):
    owner = make_person()
    earlier(make_claim(owner=owner, answers={"services": [service(unit_price="1000.00")]}), days=60, accept_as=reviewer)
    claim = make_claim(owner=owner, answers={"services": [service(date="01.06.2026", unit_price="4000.00")]})
    assert "2’000.00 CHF" in notices(claim)["amount"].text
