"""``sweep_canaries`` for real: a whole life in a process of its own, and every place looked through."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mailbox.models import Letter
from portal.privacy.sweep import isolation
from portal.privacy.sweep.running import Line, Outcome
from tests import factories as f

EVERY_PLACE = {
    "database:mailbox_letter.body", "database file", "backup", "cache", "mail body", "mail headers", "mail recipient",
    "media/documents", "media/documents names", "logs", "http headers", "http error page",
    "log record", "error report", "command output", "public letters/feed/", "public sitemap.xml", "public search/",
    "public letters/<int:pk>/", "broker/messages", "database:django_session.session_data",
    "database:wagtailcore_revision.content", "database:search_searchtext.terms",
    "database:outbox_outboxmessage.payload",
}  # fmt: skip
LIVING = {
    "DATABASE_URL": "postgres://live",
    "VAR_DIR": "/live",
    "MEDIA_ROOT": "/live",
    "FIELD_KEYS": "live",
    "EMAIL_URL": "smtp://live",
    "ERASURE_REGISTER": "/live",
    "CACHE_URL": "redis://127.0.0.1:6379/3",
}


@pytest.fixture(scope="module")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory) -> Path | None:
    """A copy of this run's migrated, empty database; None on PostgreSQL, where the command makes its own."""
    if connection.vendor != "sqlite":
        return None
    from pysqlite3 import dbapi2 as sqlite

    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        copy = sqlite.connect(path)
        connection.connection.backup(copy)
        copy.close()
    return path


@pytest.fixture(scope="module")
def swept(migrated, tmp_path_factory, django_db_blocker) -> tuple[Outcome, Path]:
    """The outcome, and the folder of the run."""
    folder = tmp_path_factory.mktemp("run") / "kept"
    with django_db_blocker.unblock():
        return isolation.sweep(letters=1, keep=folder, begin_with=migrated), folder


@pytest.mark.slow
@pytest.mark.xdist_group("sweep")
@pytest.mark.django_db
class TestAWholeLife:
    def test_no_sign_lies_where_the_list_does_not_allow_it(self, swept):
        outcome, _folder = swept
        assert outcome.fault == ""
        assert {line.place: (line.leaks, line.where) for line in outcome.places if line.leaks} == {}

    def test_every_field_that_people_fill_carried_a_sign(self, swept):
        assert swept[0].unplanted == []
        assert swept[0].planted > 200

    def test_every_entry_of_the_list_was_needed(self, swept):
        assert swept[0].unused == []

    def test_every_place_was_looked_through(self, swept):
        looked_at = {line.place for line in swept[0].places if line.items}
        everywhere = EVERY_PLACE if connection.vendor == "sqlite" else EVERY_PLACE - {"database file"}
        assert everywhere - looked_at == set()

    def test_the_life_was_a_life(self, swept):
        """Signs were really met where they belong: a run that plants nothing would be clean too."""
        allowed = {line.place: set(line.allowed) for line in swept[0].places}
        assert {"mailbox.letter.body/open", "mailbox.letter.body/report"} <= allowed["database:mailbox_letter.body"]
        assert "mailbox.publicanswer.title/newer" in allowed["public letters/feed/"]
        assert "mailbox.publicanswer.title/newer" in allowed["database:search_searchtext.title"]
        assert "mailbox.lettercontact.email/report" in allowed["mail recipient"]
        assert "mailbox.letter.body/open" in allowed["backup"]

    def test_contact_data_that_no_text_repeats_is_nowhere_in_clear(self, swept):
        own = [f"mailbox.lettercontact.{field}/{name}" for field in ("name", "phone") for name in ("report", "erased")]
        assert [(line.place, label) for line in swept[0].places for label in own if label in line.allowed] == []

    def test_nothing_of_it_is_in_this_database(self, swept):
        assert not Letter.objects.exists()

    def test_its_log_lines_were_written_and_hold_events_only(self, swept):
        lines = (swept[1] / "logs" / "output.log").read_text("utf-8").splitlines()
        assert {"outbox.handler_failed", "public.database_busy", "request.failed"} <= {
            json.loads(line)["message"] for line in lines
        }


# ---- the command


def run(*arguments: str) -> tuple[str, int]:
    """(what it said, exit code)."""
    said = StringIO()
    try:
        call_command("sweep_canaries", *arguments, stdout=said)
    except CommandError as error:
        return said.getvalue() + str(error), error.returncode
    return said.getvalue(), 0


OUTCOMES = {
    "clean": (Outcome(planted=3, places=[Line("cache", 2, [], {}, [])]), 0, "什么都没有"),
    "leak": (Outcome(places=[Line("logs", 9, [], {"mailbox.letter.body/open": 2}, ["output.log"])]), 1, "output.log"),
    "new field": (Outcome(unplanted=["mailbox.letter.second_body"]), 1, "mailbox.letter.second_body"),
    "fault": (Outcome(fault="流程没有走完"), 2, "流程没有走完"),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_the_exit_code_says_clean_leaks_or_could_not_run(case, monkeypatch):
    outcome, code, sentence = OUTCOMES[case]
    monkeypatch.setattr(isolation, "sweep", lambda **given: outcome)
    said, ended = run()
    assert ended == code
    assert sentence in said
    as_json, ended = run("--json")
    assert ended == code
    assert json.loads(as_json.splitlines()[0])["clean"] is (code == 0)


def test_the_child_refuses_to_live_where_it_was_not_put(tmp_path):
    """``--within`` is for the process that the command starts; by hand, beside living data, nothing happens."""
    (tmp_path / "sweep").touch()
    with pytest.raises(isolation.CouldNotRun):
        isolation.inside(tmp_path, letters=1)


def test_the_child_gets_nothing_that_leads_to_the_living_portal(monkeypatch, tmp_path):
    for name, value in LIVING.items():
        monkeypatch.setenv(name, value)
    made = isolation._environment(tmp_path, "sqlite:///x")
    left = {name for name, value in made.items() if "live" in value}
    assert left == set()
    assert made["CACHE_URL"].startswith("redis://127.0.0.1:6379/3?key_prefix=sweep")  # beside the living keys
    assert made["PATH"] == os.environ["PATH"]


def test_a_folder_that_holds_something_is_not_used(tmp_path):
    (tmp_path / "mine").touch()
    said, code = run("--keep", str(tmp_path))
    assert code == 2
    assert "不是空文件夹" in said


@pytest.fixture
def living(tmp_path, settings):
    """An installation with folders of its own, and a file for the words."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "var" / "media", tmp_path / "var" / "static"
    settings.VAR_DIR.mkdir()
    words = tmp_path / "words.txt"
    words.write_text("13812341234\n", encoding="utf-8")
    return words


@pytest.mark.django_db
def test_words_are_looked_for_in_the_living_system(living, settings):
    f.letter(body="请打我电话138 1234 1234，谢谢。", phone="13812341234")
    said, code = run("--look-for", str(living))
    assert (code, "database:mailbox_letter.body" in said) == (0, True)  # in the letter, where it was said
    assert "13812341234" not in said

    (settings.VAR_DIR / "export.csv").write_text("13812341234")
    said, code = run("--look-for", str(living))
    assert (code, "export.csv" in said) == (1, True)


@pytest.mark.django_db
def test_an_encrypted_column_is_not_found(living):
    f.letter(body="这封信里没有写电话号码，只在联系方式里。", phone="13812341234")
    said, code = run("--look-for", str(living))
    assert (code, "正常" in said) == (0, False)


@pytest.mark.django_db
def test_folders_of_logs_and_backups_are_looked_through_too(living, tmp_path):
    backup = tmp_path / "backups" / "20261126-080000"
    backup.mkdir(parents=True)
    (backup / "manifest.json").write_text("{}")
    (backup / "notes.txt").write_text("13812341234")
    said, code = run("--look-for", str(living), "--also", str(tmp_path / "backups"))
    assert (code, "notes.txt" in said) == (1, True)


@pytest.mark.parametrize(("content", "sentence"), [("\n", "没有要找的词"), ("13812341234\nab\n", "第2行太短")])
def test_a_file_of_words_that_cannot_be_looked_for(content, sentence, tmp_path):
    path = tmp_path / "words.txt"
    path.write_text(content)
    said, code = run("--look-for", str(path))
    assert code == 2
    assert sentence in said


def test_a_file_of_words_that_is_not_there(tmp_path):
    assert run("--look-for", str(tmp_path / "none.txt"))[1] == 2
