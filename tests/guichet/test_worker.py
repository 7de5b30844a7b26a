"""The worker's rounds, the tidying up, and the report on SMS."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from guichet import upkeep
from guichet.audit import record_event
from guichet.management.commands import run_worker
from guichet.models import EmailLink
from guichet.outbox import write_mail
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


class StopAfter(threading.Event):
    """An event that is set after so many rounds."""

    def __init__(self, rounds: int):
        super().__init__()
        self.rounds = rounds

    def wait(self, timeout=None):
        self.rounds -= 1
        if not self.rounds:
            self.set()
        return self.is_set()


@pytest.fixture
def _same_connection(monkeypatch):
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(run_worker.connection, "close", lambda: None)


@pytest.mark.usefixtures("_same_connection")
def test_messages_leave_while_the_worker_runs():
    write_mail("password-changed", account=AccountFactory())
    run_worker.make_rounds(StopAfter(2))
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_same_connection")
def test_one_failed_round_does_not_end_the_next(monkeypatch, caplog):
    rounds = []

    def fail():
        rounds.append(1)
        raise ConnectionError

    monkeypatch.setattr(run_worker, "send_due_messages", fail)
    run_worker.make_rounds(StopAfter(3))
    assert len(rounds) == 3
    assert "the next one tries again" in caplog.text


def test_the_worker_does_tasks_and_rounds(monkeypatch):
    done = []
    monkeypatch.setattr(run_worker, "make_rounds", lambda stop: done.append("rounds"))
    monkeypatch.setattr(run_worker, "call_command", lambda *args, **options: done.append(args[0]))
    call_command("run_worker")
    assert sorted(done) == ["db_worker", "rounds"]


def test_what_has_expired_is_removed():
    account = AccountFactory()
    old = timezone.now() - timedelta(days=40)
    EmailLink.objects.create(account=account, email=account.email, token_hash="a", expires_at=old)
    EmailLink.objects.create(account=account, email=account.email, token_hash="b", expires_at=timezone.now())
    caches["limits"].set("old", 1, timeout=-1)
    upkeep.prune()
    assert [link.token_hash for link in EmailLink.objects.all()] == ["b"]


def test_the_report_shows_pumping(capsys):
    for _code in range(50):
        record_event("code.sent", detail={"prefix": "+41791"})
    record_event("code.accepted", detail={"prefix": "+41791"})
    record_event("code.sent", detail={"prefix": "+41761"})
    call_command("sms_report")
    lines = capsys.readouterr().out.splitlines()
    assert "+41761  sent 1  typed 0" in lines[0]
    assert lines[1].endswith("+41791  sent 50  typed 1  ALARM")
