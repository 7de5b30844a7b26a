"""A cache for counters that counts exactly when many processes count at once, in a SQLite file of its own.

Django's database and file caches lose increments under load; a row in the main database would be rolled back
with the request that raised it. Not a general cache: it keeps whole numbers, and short values as JSON.
"""

import json
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

LIVE = "(expires IS NULL OR expires > :now)"


class SqliteCounterStore(BaseCache):
    """LOCATION is the file. Raises sqlite3.Error when it is out of reach; callers decide what that closes."""

    def __init__(self, location: str, params: dict):
        super().__init__(params)
        self.location = Path(location)
        self._local = threading.local()

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        """Store `value` unless a live one is there; tells whether it was stored."""
        sql = f"""INSERT INTO counters (key, value, expires) VALUES (:key, :value, :expires)
                  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
                  WHERE NOT {LIVE.replace("expires", "counters.expires")} RETURNING 1"""  # noqa: S608
        return bool(self._rows(sql, key, version, value=self._pack(value), expires=self._expiry(timeout)))

    def get(self, key, default=None, version=None):
        rows = self._rows(f"SELECT value FROM counters WHERE key = :key AND {LIVE}", key, version)  # noqa: S608
        return self._unpack(rows[0][0]) if rows else default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        sql = """INSERT INTO counters (key, value, expires) VALUES (:key, :value, :expires)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires"""
        self._rows(sql, key, version, value=self._pack(value), expires=self._expiry(timeout))

    def incr(self, key, delta=1, version=None) -> int:
        """Add `delta` in one statement; raises ValueError when the key is not there."""
        sql = f"UPDATE counters SET value = value + :delta WHERE key = :key AND {LIVE} RETURNING value"  # noqa: S608
        rows = self._rows(sql, key, version, delta=delta)
        if not rows:
            raise ValueError(f"Key '{key}' not found")
        return rows[0][0]

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        sql = f"UPDATE counters SET expires = :expires WHERE key = :key AND {LIVE} RETURNING 1"  # noqa: S608
        return bool(self._rows(sql, key, version, expires=self._expiry(timeout)))

    def delete(self, key, version=None) -> bool:
        return bool(self._rows("DELETE FROM counters WHERE key = :key RETURNING 1", key, version))

    def clear(self) -> None:
        self._connection().execute("DELETE FROM counters")

    def prune(self) -> None:
        """Remove what has expired; the worker calls it now and then."""
        self._connection().execute("DELETE FROM counters WHERE expires <= ?", [time.time()])

    def close(self, **kwargs) -> None:
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    def _rows(self, sql: str, key, version, **values) -> list:
        values |= {"key": self.make_and_validate_key(key, version=version), "now": time.time()}
        with closing(self._connection().execute(sql, values)) as cursor:
            return cursor.fetchall()

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self.location.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.location, timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("CREATE TABLE IF NOT EXISTS counters (key TEXT PRIMARY KEY, value, expires REAL)")
            self._local.connection = connection
        return self._local.connection

    def _expiry(self, timeout) -> float | None:
        return self.get_backend_timeout(timeout)

    def _pack(self, value):
        return value if isinstance(value, int) else json.dumps(value)

    def _unpack(self, value):
        return value if isinstance(value, int) else json.loads(value)
