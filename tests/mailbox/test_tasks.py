"""Periodic work on letters."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from mailbox.enums import Status
from mailbox.tasks import QUIET, close_quiet_letters
from portal.celery import app
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_an_answered_letter_nobody_rated_is_closed_after_two_weeks_and_a_fresh_one_is_not():
    now = timezone.now()
    old = f.answered(now=now - QUIET - timedelta(hours=1))
    fresh = f.answered(now=now - QUIET + timedelta(hours=1))
    close_quiet_letters()
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.status, fresh.status) == (Status.CLOSED, Status.ANSWERED)
    assert old.events.last().party == "system"


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
