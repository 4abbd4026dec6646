"""The due chip: how near a letter's next date is, as icon, words and tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mailbox import clocks
from mailbox.clocks import Urgency
from mailbox.enums import OPEN_STATUSES, Status
from mailbox.models import Letter
from portal.calendar.days import WorkingCalendar


@dataclass(frozen=True)
class Chip:
    """``tone`` is a CSS class: "", soon, late, paused."""

    icon: str
    words: str
    tone: str = ""


def chip_of(letter: Letter, due_on: date | None, today: date, calendar: WorkingCalendar) -> Chip | None:
    """The chip of an open letter whose nearest running date is ``due_on``; None for a letter that has ended.

    While the writer is asked the reply clock stands still: only a broken red line is shown then.
    """
    if letter.status not in OPEN_STATUSES:
        return None
    waiting = letter.status == Status.AWAITING_CITIZEN and (due_on is None or due_on >= today)
    near = clocks.nearness(None if waiting else due_on, today, calendar)
    days = near.working_days or 0
    if near.urgency is Urgency.PAUSED:
        return Chip("s-wait", _("停表中"), "paused")
    if near.urgency is Urgency.LATE:
        return Chip("i-alert", _("超期%(days)d个工作日") % {"days": -days}, "late")
    if near.urgency is Urgency.SOON and due_on is not None:
        return Chip("i-clock", _soon(due_on, today), "soon")
    return Chip("i-clock", _("剩%(days)d个工作日") % {"days": days})


def _soon(due_on: date, today: date) -> str:
    if due_on == today:
        return _("今天到期")
    if due_on == today + timedelta(days=1):
        return _("明天到期")
    return _("%(month)d月%(day)d日到期，剩1个工作日") % {"month": due_on.month, "day": due_on.day}
