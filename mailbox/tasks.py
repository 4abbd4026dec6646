"""Periodic work on letters."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from mailbox import replying, rescanning, retention
from mailbox.enums import Status
from mailbox.exceptions import MailboxError
from mailbox.models import Letter
from mailbox.permissions import SYSTEM
from portal import erasures

logger = logging.getLogger(__name__)
QUIET = timedelta(days=15)  # an answered letter that nobody rated or questioned is closed after this
MOST_A_NIGHT = 2000  # of one rule; the worker has letters to mail about, the rest goes the next night


@shared_task(name="mailbox.close_quiet_letters", ignore_result=True)
def close_quiet_letters() -> None:
    """办结 what was answered long enough ago. One letter a transaction; one that moved meanwhile is left alone."""
    now = timezone.now()
    for pk in Letter.objects.filter(status=Status.ANSWERED, answered_at__lte=now - QUIET).values_list("pk", flat=True):
        try:
            replying.close(pk, by=SYSTEM, now=now)
        except MailboxError:
            logger.info("letter.close_skipped", extra={"letter_id": pk})


@shared_task(name="mailbox.apply_retention", ignore_result=True)
def apply_retention() -> None:
    """Delete what the retention rules let go, and bring the register of erasures up to date."""
    now = timezone.now()
    for each in retention.due(now):
        gone = sum(retention.apply(each, now, most=MOST_A_NIGHT))
        if gone:
            logger.info("retention.applied", extra={"rule": each.rule.pk, "rows": gone})
    erasures.keep()


@shared_task(name="mailbox.search_answers_again", ignore_result=True)
def search_answers_again() -> None:
    """Search public answers again when the detectors are others than in the last round, as after an upgrade."""
    if rescanning.ask_when_stale(timezone.now()):
        logger.info("answers.rescan_asked")
