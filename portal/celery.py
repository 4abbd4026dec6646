"""The Celery application. Messages only wake workers; the queue itself is the outbox table."""

import os

from celery import Celery
from celery.signals import setup_logging

from portal.outbox.broker import use_embedded_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

use_embedded_broker()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: object) -> None:
    """Connecting is enough: Celery then leaves logging as ``LOGGING`` set it up, in JSON and without personal data."""
