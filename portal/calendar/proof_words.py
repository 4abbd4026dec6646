"""The lines under a proof: 依据 起算 不算 调休 暂停 顺延 日历. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from portal.calendar.days import SATURDAY, WorkingCalendar
from portal.calendar.due import WEEKDAYS, Due, Pause

LONG_NAMES = {"国庆": "国庆节", "中秋": "中秋节", "端午": "端午节", "清明": "清明节"}


def facts(
    due: Due, *, start: date, calendar: WorkingCalendar, basis: str, pauses: Sequence[Pause], start_word: str
) -> list[tuple[str, str]]:
    """Term and text of each line; 顺延 only when the date was rolled forward."""
    lines = [
        (_("依据"), basis),
        (_("起算"), _("%(day)s%(what)s，当天不算") % {"day": say(start), "what": start_word}),
        (_("不算"), _left_out(due, calendar, pauses)),
        (_("调休"), _made_up(due, calendar)),
        (_("暂停"), "；".join(_pause(pause) for pause in pauses) or _("没有")),
    ]
    if due.on is not None and due.unrolled is not None and due.on != due.unrolled:
        words = {"end": say(due.unrolled), "why": _why_off(due.unrolled, calendar), "day": say(due.on)}
        lines.append((_("顺延"), _("%(end)s是%(why)s，顺延到%(day)s") % words))
    lines.append((_("日历"), edition_words(due, start, calendar)))
    return lines


def edition_words(due: Due, start: date, calendar: WorkingCalendar) -> str:
    """国务院办公厅2026年放假安排，正式版; a year without a notice says that it is tentative."""
    years = sorted({day.on.year for day in due.days} or {start.year})
    return "；".join(_edition(year, calendar) for year in years)


def say(day: date) -> str:
    """10月10日（周六）."""
    return _("%(month)d月%(day)d日（%(weekday)s）") % {
        "month": day.month,
        "day": day.day,
        "weekday": WEEKDAYS[day.weekday()],
    }


def _edition(year: int, calendar: WorkingCalendar) -> str:
    if calendar.is_provisional(date(year, 1, 1)):
        return _("%(year)d年放假安排还没有公布，按法定节假日暂定，公布后重算") % {"year": year}
    return _("国务院办公厅%(year)d年放假安排，正式版") % {"year": year}


def _left_out(due: Due, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> str:
    """Holidays by name with their days, and 周末 for the rest; days of a pause and after the end have own lines."""
    days = [day.on for day in due.days if _is_left_out(day.on, day.counted, due, calendar, pauses)]
    named = [day for day in days if calendar.name(day)]
    parts = [_stretch(run, calendar.name(run[0])) for run in _runs(named, calendar)]
    if len(named) < len(days):
        parts.append(_("周末"))
    return "；".join(parts) or _("没有")


def _is_left_out(day: date, counted: bool, due: Due, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> bool:
    after_the_end = due.unrolled is not None and day > due.unrolled
    return not (counted or after_the_end or calendar.is_working(day) or any(pause.holds(day) for pause in pauses))


def _made_up(due: Due, calendar: WorkingCalendar) -> str:
    """Weekend days that counted because they are worked. A count of calendar days takes any weekend: none is named."""
    takes_days_off = any(day.counted and not calendar.is_working(day.on) for day in due.days)
    days = [] if takes_days_off else [day.on for day in due.days if day.counted and calendar.is_makeup(day.on)]
    return "；".join(_("%(day)s要上班，算1天") % {"day": say(day)} for day in days) or _("没有")


def _runs(days: Iterable[date], calendar: WorkingCalendar) -> Iterator[list[date]]:
    """Neighbouring days of one holiday. The year is part of the key: a count may meet the same holiday twice."""
    for _key, run in groupby(days, key=lambda day: (calendar.name(day), day.year)):
        yield list(run)


def _stretch(days: Sequence[date], name: str) -> str:
    long_name = LONG_NAMES.get(name, name)
    first, last = days[0], days[-1]
    if len(days) == 1:
        return _("%(day)s%(name)s放假") % {"day": say(first), "name": long_name}
    until = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    words = {"month": first.month, "day": first.day, "until": until, "name": long_name, "count": len(days)}
    return _("%(month)d月%(day)d日至%(until)s%(name)s放假，共%(count)d天") % words


def _why_off(day: date, calendar: WorkingCalendar) -> str:
    name = calendar.name(day)
    if name:
        return LONG_NAMES.get(name, name)
    return _("周末") if day.weekday() >= SATURDAY else ""


def _pause(pause: Pause) -> str:
    if pause.end is None:
        return _("%(start)s起等您补充，现在还停着") % {"start": say(pause.start)}
    return _("%(start)s至%(end)s等您补充，%(end)s起接着算") % {"start": say(pause.start), "end": say(pause.end)}
