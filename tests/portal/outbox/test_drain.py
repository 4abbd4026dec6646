from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.outbox import drain as draining
from portal.outbox.drain import LEASE, MOST_ATTEMPTS, drain, lease, work_off
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.queue import enqueue
from portal.outbox.registry import SafeError

pytestmark = pytest.mark.django_db


def put(kind_name="test.note", n=1):
    return enqueue(kind_name, key=f"{kind_name}:{n}", payload={"n": n})


def make_due():
    OutboxMessage.objects.filter(state=MessageState.PENDING).update(available_at=timezone.now())


def test_due_rows_are_done_once_in_their_order(kind, effect, effects):
    seen = []
    kind("test.note", lambda payload: (seen.append(payload["n"]), effect(payload)))
    for n in (1, 2, 3):
        put(n=n)

    assert drain() == 3
    assert drain() == 0
    assert seen == [1, 2, 3]
    assert effects() == ["1", "2", "3"]
    assert set(OutboxMessage.objects.values_list("state", "leased_until", "last_error")) == {("done", None, "")}


def test_a_row_for_later_waits(kind, effect, effects):
    kind("test.note", effect)
    put()
    OutboxMessage.objects.update(available_at=timezone.now() + timedelta(minutes=1))

    assert drain() == 0
    assert effects() == []


def test_a_failing_handler_leaves_no_effect_and_waits_longer_each_time(kind, effect, effects):
    def fails(payload):
        effect(payload)
        raise RuntimeError("许清和 13812341234")

    kind("test.note", fails)
    put()
    waits = []
    for _ in range(3):
        make_due()
        before = timezone.now()
        assert drain() == 0
        row = OutboxMessage.objects.get()
        waits.append(round((row.available_at - before).total_seconds()))

    assert effects() == []
    assert waits == [5, 10, 20]
    assert (row.state, row.attempts, row.last_error) == ("pending", 3, "RuntimeError")


def test_an_error_that_names_no_one_is_shown_with_its_text(kind):
    def fails(payload):
        raise SafeError("邮件服务器没有应答")

    kind("test.note", fails)
    put()
    drain()

    assert OutboxMessage.objects.get().last_error == "SafeError: 邮件服务器没有应答"


def test_after_the_last_attempt_the_row_is_for_people_to_look_at(kind, caplog):
    def fails(payload):
        raise RuntimeError

    kind("test.note", fails)
    put()
    for _ in range(MOST_ATTEMPTS + 2):
        make_due()
        drain()

    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == ("failed", MOST_ATTEMPTS)
    assert caplog.records[-1].given_up is True


def test_a_person_can_have_a_failed_row_tried_again(kind, effect, effects):
    kind("test.note", effect)
    row = put()
    OutboxMessage.objects.update(state=MessageState.FAILED, attempts=MOST_ATTEMPTS)

    assert draining.retry_failed(row.pk) is True
    assert draining.retry_failed(row.pk) is False
    assert drain() == 1
    assert effects() == ["1"]


def test_a_kind_nobody_handles_is_said_on_the_row():
    put("test.unknown")
    drain()

    assert OutboxMessage.objects.get().last_error == "UnknownKind: 没有程序处理“test.unknown”"


def test_one_bad_row_does_not_hold_up_the_next(kind, effect, effects):
    def fails(payload):
        raise RuntimeError

    kind("test.bad", fails)
    kind("test.note", effect)
    put("test.bad")
    put("test.note")

    assert drain() == 1
    assert effects() == ["1"]


def test_a_leased_row_is_nobody_elses_until_the_lease_ends():
    put()
    now = timezone.now()
    first = lease(now)

    assert lease(now) is None
    assert lease(now + LEASE - timedelta(seconds=1)) is None
    again = lease(now + LEASE)
    assert (again.pk, again.attempts) == (first.pk, 2)


def test_a_worker_that_lost_its_lease_does_nothing(kind, effect, effects):
    kind("test.note", effect)
    put()
    now = timezone.now()
    slow = lease(now)
    fast = lease(now + LEASE)

    assert work_off(fast) == 1
    assert work_off(slow) == 0
    assert effects() == ["1"]


def test_a_row_that_keeps_killing_its_worker_is_given_up(kind, effect, effects):
    kind("test.note", effect)
    put()
    OutboxMessage.objects.update(
        state=MessageState.LEASED, attempts=MOST_ATTEMPTS, leased_until=timezone.now() - timedelta(seconds=1)
    )

    assert drain() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.last_error) == ("failed", "SafeError: 处理它的进程一再中断")
    assert effects() == []


@pytest.mark.django_db(transaction=True)
def test_a_handler_with_outside_effects_holds_no_transaction(kind):
    inside = []
    kind("test.mail", lambda payload: inside.append(connection.in_atomic_block), outside=True)
    kind("test.note", lambda payload: inside.append(connection.in_atomic_block))
    put("test.mail")
    put("test.note")

    assert drain() == 2
    assert inside == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_done_mark_and_the_effect_fall_together(kind, effect, effects, monkeypatch):
    kind("test.note", effect)
    put()

    def broken(message):
        raise DatabaseError

    monkeypatch.setattr(draining, "_mark_done", broken)

    assert drain() == 0
    assert effects() == []
    assert OutboxMessage.objects.get().state == MessageState.PENDING


def test_done_rows_go_after_a_month_and_failed_rows_stay():
    now = timezone.now()
    for n, (state, done_at) in enumerate(
        [("done", now - timedelta(days=31)), ("done", now - timedelta(days=29)), ("failed", None)]
    ):
        row = put(n=n)
        OutboxMessage.objects.filter(pk=row.pk).update(state=state, done_at=done_at)

    assert draining.purge(now) == 1
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["done", "failed"]
