"""Prepared querysets: they give what the queryset gives, anew at each call, and are written as SQL once."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, UUIDField
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from guichet.models import Account, SmsDevice
from guichet.prepared import Given, Prepared
from invoicing.models import Draft
from tests.claims import make_draft
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch) -> list:
    """Every statement that Django writes from a queryset."""
    statements = []
    write = SQLCompiler.as_sql

    def note(compiler, *args, **kwargs):
        statements.append(compiler)
        return write(compiler, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", note)
    return statements


def test_each_call_asks_with_its_own_values_and_only_the_first_writes_the_statement(written):
    first, second = AccountFactory(with_device=True), AccountFactory(with_device=True)
    devices_of = Prepared(lambda: SmsDevice.objects.filter(user=Given("account")).select_related("user"))
    before = len(written)

    found = [devices_of(account=account.pk) for account in (first, second, first)]

    assert [[device.user for device in devices] for devices in found] == [[first], [second], [first]]
    assert len(written) == before + 1


def test_what_goes_with_the_rows_costs_no_query_more():
    account = AccountFactory(with_device=True)
    devices_of = Prepared(lambda: SmsDevice.objects.filter(user=Given("account")).select_related("user"))
    with CaptureQueriesContext(connection) as queries:
        assert devices_of(account=account.pk)[0].user.email == account.email
    assert len(queries) == 1


def test_a_change_shows_at_the_next_call():
    account = AccountFactory()
    named = Prepared(lambda: Account.objects.filter(last_name=Given("name")).order_by("pk"))
    assert named(name="Imboden-Zurbriggen") == []

    Account.objects.filter(pk=account.pk).update(last_name="Imboden-Zurbriggen")

    assert named(name="Imboden-Zurbriggen") == [account]


def test_values_a_database_keeps_in_its_own_way_are_turned_by_their_field(office_data):
    draft = make_draft()
    assert Prepared(lambda: Draft.objects.filter(pk=Given("pk", UUIDField())))(pk=draft.pk) == [draft]


def test_counts_and_deferred_fields_come_as_from_the_queryset(office_data):
    draft = make_draft()
    counted = Prepared(lambda: Draft.objects.filter(owner=Given("owner")).values("kind").annotate(drafts=Count("pk")))
    light = Prepared(lambda: Draft.objects.filter(owner=Given("owner")).only("kind"))

    assert counted(owner=draft.owner_id) == [{"kind": "plain", "drafts": 1}]
    assert light(owner=draft.owner_id)[0].get_deferred_fields() >= {"answers", "saved_at"}


def test_a_value_that_is_no_text_of_sql_stays_a_value():
    named = Prepared(lambda: Account.objects.filter(last_name=Given("name")))
    assert named(name="' OR 1=1 --") == []


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_their_own_connection():
    account = AccountFactory()
    by_number = Prepared(lambda: Account.objects.filter(pk=Given("pk")))
    found = [by_number(pk=account.pk)]

    def ask() -> None:
        found.append(by_number(pk=account.pk))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [[account], [account]]
