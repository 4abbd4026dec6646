from celery import shared_task

from portal.outbox.drain import drain


@shared_task(name="outbox.drain", ignore_result=True)
def drain_outbox() -> int:
    """Work off what is due; called by a wake-up message and by beat every few seconds."""
    return drain()
