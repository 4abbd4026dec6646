import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.db.backends.sqlite3.base import DatabaseWrapper

from portal import checks, sqlite
from portal.settings.base import SQLITE_OPTIONS


def ids(found):
    return [message.id for message in found]


@pytest.fixture
def opened(db, tmp_path):
    """A database file opened as the portal opens its own, with the given PRAGMA on top."""
    config = django_settings.DATABASES["default"] | {
        "ENGINE": checks.SQLITE,
        "NAME": str(tmp_path / "portal.sqlite3"),
        "OPTIONS": SQLITE_OPTIONS,
    }
    wrapper = DatabaseWrapper(config, "opened")

    def open_with(pragma=""):
        with wrapper.cursor() as cursor:
            cursor.execute(pragma or "SELECT 1")
        return wrapper

    yield open_with
    wrapper.close()


def test_the_embedded_database_is_hardened_as_it_is_opened(opened):
    assert sqlite.faults_of_connection(opened()) == []
    assert sqlite.faults_of_settings({"OPTIONS": SQLITE_OPTIONS}) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "DELETE"), ("foreign_keys", "OFF"), ("synchronous", "NORMAL"), ("mmap_size", "1048576")],
)
def test_each_softened_pragma_is_found(opened, pragma, value):
    (fault,) = sqlite.faults_of_connection(opened(f"PRAGMA {pragma}={value}"))

    assert pragma in fault


@pytest.mark.parametrize(("version", "faults"), [((3, 40, 1), 1), ((3, 51, 2), 1), ((3, 51, 3), 0), ((3, 53, 0), 0)])
def test_a_library_with_the_wal_reset_bug_is_found(version, faults):
    assert len(sqlite.faults_of_library(version)) == faults


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ({"transaction_mode": "IMMEDIATE", "timeout": 20}, 0),
        ({"transaction_mode": "DEFERRED", "timeout": 20}, 1),
        ({"transaction_mode": "IMMEDIATE", "timeout": 5}, 1),
        ({}, 2),
    ],
)
def test_transaction_mode_and_timeout_are_looked_at(options, faults):
    assert len(sqlite.faults_of_settings({"OPTIONS": options})) == faults


@pytest.mark.parametrize(
    ("zone", "found"), [("Asia/Shanghai", []), ("Europe/Berlin", ["portal.W005"]), ("Asia/Nowhere", ["portal.E004"])]
)
def test_the_clock_is_the_bureaus(zone, found):
    assert ids(checks.faults_of_time_zone(zone)) == found


def test_one_secret_must_not_open_another(settings):
    assert checks.secrets_are_apart(None) == []
    settings.CODE_PEPPER = settings.FIELD_KEYS[0]

    assert ids(checks.secrets_are_apart(None)) == ["portal.E006"]


def test_a_negative_number_of_proxies_is_refused(settings):
    settings.TRUSTED_PROXIES = -1

    assert ids(checks.proxies_make_sense(None)) == ["portal.E007"]


def test_a_folder_that_is_a_file_is_found(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file"

    assert ids(checks.folders_are_writable(None)) == ["portal.E008"]


def test_the_project_as_delivered_has_no_findings():
    assert ids(run_checks()) == []
