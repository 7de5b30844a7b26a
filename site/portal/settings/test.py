"""Settings of the test suite: no network, fast hashes, mails in memory, tasks kept as rows until a test runs them."""

import os
import tempfile
from pathlib import Path

from .base import *

DEBUG = False
AUDIT_IS_APPEND_ONLY = False  # tables are emptied between tests
DEV_OUTBOX = True  # journeys read their mails and SMS there
SECRET_KEY = "tests-only-" + "x" * 50
OTP_PEPPER = "tests-only-pepper"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TEST_FOLDER = tempfile.TemporaryDirectory(prefix="guichet-tests-", ignore_cleanup_errors=True)
TEST_DIR = Path(os.environ.get("TEST_DATA_DIR") or TEST_FOLDER.name)  # TEST_DATA_DIR: to look at what is left
DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"NAME": TEST_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    }
CACHES["limits"]["LOCATION"] = str(TEST_DIR / "limits.sqlite3")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_GATEWAY = "guichet.sms.FakeGateway"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["private"] = {"BACKEND": "django.core.files.storage.FileSystemStorage",
                       "OPTIONS": {"location": TEST_DIR / "private", "base_url": None}}  # fmt: skip
PRIVATE_ROOT = TEST_DIR / "private"
MEDIA_ROOT = TEST_DIR / "media"
OUTBOX_DIR = TEST_DIR / "outbox"
WHITENOISE_AUTOREFRESH = True
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
