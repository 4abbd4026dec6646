import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from portal.outbox import tasks
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.queue import enqueue

pytestmark = pytest.mark.django_db


def test_a_row_waits_with_its_ids():
    message = enqueue("test.note", key="note:7", payload={"letter": 7, "reason": "sent"})

    assert (message.state, message.payload, message.attempts) == (
        MessageState.PENDING,
        {"letter": 7, "reason": "sent"},
        0,
    )


def test_the_same_key_twice_is_one_row():
    first = enqueue("test.note", key="note:7", payload={"letter": 7})
    second = enqueue("test.note", key="note:7", payload={"letter": 8})

    assert second == first
    assert OutboxMessage.objects.get().payload == {"letter": 7}


@pytest.mark.parametrize("value", ["字" * 65, "x" * 65, None, 1.5, ["a"], {"name": "x"}])
def test_nobodys_words_get_into_the_queue(value):
    with pytest.raises(ValueError, match="payload 'body'"):
        enqueue("test.note", key="note:7", payload={"body": value})

    assert not OutboxMessage.objects.exists()


def test_a_change_that_is_rolled_back_leaves_nothing_to_do():
    with transaction.atomic():
        enqueue("test.note", key="note:7", payload={"letter": 7})
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


def test_a_worker_is_woken_once_and_only_after_commit(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.drain_outbox, "apply_async", lambda **options: woken.append(options))

    with django_capture_on_commit_callbacks(execute=True):
        enqueue("test.note", key="note:7", payload={"letter": 7})
        enqueue("test.note", key="note:7", payload={"letter": 7})
        assert woken == []

    assert len(woken) == 1


@pytest.mark.parametrize("error", [OperationalError("broker at 10.0.0.1"), OSError("disk full")])
def test_an_unreachable_broker_is_logged_and_the_letter_is_kept(
    django_capture_on_commit_callbacks, monkeypatch, caplog, error
):
    def unreachable(**options):
        raise error

    monkeypatch.setattr(tasks.drain_outbox, "apply_async", unreachable)

    with django_capture_on_commit_callbacks(execute=True):
        enqueue("test.note", key="note:7", payload={"letter": 7})

    assert OutboxMessage.objects.count() == 1
    assert [record.message for record in caplog.records] == ["outbox.wake_failed"]
