"""Putting work into the outbox, inside the transaction of the change that asks for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import ChannelError, OperationalError

from portal.outbox.models import OutboxMessage

logger = logging.getLogger(__name__)
LONGEST_VALUE = 64  # ids, codes and keys fit; a letter does not
WAKE_EXPIRES = 30  # seconds; a worker that was away finds the rows by itself


def enqueue(kind: str, *, key: str, payload: Mapping[str, int | str]) -> OutboxMessage:
    """Leave one row for ``kind``; the same ``key`` again gives back the first row.

    Raises ValueError when the payload holds anything but short ids: nobody's words belong in a queue.
    """
    for name, value in payload.items():
        if not isinstance(value, int | str) or len(str(value)) > LONGEST_VALUE:
            raise ValueError(f"outbox payload {name!r} must be an id or a code of at most {LONGEST_VALUE} characters")
    now = timezone.now()
    message, made = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": dict(payload), "available_at": now, "created_at": now}
    )
    if made:
        transaction.on_commit(wake, robust=True)
    return message


def wake() -> None:
    """Tell a worker that there is something to do. An unreachable broker is logged: beat looks anyway."""
    from portal.outbox.tasks import drain_outbox  # noqa: PLC0415 - tasks import the drain, which imports handlers

    try:
        drain_outbox.apply_async(retry=False, ignore_result=True, expires=WAKE_EXPIRES)
    except (OperationalError, ChannelError, OSError) as error:
        logger.warning("outbox.wake_failed", extra={"error": type(error).__name__})
