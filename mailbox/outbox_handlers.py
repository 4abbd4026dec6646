"""What the outbox does for letters. Payloads hold ids; a row that is gone is logged and done with."""

from __future__ import annotations

import logging

from mailbox import rescanning
from mailbox.models import Event
from mailbox.notifications import mail_for
from mailbox.publishing import RESCAN
from portal.outbox.registry import Payload, handler

logger = logging.getLogger(__name__)


@handler("letter.event", outside=True)
def letter_event(payload: Payload) -> None:
    """Mail the writer about one event, if it is one to mail about. A mail that fails raises, and is tried again."""
    event = Event.objects.select_related("letter").filter(pk=payload["event"]).first()
    if event is None:
        logger.warning("letter.event_gone", extra={"event_id": payload["event"]})
        return
    mail = mail_for(event)
    if mail is not None:
        mail.send()


@handler(RESCAN, outside=True)
def rescan(payload: Payload) -> None:
    """Search public answers again. Each answer is a transaction of its own; done twice it finds nothing new."""
    rescanning.work(payload)
