"""Dates and time limits in the words of the public pages. Pure; the calendar comes in as an argument."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from mailbox import clocks
from mailbox.clocks import Nearness, Urgency
from portal.calendar.days import WorkingCalendar
from portal.chinese_dates import weekday


def day(on: date, calendar: WorkingCalendar, *, short: bool = False, provisional: bool = False) -> str:
    """2026年10月10日（周六，调休上班）; ``short`` without the year. A provisional date says 暂定."""
    year = "" if short else f"{on.year}年"
    makeup = _("，调休上班") if calendar.is_makeup(on) else ""
    tentative = _("，暂定") if provisional else ""
    return f"{year}{on.month}月{on.day}日（{weekday(on)}{makeup}{tentative}）"


def moment(at: datetime) -> str:
    """2026年9月28日（周一）20:14, in the site's time zone."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日（{weekday(local.date())}）{local.hour}:{local.minute:02d}"


def parts(words: str) -> tuple[str, str]:
    """A date in words, cut before its bracket, which a line must not break."""
    before, bracket, after = words.partition("（")
    return before, bracket + after


def promise(due_on: date | None, today: date, calendar: WorkingCalendar) -> str:
    """The answer to "when?" in one line: 最晚明天答复您."""
    near = clocks.nearness(due_on, today, calendar)
    if due_on is None:
        return _("等您补充，时限停着")
    if near.urgency is Urgency.LATE:
        return late(near)
    return _("最晚%(day)s答复您") % {"day": _spoken(due_on, today)}


def late(near: Nearness) -> str:
    """超期2个工作日."""
    return _("已经超期%(days)d个工作日") % {"days": -(near.working_days or 0)}


def _spoken(on: date, today: date) -> str:
    away = (on - today).days
    if away <= 2:
        return (_("今天"), _("明天"), _("后天"))[away]
    weeks = ((on - timedelta(days=on.weekday())) - (today - timedelta(days=today.weekday()))).days // 7
    if weeks == 0:
        return _("这") + weekday(on)
    if weeks == 1:
        return _("下") + weekday(on)
    return f"{on.month}月{on.day}日"


def days_between(start: date, end: date) -> Iterator[date]:
    """The days after ``start`` up to and including ``end``."""
    for offset in range(1, (end - start).days + 1):
        yield start + timedelta(days=offset)
