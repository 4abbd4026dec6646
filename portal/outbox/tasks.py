"""What Celery runs for the outbox; the messages carry nothing, the rows do."""

from celery import shared_task
from django.utils import timezone

from portal.limits import limiter
from portal.outbox import drain


@shared_task(name="outbox.drain", ignore_result=True)
def drain_outbox() -> int:
    """Work off what is due; called by a wake-up message and by beat every few seconds."""
    return drain.drain()


@shared_task(name="outbox.purge", ignore_result=True)
def purge_old_rows() -> int:
    """Daily: drop rows done long ago, and counters of past windows."""
    return drain.purge(timezone.now()) + limiter.purge()
