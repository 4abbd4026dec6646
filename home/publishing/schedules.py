"""What becomes due without anyone there to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from home.publishing.refusals import PublicationRefused
from portal.audit.record import record


def publish_when_due(publish: Callable[..., Any], subject: Any, revision: Revision, given: Mapping[str, Any]) -> None:
    """Publish; a refusal cancels the date and is written where editors look: the history of the page or disclosure."""
    try:
        with transaction.atomic():
            publish(revision, **given)
    except PublicationRefused:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=subject, action="home.schedule_refused", revision=revision)
        record(None, "schedule.refused", target=f"{subject._meta.label_lower}:{subject.pk}")
