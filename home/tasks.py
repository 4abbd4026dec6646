"""Periodic work on pages and disclosures."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(name="home.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    """Wagtail's own command: what was approved for a date goes live, what has expired goes offline. Each text passes
    the gate again (``home.publishing.gate``)."""
    call_command("publish_scheduled", verbosity=0)
