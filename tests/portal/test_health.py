from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal import health, registries
from portal.outbox.models import OutboxMessage
from portal.outbox.queue import enqueue
from portal.registries import Finding

READY = "/health/ready/"


@pytest.fixture
def watcher():
    """Register one more watcher for the test."""
    yield lambda run: registries.health.register("test", run)
    registries.health.unregister("test")


def status(client):
    answer = client.get(READY)
    return answer.status_code, answer.json()["status"]


def own_checks(client):
    checks = client.get(READY).json()["checks"]
    return {name: checks[name]["ok"] for name in ("database", "migrations", "outbox") if name in checks}


def test_live_needs_no_database(client):
    answer = client.get("/health/live/")  # without the db fixture any query would fail this test

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_database_tables_and_queue_are_well(client):
    assert own_checks(client) == {"database": True, "migrations": True, "outbox": True}
    assert client.get(READY).status_code == 200


@pytest.mark.django_db
def test_looking_writes_nothing(client):
    client.get(READY)

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("outbox", "0001_initial")

    assert status(client) == (503, "unavailable")
    assert own_checks(client) == {"database": True, "migrations": False}


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_is_not_ready(client):
    def no_writing(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise DatabaseError("disk full at /secret/place")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(no_writing):
        answer = client.get(READY)

    assert (answer.status_code, answer.json()["checks"]["database"]["ok"]) == (503, False)
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_queue_that_stands_still_is_said_while_letters_are_still_taken(client):
    enqueue("test.note", key="1", payload={})
    OutboxMessage.objects.update(available_at=timezone.now() - health.OUTBOX_OLD - timedelta(minutes=1))

    assert status(client) == (200, "degraded")
    assert client.get(READY).json()["checks"]["outbox"]["about"] == "待办队列已有6分钟没有处理"


@pytest.mark.django_db
def test_given_up_rows_are_said(client):
    enqueue("test.note", key="1", payload={})
    OutboxMessage.objects.update(state="failed")

    assert own_checks(client)["outbox"] is False


@pytest.mark.django_db
def test_what_an_app_watches_is_shown(client, watcher):
    watcher(lambda: Finding(False, "索引不在"))

    assert client.get(READY).json()["checks"]["test"] == {"ok": False, "about": "索引不在"}
    assert status(client) == (200, "degraded")


@pytest.mark.django_db
def test_a_watcher_that_breaks_is_a_finding(client, watcher):
    def breaks():
        raise DatabaseError("no such table")

    watcher(breaks)

    assert client.get(READY).json()["checks"]["test"] == {"ok": False, "about": "检查没有完成（DatabaseError）"}
