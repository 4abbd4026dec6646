"""The queue worked off on the spot, as a worker would."""

from __future__ import annotations

from django.utils import timezone

from portal.outbox.drain import drain
from portal.outbox.models import MessageState, OutboxMessage


def work_off() -> None:
    """Everything in the queue, also what waits for another try."""
    OutboxMessage.objects.exclude(state=MessageState.DONE).update(available_at=timezone.now())
    while drain(200):
        pass
