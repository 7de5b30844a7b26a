"""The counter store counts exactly, whoever counts at the same time."""

import subprocess
import sys
from pathlib import Path

import pytest

from guichet.counter_store import SqliteCounterStore

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import sys
from guichet.counter_store import SqliteCounterStore
store = SqliteCounterStore(sys.argv[1], {})
for _ in range(200):
    if not store.add("n", 1, 60):
        store.incr("n")
"""


@pytest.fixture
def store(tmp_path):
    store = SqliteCounterStore(str(tmp_path / "below" / "counters.sqlite3"), {})
    yield store
    store.close()


def test_four_processes_lose_no_count(store):
    store.set("other", 1)
    command = [sys.executable, "-c", COUNT, str(store.location)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0, 0]
    assert store.get("n") == 800


def test_what_has_expired_is_not_there(store):
    store.set("a", 5, timeout=-1)
    assert store.get("a") is None
    assert store.add("a", 1, 60)
    assert not store.add("a", 1, 60)
    with pytest.raises(ValueError, match="not found"):
        store.incr("b")


def test_short_values_are_kept_as_well(store):
    store.set("a", {"b": [1]})
    assert store.get("a") == {"b": [1]}
    assert store.touch("a", 10)
    assert store.delete("a")
    assert not store.delete("a")


def test_pruning_removes_only_what_has_expired(store):
    store.set("old", 1, timeout=-1)
    store.set("new", 1, timeout=60)
    store.prune()
    assert store._rows("SELECT count(*) FROM counters WHERE :key = :key", "x", None) == [(1,)]
    store.clear()
    assert store.get("new") is None
