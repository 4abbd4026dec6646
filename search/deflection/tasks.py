"""Periodic work for the figures of deflection."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from search.deflection import arriving

logger = logging.getLogger(__name__)


@shared_task(name="search.examine_letters", ignore_result=True)
def examine_letters() -> None:
    """Compare letters that came since the last run with the public answers."""
    examined = arriving.examine_new(timezone.now())
    if examined:
        logger.info("deflection.letters_examined", extra={"letters": examined})
