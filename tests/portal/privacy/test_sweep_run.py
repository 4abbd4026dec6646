"""``sweep_canaries`` for real: a whole life in a process of its own, and every place looked through."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection

from mailbox.models import Letter
from portal.privacy.sweep import isolation
from portal.privacy.sweep.running import Line, Outcome
from tests import factories as f
from tests.elasticsearch.fixtures import NEEDS_NODE

EVERY_PLACE = {
    "database:mailbox_letter.body", "database file", "backup", "cache", "mail body", "mail headers", "mail recipient",
    "media/documents", "media/documents names", "logs", "http headers", "http error page",
    "log record", "error report", "command output", "public letters/feed/", "public sitemap.xml", "public search/",
    "public letters/<int:pk>/", "database:django_session.session_data", "public disclosures/fees/ as a file",
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
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/4",
}


# A small installation keeps everything in folders; a large one has PostgreSQL, Redis and a cluster. Where CI sweeps the
# large one (with DATABASE_URL_PG, in its second run), the first run need not do so too.
SERVERS = pytest.param("servers", marks=NEEDS_NODE)
SMALL = pytest.param("small", marks=pytest.mark.xdist_group("sweep"))
INSTALLATIONS = [SMALL] if os.environ.get("DATABASE_URL_PG") else [SMALL, SERVERS]
OF_SERVERS = {"broker/redis", "elasticsearch"}


@pytest.fixture(scope="module", params=INSTALLATIONS if connection.vendor == "sqlite" else [SERVERS])
def swept(request, django_db_setup, tmp_path_factory, django_db_blocker) -> Iterator[Swept]:
    """One life on this installation, and all that was found; every test of the class looks at it."""
    folder = tmp_path_factory.mktemp("run") / "kept"
    with pytest.MonkeyPatch.context() as environment, django_db_blocker.unblock():
        on_servers = request.param == "servers"
        if on_servers:
            redis_url = request.getfixturevalue("redis_server")
            environment.setenv("CACHE_URL", f"{redis_url}/5")
            environment.setenv("CELERY_BROKER_URL", f"{redis_url}/5")
            environment.setenv("ELASTICSEARCH_URL", request.getfixturevalue("elasticsearch_node").url)
        outcome = isolation.sweep(letters=1, keep=folder, from_copy=True)
        yield Swept(outcome, folder, on_servers=on_servers)


@dataclass(frozen=True)
class Swept:
    outcome: Outcome
    folder: Path
    on_servers: bool

    @property
    def allowed(self) -> dict[str, set[str]]:
        return {line.place: set(line.allowed) for line in self.outcome.places}


@pytest.mark.slow
@pytest.mark.django_db
class TestAWholeLife:
    def test_no_sign_lies_where_the_list_does_not_allow_it(self, swept):
        assert swept.outcome.fault == ""
        assert {line.place: (line.leaks, line.where) for line in swept.outcome.places if line.leaks} == {}

    def test_every_field_that_people_fill_carried_a_sign(self, swept):
        assert swept.outcome.unplanted == []
        assert swept.outcome.planted > 200

    def test_every_entry_of_the_list_was_needed(self, swept):
        assert swept.outcome.unused == []

    def test_every_place_was_looked_through(self, swept):
        looked_at = {line.place for line in swept.outcome.places if line.items}
        everywhere = EVERY_PLACE if connection.vendor == "sqlite" else EVERY_PLACE - {"database file"}
        everywhere = everywhere | (OF_SERVERS if swept.on_servers else {"broker/messages"})
        assert everywhere - looked_at == set()

    def test_the_life_was_a_life(self, swept):
        """Signs were really met where they belong: a run that plants nothing would be clean too."""
        allowed = swept.allowed
        assert {"mailbox.letter.body/open", "mailbox.letter.body/report"} <= allowed["database:mailbox_letter.body"]
        assert "mailbox.publicanswer.title/newer" in allowed["public letters/feed/"]
        assert "mailbox.publicanswer.title/newer" in allowed["database:search_searchtext.title"]
        assert "mailbox.lettercontact.email/report" in allowed["mail recipient"]
        if swept.on_servers:
            assert "mailbox.publicanswer.title/newer" in allowed["elasticsearch"]
        assert "mailbox.letter.body/open" in allowed["backup"]

    def test_contact_data_that_no_text_repeats_is_nowhere_in_clear(self, swept):
        """Never said in a text, deleted at the writer's wish, or deleted when its time was over."""
        ways = ("report", "erased", "expired")
        own = [f"mailbox.lettercontact.{field}/{way}" for field in ("name", "phone") for way in ways]
        assert [(place, label) for place, labels in swept.allowed.items() for label in own if label in labels] == []

    def test_nothing_of_it_is_in_this_database(self, swept):
        assert not Letter.objects.exists()

    def test_nothing_of_it_is_left_on_servers_that_others_use(self, swept, request):
        if not swept.on_servers:
            pytest.skip("a small installation shares nothing")
        with redis.Redis.from_url(f"{request.getfixturevalue('redis_server')}/5") as client:
            assert list(client.scan_iter("sweep*")) == []
        url = request.getfixturevalue("elasticsearch_node").url
        with urllib.request.urlopen(f"{url}/_cat/indices/sweep*?format=json", timeout=10) as answer:
            assert json.load(answer) == []

    def test_its_log_lines_were_written_and_hold_events_only(self, swept):
        lines = (swept.folder / "logs" / "output.log").read_text("utf-8").splitlines()
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
    assert {name: made[name] for name in isolation.ON_REDIS} == {name: LIVING[name] for name in isolation.ON_REDIS}
    assert made["SWEEP_RUN"].startswith("sweep")  # how its keys and indexes begin there, beside the living ones
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
