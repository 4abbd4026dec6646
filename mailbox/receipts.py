"""What a receipt (回执) shows: the two keys, the facts, the date of the answer, the QR to the tracking page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mailbox import clocks, due_words
from mailbox.models import Letter, LetterClock
from mailbox.receiving import Received
from portal import chinese_dates
from portal.calendar.days import WorkingCalendar
from portal.calendar.store import load_calendar
from portal.organizations.models import Organization


@dataclass(frozen=True)
class Receipt:
    letter: Letter
    code: str | None  # None: the time in which it may be shown has passed
    bureau: str
    reply_due: LetterClock | None
    registration_due: LetterClock | None
    calendar: WorkingCalendar

    @property
    def code_groups(self) -> list[str]:
        return self.code.split("-") if self.code else []

    @property
    def received_words(self) -> tuple[str, str]:
        """Day, and what stays on one line with its bracket: 2026年9月28日, （周一）20:14."""
        return due_words.parts(due_words.moment(self.letter.received_at))

    @property
    def reply_due_parts(self) -> tuple[str, str]:
        return due_words.parts(self.reply_due_words)

    @property
    def reply_due_words(self) -> str:
        return self._words(self.reply_due, short=False)

    @property
    def reply_due_short(self) -> str:
        return self._words(self.reply_due, short=True)

    @property
    def registration_due_short(self) -> str:
        return self._words(self.registration_due, short=True)

    @property
    def days_off(self) -> str:
        """国庆放假7天不算在内; "" when no holiday lies between."""
        start, end = self._span()
        named = [
            name for day in due_words.days_between(start, end) if not self.calendar.is_working(day)
            for name in [self.calendar.name(day)] if name
        ]  # fmt: skip
        parts = [f"{name}放假{named.count(name)}天" for name in dict.fromkeys(named)]
        return _("%(days)s不算在内。") % {"days": "，".join(parts)} if parts else ""

    def _span(self) -> tuple[date, date]:
        clock = self.reply_due
        if clock is None or clock.due_on is None:
            today = chinese_dates.as_date(self.letter.received_at)
            return today, today
        return clock.started_on, clock.due_on

    def _words(self, clock: LetterClock | None, *, short: bool) -> str:
        if clock is None or clock.due_on is None:
            return ""
        return due_words.day(clock.due_on, self.calendar, short=short, provisional=clock.is_provisional)

    @property
    def tracking_address(self) -> str:
        """Address of the tracking page. The code stands in the fragment, which no browser sends and the page erases."""
        keys = urlencode({"n": self.letter.number, "c": self.code or ""})
        return f"{settings.PUBLIC_URL}{reverse('mailbox:track')}#{keys}"

    @property
    def qr_path(self) -> str:
        return path_of(segno.make_qr(self.tracking_address, error="m").matrix)

    @property
    def qr_size(self) -> int:
        """Modules a side, with a quiet zone of two on each (the white box around adds the rest)."""
        return len(segno.make_qr(self.tracking_address, error="m").matrix) + 4

    def as_text(self) -> str:
        """The receipt as a plain file to keep."""
        lines = [
            self.bureau,
            _("局长信箱回执"),
            "",
            _("信件编号：%(number)s") % {"number": self.letter.number},
            _("查询码：%(code)s") % {"code": self.code or _("已过显示时间，不再给出")},
            _("收到时间：%(time)s") % {"time": due_words.moment(self.letter.received_at)},
            _("事由：%(subject)s") % {"subject": self.letter.subject},
            _("最晚答复：%(day)s") % {"day": self.reply_due_words},
            "",
            _("查进度：%(address)s") % {"address": settings.PUBLIC_URL + reverse("mailbox:track")},
            _("编号可以告诉别人，查询码不要。查询码丢了，请带身份证件到窗口办理。"),
        ]
        return "\r\n".join(lines) + "\r\n"


def receipt_of(received: Received) -> Receipt:
    running = {clock.rule: clock for clock in received.letter.clocks.filter(stopped_on__isnull=True)}
    root = Organization.get_first_root_node()
    return Receipt(
        letter=received.letter,
        code=received.code,
        bureau=root.name if root else "",
        reply_due=next((running[rule] for rule in clocks.REPLY_RULES if rule in running), None),
        registration_due=running.get(clocks.REGISTRATION),
        calendar=load_calendar(),
    )


def path_of(matrix: tuple[bytearray, ...]) -> str:
    """The dark modules of a QR matrix as one SVG path, neighbours in a row joined."""
    return "".join(_runs(matrix))


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    for y, row in enumerate(matrix):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
