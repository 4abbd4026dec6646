"""Working off the outbox: lease, run, mark done. Database effects happen once, mail at least once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.registry import Handler, SafeError, handler_for

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)  # longer than any handler may take; a killed worker's row is free after this
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=5)  # doubles with each attempt: the eighth comes about ten minutes after the first
KEEP_DONE = timedelta(days=30)


def drain(limit: int = 50) -> int:
    """Do up to ``limit`` due rows now, one after the other; returns how many succeeded."""
    done = 0
    for _ in range(limit):
        message = lease(timezone.now())
        if message is None:
            break
        done += work_off(message)
    return done


def due(now: datetime) -> QuerySet[OutboxMessage]:
    """Rows that wait, and rows whose worker died while it held them."""
    return OutboxMessage.objects.filter(
        Q(state=MessageState.PENDING, available_at__lte=now) | Q(state=MessageState.LEASED, leased_until__lte=now)
    )


def lease(now: datetime) -> OutboxMessage | None:
    """Take the oldest due row for LEASE; None when nothing is due. No two workers ever get the same lease."""
    with transaction.atomic():  # SQLite begins IMMEDIATE here, so that look and take are one step there too
        rows = due(now).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        message = rows.first()
        if message is None:
            return None
        taken = (
            due(now)
            .filter(pk=message.pk)
            .update(state=MessageState.LEASED, leased_until=now + LEASE, attempts=F("attempts") + 1)
        )
    if not taken:
        return None
    message.refresh_from_db()
    return message


def work_off(message: OutboxMessage) -> int:
    """Run the handler of a leased row and mark it done; a failure is kept on the row. Returns 1 on success, else 0."""
    try:
        if message.attempts > MOST_ATTEMPTS:
            raise SafeError("处理它的进程一再中断")
        handler = handler_for(message.kind)
        return _run_outside(handler, message) if handler.outside else _run_once(handler, message)
    except Exception as error:  # the edge of the process: any failure must be kept on the row and tried again
        _keep_failure(message, error)
        return 0


def _run_once(handler: Handler, message: OutboxMessage) -> int:
    """Effects and done-mark in one transaction. 0 when the lease ran out and another worker has the row."""
    with transaction.atomic():
        if not _still_mine(message).select_for_update().exists():
            return 0
        handler.run(message.payload)
        return _mark_done(message)


def _run_outside(handler: Handler, message: OutboxMessage) -> int:
    handler.run(message.payload)
    return _mark_done(message)


def _still_mine(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row while this very lease holds; ``attempts`` tells leases apart."""
    return OutboxMessage.objects.filter(pk=message.pk, state=MessageState.LEASED, attempts=message.attempts)


def _mark_done(message: OutboxMessage) -> int:
    return _still_mine(message).update(
        state=MessageState.DONE, done_at=timezone.now(), leased_until=None, last_error=""
    )


def _keep_failure(message: OutboxMessage, error: Exception) -> None:
    """Back to waiting, twice as long each time; after MOST_ATTEMPTS it is for staff to look at."""
    given_up = message.attempts >= MOST_ATTEMPTS
    name = type(error).__name__
    _still_mine(message).update(
        state=MessageState.FAILED if given_up else MessageState.PENDING,
        available_at=timezone.now() + FIRST_DELAY * 2 ** (message.attempts - 1),
        leased_until=None,
        last_error=(f"{name}: {error}" if isinstance(error, SafeError) else name)[:200],
    )
    logger.error(
        "outbox.handler_failed",
        extra={"message_id": message.pk, "kind": message.kind, "error": name, "given_up": given_up},
    )


def retry_failed(message_id: int) -> bool:
    """Put one failed row back, as asked by a person; False when it is not (or no longer) failed."""
    return bool(
        OutboxMessage.objects.filter(pk=message_id, state=MessageState.FAILED).update(
            state=MessageState.PENDING, attempts=0, available_at=timezone.now()
        )
    )


def purge(now: datetime, older_than: timedelta = KEEP_DONE) -> int:
    """Drop rows that were done long ago; failed rows stay until a person decides. Returns how many went."""
    return OutboxMessage.objects.filter(state=MessageState.DONE, done_at__lt=now - older_than).delete()[0]
