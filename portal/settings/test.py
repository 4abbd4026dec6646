"""The test suite: fixed keys, no network, a database file of its own per process."""

import os

from portal.settings.base import *  # noqa: F403 - settings are layered by star import, Django's own idiom
from portal.settings.base import DATABASES, ELASTICSEARCH, SQLITE_OPTIONS, TEMP_DIR

ENVIRONMENT = "test"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECRET_KEY = "test-only-secret-key-0123456789-0123456789-0123456789"
FIELD_KEYS = ["test-only-field-key-0123456789abcdef"]
CODE_PEPPER = "test-only-pepper-0123456789abcdef"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"  # a wake-up goes nowhere; tests call drain() themselves
CELERY_BROKER_TRANSPORT_OPTIONS = {}
MEDIA_ROOT = TEMP_DIR / f"portal-test-media-{os.getpid()}"
ERASURE_REGISTER = TEMP_DIR / f"portal-test-erasures-{os.getpid()}.jsonl"
SEARCH_EMBEDDER = "none"  # what a sentence means costs 40 ms; the tests of it ask for it
ELASTICSEARCH = {**ELASTICSEARCH, "url": "", "user": "", "password": "", "ca_file": ""}  # whatever the shell says
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: WAL, locks and several connections are part of what is tested.
    # What survives a power cut is not: waiting for the disk only slows the suite down (`test_checks` opens a real one).
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_OPTIONS["init_command"].replace("FULL", "OFF")
    DATABASES["default"]["TEST"] = {"NAME": str(TEMP_DIR / f"portal-test-{os.getpid()}.sqlite3")}
