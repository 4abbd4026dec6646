"""What Celery runs for the cluster."""

from celery import shared_task

from search.cluster.upkeep import look_after


@shared_task(name="search.look_after_cluster", ignore_result=True)
def look_after_cluster() -> None:
    """Called by beat twice a minute."""
    look_after()
