"""The database each test starts from: the portal as after its first start, with office data, pages and groups.

Migrating takes a quarter of a minute, so the migrated file is kept under var/, named after all that goes into it, and
whoever needs it first makes it. Filling takes a second and is done in each process. A test that commits gets the filled
database back. That is SQLite; PostgreSQL is migrated in each process, emptied after such a test and filled again.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from filelock import FileLock

KEPT = settings.BASE_DIR / "var" / "test-tables"
TABLES_COME_FROM = ["requirements.txt", "site/portal/settings/*.py", "*/migrations/*.py", "guichet/append_only.py"]
LOCALIZE = "wagtail_localize.migrations.0006_create_submit_translation_permission"


def create_database(*, keep: bool) -> Callable[[], None]:
    """Makes and fills this process's test database; returns what removes it again."""
    if connection.vendor == "sqlite":
        tables = migrated_file()
        use_file(connection.settings_dict["TEST"]["NAME"])
        with closing(sqlite3.connect(tables)) as source:
            source.backup(raw_connection())
        fill()
        raw_connection().backup(filled)
        return connection.close
    created = setup_databases(verbosity=0, interactive=False, keepdb=keep)
    fill()
    return (lambda: None) if keep else lambda: teardown_databases(created, verbosity=0)


def restore(empty: Callable[[], None]) -> None:
    """Puts everything back after a test that committed; `empty` is Django's own way of emptying the tables."""
    if connection.vendor == "sqlite":
        filled.backup(raw_connection())
    else:
        empty()
        fill()


def fill() -> None:
    """What a new portal loads. wagtail-localize's right comes from a migration: gone once the tables were emptied."""
    import_module(LOCALIZE).create_submit_translation_permission(apps, None)
    for command in ("load_office_data", "load_content", "load_help", "load_roles"):
        call_command(command, verbosity=0, stdout=StringIO())


# --- SQLite -----------------------------------------------------------------------------

filled = sqlite3.connect(":memory:")


def migrated_file() -> Path:
    """The database with its tables and what migrations put there; the first who asks makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{fingerprint()}.sqlite3"
    with FileLock(KEPT / "lock"):
        if not file.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            use_file(file.with_suffix(".unfinished"))
            call_command("migrate", verbosity=0)
            connection.close()
            file.with_suffix(".unfinished").rename(file)
    return file


def fingerprint() -> str:
    """Changes with every file that migrating depends on."""
    files = sorted(path for pattern in TABLES_COME_FROM for path in settings.BASE_DIR.glob(pattern))
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()[:16]


def use_file(path: Path) -> None:
    """Points Django at the file `path`."""
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def raw_connection() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection
