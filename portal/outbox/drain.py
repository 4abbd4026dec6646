"""Working off the outbox: lease, run, mark done. Database effects happen once, mail at least once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.registry import handler_for

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=5)


def drain(limit: int = 50) -> int:
    """Do up to ``limit`` due rows now, one after the other; returns how many succeeded."""
    done = 0
    for _ in range(limit):
        message = lease(timezone.now())
        if message is None:
            break
        done += work_off(message)
    return done


def lease(now: datetime) -> OutboxMessage | None:
    """Take the oldest due row for LEASE, expired leases included; None when nothing is due."""
    due = Q(state=MessageState.PENDING, available_at__lte=now) | Q(state=MessageState.LEASED, leased_until__lte=now)
    with transaction.atomic():
        rows = OutboxMessage.objects.filter(due).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        message = rows.first()
        if message is None:
            return None
        taken = OutboxMessage.objects.filter(due, pk=message.pk).update(
            state=MessageState.LEASED, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    if not taken:
        return None
    message.refresh_from_db()
    return message


def work_off(message: OutboxMessage) -> int:
    """Run the handler; its effects and the done-mark are one transaction. Returns 1 on success, else 0."""
    try:
        with transaction.atomic():
            mine = OutboxMessage.objects.select_for_update().filter(
                pk=message.pk, state=MessageState.LEASED, attempts=message.attempts
            )
            if not mine.exists():
                return 0  # the lease expired and another worker has it
            handler_for(message.kind)(message.payload)
            mine.update(state=MessageState.DONE, done_at=timezone.now(), leased_until=None, last_error="")
    except Exception as error:  # noqa: BLE001 - the edge of the process: any failure must be kept on the row and retried
        _keep_failure(message, error)
        return 0
    return 1


def _keep_failure(message: OutboxMessage, error: Exception) -> None:
    given_up = message.attempts >= MOST_ATTEMPTS
    delay = FIRST_DELAY * 2 ** min(message.attempts, 10)
    OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts).update(
        state=MessageState.FAILED if given_up else MessageState.PENDING,
        available_at=timezone.now() + delay,
        leased_until=None,
        last_error=type(error).__name__,
    )
    logger.error(
        "outbox.handler_failed",
        extra={"message_id": message.pk, "kind": message.kind, "error": type(error).__name__, "given_up": given_up},
    )
