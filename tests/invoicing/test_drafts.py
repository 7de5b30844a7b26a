"""The form as one types: reading a post, rows that come and go, what saves itself, calendars, corrections, its cost."""

import json
import re
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from invoicing.drafts import add_companion, add_row, answers_from_post, remove_row, restore_rows
from invoicing.entry import MOST_ROWS
from invoicing.kinds.registry import get_kind
from invoicing.models import Claim, Draft, ListEntry
from invoicing.workflow import return_for_correction, send
from tests import claims
from tests.claims import as_posted, car_trip, head_for, train_trip
from tests.factories import AccountFactory, BankAccountFactory, BeneficiaryFactory, DecisionNumberFactory

TRAVEL, PLAIN = get_kind("travel"), get_kind("plain")
TRIPS = TRAVEL.section("trips")
HTMX = {"HX-Request": "true"}
NEW_FORM_QUERIES = 9
CORRECTION_QUERIES = 10


def post(**pairs) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs.items():
        query.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return query


# --- Reading a post ---------------------------------------------------------------


def test_rows_are_read_in_the_order_of_the_page():
    read = answers_from_post(PLAIN, post(services__rows=["b2", "a1"], services__a1__description="un"), {})
    assert [row["id"] for row in read["services"]] == ["b2", "a1"]
    assert read["services"][1]["description"] == "un"


@pytest.mark.parametrize("row_id", ["A1", "../x", "a-b", "a" * 13, "", "é1", "a1\n"])
def test_a_row_id_that_is_none_is_passed_over(row_id):
    assert answers_from_post(PLAIN, post(services__rows=[row_id, "ok1"]), {})["services"][0]["id"] == "ok1"


def test_a_row_posted_twice_is_one_row():
    assert len(answers_from_post(PLAIN, post(services__rows=["a1", "a1"]), {})["services"]) == 1


def test_no_more_rows_are_read_than_a_form_takes():
    read = answers_from_post(PLAIN, post(services__rows=[f"r{n}" for n in range(MOST_ROWS + 5)]), {})
    assert len(read["services"]) == MOST_ROWS


def test_what_a_post_does_not_speak_of_stays():
    before = {"services": [{"id": "a1", "description": "un"}], "closing": {"remark": "bonjour"}}
    assert answers_from_post(PLAIN, post(head__beneficiary="1"), before)["services"] == before["services"]
    assert answers_from_post(PLAIN, post(services__rows="a1"), before)["services"][0]["description"] == "un"
    assert answers_from_post(PLAIN, post(), before)["closing"]["remark"] == "bonjour"


def test_days_are_read_as_a_list_and_nul_bytes_fall_away():
    read = answers_from_post(TRAVEL, post(stay__days_8=["2026-08-10", "2026-08-11"], closing__remark="a\x00b"), {})
    assert read["stay"]["days_8"] == ["2026-08-10", "2026-08-11"]
    assert read["closing"]["remark"] == "ab"


def test_unknown_fields_are_not_kept():
    read = answers_from_post(PLAIN, post(services__rows="a1", services__a1__amount="9999", other="x"), {})
    assert "amount" not in read["services"][0]
    assert "other" not in read


def test_a_companion_stands_after_its_trip_and_never_without_it():
    rows = post(trips__rows=["c1", "t1", "c9"], trips__c1__companion_of="t1", trips__c9__companion_of="gone")
    assert [row["id"] for row in answers_from_post(TRAVEL, rows, {})["trips"]] == ["t1", "c1"]


# --- Rows ---------------------------------------------------------------------------


def test_a_form_takes_so_many_rows_and_no_more():
    answers = {"trips": [{"id": f"r{n}"} for n in range(MOST_ROWS)]}
    assert add_row(answers, TRIPS) is None
    assert add_companion({"trips": [{**row, "means": "public"} for row in answers["trips"]]}, TRIPS, "r1") is None


def test_companions_belong_to_public_transport_only():
    answers = {"trips": [{"id": "t1", "means": "car"}, {"id": "t2", "means": "public"}, {"id": "t3"}]}
    assert add_companion(answers, TRIPS, "t1") is None
    assert add_companion(answers, TRIPS, "nobody") is None
    first, second = add_companion(answers, TRIPS, "t2"), add_companion(answers, TRIPS, "t2")
    assert [row["id"] for row in answers["trips"]] == ["t1", "t2", first["id"], second["id"], "t3"]


def test_a_trip_goes_with_its_companions_and_comes_back_with_them():
    answers = {"trips": [{"id": "t1"}, {"id": "t2"}, {"id": "c2", "companion_of": "t2", "price": "5"}, {"id": "t3"}]}
    before = [dict(row) for row in answers["trips"]]
    removed = remove_row(answers, TRIPS, "t2")
    assert [row["id"] for row in answers["trips"]] == ["t1", "t3"]
    assert restore_rows(answers, TRIPS, json.dumps(removed))["id"] == "t2"
    assert answers["trips"] == before


def test_a_form_never_stays_without_any_row():
    answers = {"trips": [{"id": "t1", "departure": "Sion"}]}
    removed = remove_row(answers, TRIPS, "t1")
    assert len(answers["trips"]) == 1
    assert answers["trips"][0]["id"] != "t1"
    restore_rows(answers, TRIPS, json.dumps(removed))
    assert answers["trips"] == [{"id": "t1", "departure": "Sion"}]


@pytest.mark.parametrize(
    "payload", ["", "x", "[]", "{}", "[[0]]", '[[0, {"id": "A!"}]]', '[["a", {"id": "a1"}]]', "[[0, 3]]", "null"]
)
def test_a_payload_that_is_none_restores_nothing(payload):
    answers = {"trips": [{"id": "t1", "departure": "Sion"}]}
    assert restore_rows(answers, TRIPS, payload) is None
    assert answers["trips"] == [{"id": "t1", "departure": "Sion"}]


# --- The page -------------------------------------------------------------------------


@pytest.fixture
def person(account):
    BeneficiaryFactory(owner=account)
    BankAccountFactory(owner=account)
    return account


@pytest.fixture
def client(person, signed_in_client, office_data):
    return signed_in_client(person)


def travel_answers(person, trips: int = 1) -> dict:
    reason = ListEntry.objects.filter(list="travel-reason").first().key
    return {
        "head": {
            "beneficiary": str(person.beneficiaries.first().pk),
            "bank_account": str(person.bank_accounts.first().pk),
            "decision_number": "32320261000123",
        },
        "trips": [
            {"id": f"t{n}", "start": "10.08.2026", "end": "10.08.2026", "reason": reason, "departure": "Sion",
             "arrival": f"Lausanne {n}", "means": "car", "kilometres": "112"}
            for n in range(trips)
        ],
        "stay": {"period_start": "01.08.2026", "period_end": "31.08.2026", "count_5_8": "1",
                 "days_5_8": ["2026-08-10"]},
    }  # fmt: skip


def make_draft(person, **fields) -> Draft:
    fields.setdefault("answers", travel_answers(person))
    return Draft.objects.create(owner=person, kind="travel", saved_at=timezone.now(), **fields)


def url(draft: Draft) -> str:
    return reverse("invoicing:draft", args=[draft.pk])


@pytest.fixture
def in_november(time_machine):
    """A day after the trips of these tests."""
    time_machine.move_to(timezone.make_aware(timezone.datetime(2026, 11, 20, 14, 32)), tick=False)


def test_an_autosave_stores_prices_and_tells_the_time(client, person, in_november):
    draft = make_draft(person)
    data = as_posted(draft.answers) | {"trips-t0-kilometres": "200"}
    page = client.post(url(draft), data, headers=HTMX).content.decode()
    assert "Enregistré à 14:32" in page
    assert "200 km × 0.45 CHF" in page
    assert "101.50 CHF" in page
    assert "<html" not in page
    draft.refresh_from_db()
    assert draft.answers["trips"][0]["kilometres"] == "200"


def test_calendars_are_painted_again_only_for_another_period(client, person):
    draft = make_draft(person)
    data = as_posted(draft.answers)
    same = client.post(url(draft), data | {"shown-stay": "2026-08-01/2026-08-31/5_8"}, headers=HTMX).content.decode()
    assert "calendar__month" not in same
    other = data | {"shown-stay": "2026-08-01/2026-08-31/5_8", "stay-period_end": "30.09.2026"}
    page = client.post(url(draft), other, headers=HTMX).content.decode()
    assert page.count("septembre 2026</caption>") == 1
    assert 'value="2026-08-01/2026-09-30/5_8" hx-swap-oob' in page
    more = client.post(url(draft), other | {"stay-count_8": "2"}, headers=HTMX).content.decode()
    assert more.count("septembre 2026</caption>") == 2
    unreadable = data | {"shown-stay": "2026-08-01/2026-08-31/5_8", "stay-period_end": "3"}
    assert "calendar__month" not in client.post(url(draft), unreadable, headers=HTMX).content.decode()


def test_days_to_come_cannot_be_ticked_and_days_outside_only_unticked(client, person, in_november):
    answers = travel_answers(person)
    answers["stay"] |= {
        "period_start": "16.11.2026",
        "period_end": "30.11.2026",
        "count_8": "1",
        "days_5_8": ["2026-11-10", "2026-08-10"],
    }
    page = client.get(url(make_draft(person, answers=answers))).content.decode()
    assert 'id="stay-days_8-2026-11-23" name="stay-days_8" value="2026-11-23" disabled' in page
    assert 'id="stay-days_8-2026-11-20" name="stay-days_8" value="2026-11-20">' in page
    assert 'id="stay-days_8-2026-11-10" name="stay-days_8" value="2026-11-10" disabled' in page
    assert 'id="stay-days_5_8-2026-11-10" name="stay-days_5_8" value="2026-11-10" checked' in page
    assert "10.08.2026, hors de la période" in page


def test_ticked_days_survive_while_there_is_no_period(client, person):
    answers = travel_answers(person)
    answers["stay"]["period_end"] = ""
    page = client.get(url(make_draft(person, answers=answers))).content.decode()
    assert '<input type="hidden" name="stay-days_5_8" value="2026-08-10">' in page


def test_without_script_buttons_load_the_page_at_the_row_they_concern(client, person):
    draft = make_draft(person)
    data = as_posted(draft.answers)
    place = client.post(url(draft), data | {"action": "add-row:trips"})["Location"]
    draft.refresh_from_db()
    assert place == f"{url(draft)}#section-trips-{draft.answers['trips'][1]['id']}"
    assert client.post(url(draft), data | {"action": "update:stay"})["Location"] == f"{url(draft)}#section-stay"
    assert client.post(url(draft), data | {"action": "save"})["Location"] == url(draft)


def test_without_script_a_removed_row_can_be_put_back_from_the_next_page(client, person):
    draft = make_draft(person, answers=travel_answers(person, trips=2))
    client.post(url(draft), as_posted(draft.answers, action="remove-row:trips:t0"), follow=True)
    draft.refresh_from_db()
    assert [row["id"] for row in draft.answers["trips"]] == ["t1"]
    client.post(url(draft), as_posted(draft.answers, action="remove-row:trips:t1"))
    page = client.get(url(draft))
    assert "Annuler la suppression" in page.content.decode()
    payload = page.context["removed"]["rows"]
    client.post(url(draft), {"action": "restore:trips", "removed-trips": payload})
    draft.refresh_from_db()
    assert draft.answers["trips"][0]["arrival"] == "Lausanne 1"
    assert "Annuler la suppression" not in client.get(url(draft)).content.decode()


def test_with_htmx_a_new_row_gets_the_focus_and_is_announced(client, person):
    draft = make_draft(person)
    answer = client.post(url(draft), as_posted(draft.answers, action="add-row:trips"), headers=HTMX)
    told = json.loads(answer["HX-Trigger-After-Settle"])["portal:row"]
    assert told["say"] == "Trajet 2\u00a0: entrée ajoutée."
    assert f'id="{told["focus"]}"' in answer.content.decode()


def test_a_companion_repeats_its_trip_and_asks_for_a_price(client, person):
    answers = travel_answers(person)
    answers["trips"][0] |= {"means": "public", "price": "20", "ticket_type": "single"}
    draft = make_draft(person, answers=answers)
    client.post(url(draft), as_posted(answers, action="companion:trips:t0"))
    draft.refresh_from_db()
    companion = draft.answers["trips"][1]["id"]
    page = client.get(url(draft)).content.decode()
    assert "Accompagnant du trajet 1" in page
    assert f'name="trips-{companion}-price"' in page
    assert f'name="trips-{companion}-departure"' not in page
    assert page.count("Lausanne 0") == 2


def test_a_removal_is_announced_and_undone_with_htmx(client, person):
    draft = make_draft(person, answers=travel_answers(person, trips=2))
    answer = client.post(url(draft), as_posted(draft.answers, action="remove-row:trips:t0"), headers=HTMX)
    assert json.loads(answer["HX-Trigger-After-Settle"])["portal:row"]["focus"] == "restore-trips"
    payload = answer.context["removed"]["rows"]
    data = as_posted({**draft.answers, "trips": draft.answers["trips"][1:]})
    client.post(url(draft), data | {"action": "restore:trips", "removed-trips": payload}, headers=HTMX)
    draft.refresh_from_db()
    assert [row["id"] for row in draft.answers["trips"]] == ["t0", "t1"]


def test_the_language_switch_keeps_what_was_typed(client, person):
    draft = make_draft(person)
    german = url(draft).replace("/fr/", "/de/", 1)
    data = as_posted(draft.answers) | {"switch-language": "de", "trips-t0-arrival": "Brig"}
    assert client.post(german, data)["Location"] == german
    page = client.get(german).content.decode()
    assert '<html lang="de">' in page
    assert 'value="Brig"' in page


def test_an_unknown_button_or_section_is_not_found(client, person):
    draft = make_draft(person)
    for action in ("destroy", "add-row:nothing", "add-row"):
        assert client.post(url(draft), {"action": action}).status_code == 404


@pytest.mark.parametrize("trips", [1, 30])
def test_the_form_costs_the_same_for_one_and_thirty_rows(client, person, trips, django_assert_num_queries):
    DecisionNumberFactory(beneficiary=person.beneficiaries.first())
    draft = make_draft(person, answers=travel_answers(person, trips))
    client.get(url(draft))
    with django_assert_num_queries(NEW_FORM_QUERIES):
        client.get(url(draft))


def test_a_correction_shows_the_message_and_each_remark_at_its_field(
    client, person, in_november, django_assert_num_queries
):
    claim = send(make_draft(person), actor=person)
    remarks = {"trips.t0.kilometres": "Trop loin ?", "trips.t0": "Quel billet ?", "trips.gone.price": "Où est-il ?",
               "stay.days_5_8": "Lequel ?"}  # fmt: skip
    return_for_correction(
        claim, reviewer=AccountFactory(staff=True), version_number=1, message="Veuillez compléter.", remarks=remarks
    )
    draft = Draft.objects.get(claim=claim)
    client.get(url(draft))
    with django_assert_num_queries(CORRECTION_QUERIES):
        page = client.get(url(draft)).content.decode()
    assert "Veuillez compléter." in page
    assert "Modifier ma demande" in page
    assert 'href="#id_trips-t0-kilometres"' in page
    assert 'id="id_trips-t0-kilometres_remark"' in page
    assert 'href="#section-trips-t0"' in page
    assert 'href="#section-trips"' in page
    assert 'id="id_stay-days_5_8_remark"' in page

    client.post(url(draft), as_posted(draft.answers) | {"action": "review", "trips-t0-kilometres": "100"})
    client.post(reverse("invoicing:draft-confirm", args=[draft.pk]), {"anyway": "1"})
    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.version_number, claim.state) == (2, "submitted")


def test_a_representative_without_anybody_is_led_to_the_account(signed_in_client, office_data):
    person = AccountFactory(representative=True, with_device=True)
    client = signed_in_client(person)
    client.post(reverse("invoicing:start", args=["plain"]))
    page = client.get(url(Draft.objects.get(owner=person))).content.decode()
    assert reverse("guichet:beneficiary-add") in page


def test_a_foreign_choice_in_a_post_is_refused_at_its_field(client, person):
    foreign = BeneficiaryFactory(owner=AccountFactory(), birth_date=date(1990, 1, 1))
    draft = make_draft(person)
    data = as_posted(draft.answers) | {"head-beneficiary": str(foreign.pk), "action": "review"}
    page = client.post(url(draft), data).content.decode()
    assert 'href="#id_head-beneficiary"' in page
    assert str(foreign.avs_dotted) not in page


def painted(client, draft, answers, **more) -> set[str]:
    """The rows whose worth a save by itself paints again."""
    typed = as_posted({"head": head_for(draft.owner), "closing": {"remark": ""}, **answers}, **more)
    answer = client.post(reverse("invoicing:draft", args=[draft.pk]), typed, headers={"HX-Request": "true"})
    return set(re.findall(r'id="amount-trips-(\w+)" hx-swap-oob', answer.content.decode()))


@pytest.mark.django_db
@pytest.mark.usefixtures("office_data")
def test_only_what_was_typed_in_is_painted_again_unless_something_waits(signed_in_client):
    trips = [car_trip("a"), car_trip("b"), train_trip("c"), {"id": "d", "companion_of": "c", "price": "10"}]
    draft = claims.make_draft("travel", answers={"trips": trips, "stay": {}})
    client = signed_in_client(draft.owner)
    assert painted(client, draft, {"trips": trips}) == {"a", "b", "c", "d"}
    assert painted(client, draft, {"trips": trips}, unpainted="") == set()
    trips[0] = trips[0] | {"kilometres": "99"}
    assert painted(client, draft, {"trips": trips}, unpainted="") == {"a"}
    trips[2] = trips[2] | {"arrival": "Bâle"}
    assert painted(client, draft, {"trips": trips}, unpainted="") == {"c", "d"}
    assert painted(client, draft, {"trips": trips}, unpainted="all") == {"a", "b", "c", "d"}
    other = {"beneficiary": str(BeneficiaryFactory(owner=draft.owner, child=True).pk)}
    head = head_for(draft.owner) | other
    assert painted(client, draft, {"trips": trips, "head": head}, unpainted="") == {"a", "b", "c", "d"}
