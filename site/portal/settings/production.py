"""Settings of the real portal: everything from the environment, and no start without what must be secret.

The table of variables stands in the README. A missing one names itself in the error.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *


def required(name: str) -> str:
    """The variable `name`; raises ImproperlyConfigured where it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is missing: see the table in the README.")
    return value


DEBUG = False
DEV_OUTBOX = False
SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
OTP_PEPPER = required("OTP_PEPPER")
ALLOWED_HOSTS = required("ALLOWED_HOSTS").replace(",", " ").split()
SITE_URL = WAGTAILADMIN_BASE_URL = os.environ.get("SITE_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

VAR_DIR = Path(os.environ.get("DATA_DIR", VAR_DIR))
DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["NAME"] = VAR_DIR / "portal.sqlite3"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT

if REDIS_URL := os.environ.get("REDIS_URL"):
    CACHES = {
        name: {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": name}
        for name in ("default", "limits")
    }
else:
    CACHES["limits"]["LOCATION"] = str(VAR_DIR / "limits.sqlite3")

if BUCKET := os.environ.get("S3_BUCKET"):
    for alias, prefix in (("default", "media"), ("private", "private")):
        STORAGES[alias] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": BUCKET,
                "endpoint_url": os.environ.get("S3_ENDPOINT_URL"),
                "location": prefix,
                "default_acl": "private",
                "querystring_auth": True,
                "file_overwrite": False,
            },
        }

CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")

# --- Mail and SMS -------------------------------------------------------------------

EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")
SMS_GATEWAY = os.environ.get("SMS_GATEWAY", "guichet.sms.AppriseGateway")
SMS_GATEWAY_URL = required("SMS_GATEWAY_URL")

# --- HTTPS ---------------------------------------------------------------------------

TRUSTED_PROXIES = os.environ.get("TRUSTED_PROXIES", "").replace(",", " ").split()
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
