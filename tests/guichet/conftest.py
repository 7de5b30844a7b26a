"""Fixtures of the account tests."""

import sqlite3

import pytest
from django.core.cache import caches


@pytest.fixture
def broken_limits(monkeypatch):
    """The store of the counters is out of reach."""

    def fail(*args, **kwargs):
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(type(caches["limits"]), "_rows", fail)
