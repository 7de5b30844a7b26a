"""Given recorded events, when someone changes the past, then the chain says where, and the database refuses at all."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from guichet.append_only import create_triggers
from guichet.audit import find_broken_event, record_event
from guichet.models import Event
from guichet.origin import Origin, current_origin

pytestmark = pytest.mark.django_db


def record(count=3):
    return [record_event("sign_in.succeeded", object_type="account", object_key=n) for n in range(count)]


@transaction.atomic
def record_and_fail():
    record()
    raise RuntimeError


def test_an_untouched_chain_holds():
    record()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("The chain holds: 3 events")


def test_a_changed_row_is_named():
    events = record()
    Event.objects.filter(pk=events[1].pk).update(action="claim.accepted")
    assert find_broken_event().pk == events[1].pk
    with pytest.raises(CommandError, match=str(events[1].pk)):
        call_command("verify_audit")


def test_a_removed_row_breaks_the_chain_after_it():
    events = record()
    Event.objects.filter(pk=events[1].pk).delete()
    assert find_broken_event().pk == events[2].pk


def test_an_event_says_where_it_came_from():
    token = current_origin.set(Origin(address="192.0.2.1", request_id="abc"))
    try:
        (event,) = record(1)
    finally:
        current_origin.reset(token)
    assert (event.address, event.request_id) == ("192.0.2.1", "abc")


def test_an_event_is_rolled_back_with_its_act():
    with pytest.raises(RuntimeError):
        record_and_fail()
    assert not Event.objects.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_past(verb):
    record()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    create_triggers(TriggerEditor())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        Event.objects.update(action="x") if verb == "update" else Event.objects.all()._raw_delete(using="default")
    assert Event.objects.filter(action="sign_in.succeeded").count() == 3


class TriggerEditor:
    """The part of a schema editor that triggers need, inside the test's transaction."""

    connection = connection

    def execute(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
