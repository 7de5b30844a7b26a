"""Settings of `make run`: mails and SMS land under var/outbox/ and on /dev/outbox/. Never on the open net.

Faults show the portal's own pages, as people see them; `DEBUG=1 make run` shows Django's.
"""

import os

from .base import *

DEBUG = os.environ.get("DEBUG") == "1"
DEV_OUTBOX = True
SECRET_KEY = "development-only-" + "x" * 50
OTP_PEPPER = "development-only-pepper"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "guichet.mail_files.FileMailBackend"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # styles and scripts as they are on disk
SITE_URL = WAGTAILADMIN_BASE_URL = f"http://localhost:{os.environ.get('PORT', '8000')}"
