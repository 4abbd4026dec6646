"""One message a record tells the cluster to look at it again; it waits, however long, until the cluster has done so.

The message is a row of the outbox, used again with each change; ``catching_up`` works it off.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.queue import enqueue, wake
from search.backends.elastic.client import configured

KIND = "search.cluster"


def key_of(source: str, key: int) -> str:
    return f"{KIND}:{source}:{key}"


def follow(source: str, key: int) -> None:
    """In the caller's transaction: the cluster shall look at this record again. Nothing where there is no cluster."""
    if not configured():
        return
    message = enqueue(KIND, key=key_of(source, key), payload={"source": source, "id": key})
    # A worker that is at the row right now then finds it changed, and does not mark it done.
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=MessageState.PENDING, attempts=0, available_at=timezone.now(), leased_until=None, done_at=None
    )
    transaction.on_commit(wake, robust=True)


def left() -> int:
    """How many records the cluster has still to look at."""
    return OutboxMessage.objects.filter(kind=KIND).exclude(state=MessageState.DONE).count()
