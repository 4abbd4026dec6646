"""From a limit and a start to a due date, with its day-by-day proof. Pure: no database, no clock.

The start day does not count; day n is the n-th counted day after it. A pause takes out the days from its start until
the day before its end: the day somebody was asked does not count, the day the answer came does. While a pause is open
there is no due date. A calendar-day limit that ends on a day off rolls forward only if its rule says so
(信访工作条例 limits do, by 民法典 203); the unrolled date is kept and shown to staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.utils.translation import gettext as _

from portal.calendar.days import ONE_DAY, WorkingCalendar

LONGEST = 1000  # days of any limit; what is longer is a typing mistake
FARTHEST = date(2100, 12, 31)  # what lies later is a typing mistake too, and the days off of that time are fiction
WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


class Unit(Enum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"  # runs through nights and days off; see ``due_moment``


class DueError(ValueError):
    """The question has no answer; ``str(error)`` is a sentence for the person who asked."""


@dataclass(frozen=True)
class Limit:
    """``amount`` ≥ 1 of ``unit``."""

    amount: int
    unit: Unit
    roll_forward: bool = False


@dataclass(frozen=True)
class Pause:
    """The clock stands still on days d with ``start`` ≤ d < ``end``; ``end`` None means it still does."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class DayProof:
    """One day of the proof: counted as day ``number``, or not counted for ``reason``."""

    on: date
    counted: bool
    number: int | None
    reason: str


@dataclass(frozen=True)
class Due:
    """``on``: due date, None while paused. ``unrolled``: before rolling forward. ``provisional``: 暂定."""

    on: date | None
    unrolled: date | None
    provisional: bool
    days: tuple[DayProof, ...]

    @property
    def paused(self) -> bool:
        return self.on is None


def due(limit: Limit, start: date, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()) -> Due:
    """The due date of ``limit`` from ``start``. Raises DueError for impossible limits, dates and pauses."""
    _check(limit, start, calendar, pauses)
    days: list[DayProof] = []
    day, counted = start, 0
    while counted < limit.amount:
        day = _next(day)
        if any(pause.end is None and pause.start <= day for pause in pauses):
            return Due(None, None, _provisional(days, calendar), tuple(days))
        reason = _why_not(day, limit.unit, calendar, pauses)
        counted += not reason
        why = reason or _why(day, limit.unit, calendar)
        days.append(DayProof(day, not reason, None if reason else counted, why))
    rolled = _roll(day, calendar) if limit.roll_forward else []
    days.extend(rolled)
    return Due(rolled[-1].on if rolled else day, day, _provisional(days, calendar), tuple(days))


def due_moment(limit: Limit, start: datetime) -> datetime:
    """The end of a limit in hours, which neither nights nor days off stop. Raises DueError for other units."""
    if limit.unit is not Unit.HOUR:
        raise DueError(_("这条时限按天计，请给出起算日。"))
    return start + timedelta(hours=limit.amount)


def _provisional(days: Sequence[DayProof], calendar: WorkingCalendar) -> bool:
    return any(calendar.is_provisional(each.on) for each in days)


def _roll(day: date, calendar: WorkingCalendar) -> list[DayProof]:
    """The days from an end on a day off to the first one worked; empty when ``day`` itself is worked."""
    rolled: list[DayProof] = []
    while not calendar.is_working(day):
        day = _next(day)
        off = not calendar.is_working(day)
        why = _("顺延，%(reason)s") % {"reason": _off(day, calendar)} if off else _("顺延到上班的第一天")
        rolled.append(DayProof(day, False, None, why))
    return rolled


def _check(limit: Limit, start: date, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> None:
    if limit.unit is Unit.HOUR:
        raise DueError(_("这条时限按小时计，不按天数推算。"))
    if not 1 <= limit.amount <= LONGEST:
        raise DueError(_("时限要在1到%(longest)d天之间。") % {"longest": LONGEST})
    first = calendar.first_day()
    if first is not None and start < first - ONE_DAY:
        raise DueError(_("工作日历从%(year)d年开始，算不了更早的日子。") % {"year": first.year})
    if any(pause.end is not None and pause.end < pause.start for pause in pauses):
        raise DueError(_("暂停的结束日期不能早于开始日期。"))


def _next(day: date) -> date:
    if day >= FARTHEST:
        raise DueError(_("日期太远，只能算到%(year)d年底。") % {"year": FARTHEST.year})
    return day + ONE_DAY


def _why_not(day: date, unit: Unit, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> str:
    if any(pause.holds(day) for pause in pauses):
        return _("停表")
    if unit is Unit.WORKING_DAY and not calendar.is_working(day):
        return _off(day, calendar)
    return ""


def _why(day: date, unit: Unit, calendar: WorkingCalendar) -> str:
    if unit is Unit.WORKING_DAY and calendar.is_makeup(day):
        return _("调休上班")
    return WEEKDAYS[day.weekday()]


def _off(day: date, calendar: WorkingCalendar) -> str:
    return calendar.name(day) or WEEKDAYS[day.weekday()]


def remaining(due_on: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days left until ``due_on``; 0 on the day itself, or when only days off are left.

    Negative when overdue, from the first day after it: a Saturday after a Friday is −1 though no working day passed.
    """
    days = calendar.working_days_between(today, due_on)
    return min(days, -1) if today > due_on else days
