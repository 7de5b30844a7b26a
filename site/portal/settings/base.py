"""Settings that hold everywhere. What differs by place stands in dev, test and production."""

import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

# --- Apps -------------------------------------------------------------------

INSTALLED_APPS = [
    "home",
    "faq",
    "guichet",
    "invoicing",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "django_otp",
    "django_htmx",
    "csp",
    "phonenumber_field",
    "localflavor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",  # its words: Wagtail says with them how long ago something was
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.middleware.RequestIdMiddleware",
    "portal.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.csp.AdminPolicyMiddleware",
    "portal.middleware.NoNullMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.csrf.OwnFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.backends.SecondFactorMiddleware",
    "guichet.middleware.SessionLimitsMiddleware",
    "guichet.middleware.AdminDoorMiddleware",
    "portal.middleware.AdminLanguageMiddleware",
    "invoicing.middleware.OfficeScreensMiddleware",
    "portal.middleware.FieldHelpMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.errors.FaultMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context_processors.office",
                "portal.context_processors.translations",
            ],
            "builtins": ["portal.templatetags.portal"],
            "libraries": {
                "portal": "portal.templatetags.portal",
                "kept": "portal.templatetags.kept",
                "i18n": "portal.templatetags.i18n",
                "static": "portal.templatetags.static",
                "wagtailadmin_tags": "portal.templatetags.admin_tags",
            },
        },
    }
]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # Wagtail's and Django's own, with the costly ones replaced
FORM_RENDERER = "guichet.forms.widget_html.WidgetRenderer"

# --- Database: SQLite by default, PostgreSQL by DATABASE_URL -----------------

SQLITE_OPTIONS = {
    # IMMEDIATE: a deferred transaction that turns from reading to writing fails at once under load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # 16 MB of pages kept for each connection: at a million claims the 2 MB of the default are read again and again.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-16000;",
}


def database(url: str | None) -> dict:
    """The database of `url`, or SQLite under var/ with the pragmas the portal stands on."""
    if url:
        return dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "portal.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Counters of the limits: a file of their own, so that a rolled-back request keeps its count.
    "limits": {
        "BACKEND": "guichet.counter_store.SqliteCounterStore",
        "LOCATION": str(VAR_DIR / "limits.sqlite3"),
    },
}
RATELIMIT_USE_CACHE = "limits"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pdf"]}}

# --- Language and time --------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("Français")), ("de", _("Deutsch"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]  # ours; then what we say for Wagtail
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Zurich"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Files --------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"  # pictures of the public pages, by Wagtail
PRIVATE_ROOT = VAR_DIR / "private"  # people's documents and PDFs: never below a URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # 200 rows of 12 fields and the days of a calendar
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # twice what a draft may hold, so that the page can say which did not fit
FILE_UPLOAD_HANDLERS = [
    "invoicing.upload_handlers.BodyLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD_SOCKET = ""  # path or host:port of clamd; empty: nothing is scanned, and the office is told so
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
HELP_PLACES = "portal.places.help_places"  # the forms and fields that can open help
NOTICE_PLACES = "portal.places.notice_places"  # where a notice can stand besides everywhere
DESK_OBSTACLES = "invoicing.figures.obstacles.count_obstacles"  # where people fail at the desk, for the editors' report
EDITOR_LANGUAGES = "home.language_rights.languages_of"  # those that a person writes
VAGUE_LINKS = "home.link_texts.vague_links"  # the links of an answer that do not say where they lead
HTML_PRINTER = "invoicing.printing.printer"  # what turns the guide's pages into PDF: its method print_html
MINUTELY_COMMANDS = ["publish_scheduled"]  # what the worker runs every minute: pages with a date come and go
# What the worker runs every hour beside its own cleaning.
UPKEEP_COMMANDS = ["clean_uploads", "follow_up_corrections", "forget_presences", "prune_voices"]

# --- Accounts -------------------------------------------------------------------

AUTH_USER_MODEL = "guichet.Account"
AUTHENTICATION_BACKENDS = ["portal.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "guichet.passwords.MaximumLengthValidator"},
    {"NAME": "guichet.passwords.PersonalDataValidator"},
    {"NAME": "guichet.passwords.LocalWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "guichet.passwords.RepetitionValidator"},
]
AUDIT_IS_APPEND_ONLY = True  # the database refuses to change the audit
LOGIN_URL = "guichet:sign-in"
LOGIN_REDIRECT_URL = "invoicing:desk"
PASSWORD_RESET_TIMEOUT = 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_IDLE = {"citizen": timedelta(minutes=30), "staff": timedelta(minutes=15)}
SESSION_ABSOLUTE = {"citizen": timedelta(hours=12), "staff": timedelta(hours=10)}
# What an open page asks by itself: who else has this page, this claim open; how long the session still lasts.
UNATTENDED_PATHS = r"^/(admin/(editing-sessions/|claims/[^/]+/presence/)|[a-z]{2}/guichet/session/$)"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

PHONENUMBER_DEFAULT_REGION = "CH"
PHONENUMBER_DB_FORMAT = "E164"
SMS_COUNTRIES = ["CH", "LI", "FR", "DE", "AT", "IT"]
SMS_GATEWAY = "guichet.sms.FileGateway"
SMS_GATEWAY_URL = ""
SMS_TIMEOUT = 5
IBAN_COUNTRIES = ["CH", "LI"]

# --- Mail -----------------------------------------------------------------------

DEFAULT_FROM_EMAIL = "Guichet AI Valais <guichet@example.ch>"
EMAIL_TIMEOUT = 15
OUTBOX_DIR = VAR_DIR / "outbox"

# --- Security headers -----------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- Wagtail ----------------------------------------------------------------------

WAGTAIL_SITE_NAME = _("Guichet AI Valais")
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAILADMIN_LOGIN_URL = "guichet:sign-in"
WAGTAIL_FRONTEND_LOGIN_URL = "/fr/guichet/sign-in/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y", "%d.%m.%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("de", "Deutsch")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILEMBEDS_FINDERS = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_SLIM_SIDEBAR = True
WAGTAILLOCALIZE_DISABLE_ON_DELETE = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation that was just begun is a draft

# --- The office --------------------------------------------------------------------

OFFICE_PHONE = "027 324 96 11"
OFFICE_HOURS = _("lu–ve 8 h–12 h, 13 h 30–17 h")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "portal.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "filters": ["request_id"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "wagtail": {"level": "WARNING"},  # every page saved is in Wagtail's own history
        "django_tasks": {"level": "WARNING"},  # tasks are rows, with their state
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
