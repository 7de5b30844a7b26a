"""Given the real portal's settings, when something secret is missing, then it does not start and says what."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

WHOLE = {
    "SECRET_KEY": "k" * 30 + "9Zx-_" * 10,
    "OTP_PEPPER": "pepper-of-this-test",
    "ALLOWED_HOSTS": "guichet.example.ch",
    "EMAIL_HOST": "mail.example.ch",
    "DEFAULT_FROM_EMAIL": "guichet@example.ch",
    "SMS_GATEWAY_URL": "json://sms.example.ch",
}


def run(code: str, tmp_path, **environment):
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR / "site",
        env=keep | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings.production"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


READ = "from django.conf import settings; print(settings.SESSION_COOKIE_NAME, settings.DEBUG, settings.SITE_URL)"


@pytest.mark.parametrize("missing", WHOLE)
def test_it_does_not_start_without(missing, tmp_path):
    result = run(READ, tmp_path, **{**WHOLE, missing: ""})
    assert result.returncode != 0
    assert f"The environment variable {missing} is missing" in result.stderr


def test_it_starts_with_all_of_them(tmp_path):
    result = run(READ, tmp_path, **WHOLE)
    assert result.stdout.split() == ["__Host-session", "False", "https://guichet.example.ch"], result.stderr


def test_it_outgrows_files_by_environment_alone(tmp_path):
    code = (
        "from django.conf import settings as s;"
        "print(s.DATABASES['default']['ENGINE'], s.CACHES['limits']['BACKEND'], s.STORAGES['private']['BACKEND'])"
    )
    grown = {"DATABASE_URL": "postgres://u:p@db/x", "REDIS_URL": "redis://cache/0", "S3_BUCKET": "guichet"}
    assert run(code, tmp_path, **WHOLE, **grown).stdout.split() == [
        "django.db.backends.postgresql",
        "django.core.cache.backends.redis.RedisCache",
        "storages.backends.s3.S3Storage",
    ]


def test_there_is_no_development_outbox(tmp_path):
    code = "import django; django.setup(); from django.urls import resolve; resolve('/dev/outbox/')"
    assert "Resolver404" in run(code, tmp_path, **WHOLE, PYTHONPATH=str(settings.BASE_DIR)).stderr
