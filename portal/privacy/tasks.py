"""What the worker does by itself for files that wait."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from portal.privacy.files import ageing

logger = logging.getLogger(__name__)


@shared_task(name="privacy.drop_old_held_files", ignore_result=True)
def drop_old_held_files() -> None:
    """Delete files that waited longer than the rules say, and folders that no file owns."""
    now = timezone.now()
    gone = sum(ageing.let_go(each, now) for each in ageing.due(now))
    loose = ageing.remove_loose(now)
    if gone or loose:
        logger.info("held_files.dropped", extra={"rows": gone, "folders": loose})
