"""From a limit and a start to a due date, with its day-by-day proof. Pure.

The start day does not count; day n is the n-th counted day after it. A pause takes out the days from its start until
the day before its end. A calendar-day limit that ends on a day off rolls forward only if its rule says so (信访工作条例
limits do); the unrolled date is kept and shown to staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portal.calendar.days import ONE_DAY, WorkingCalendar

LONGEST = 1000  # days of any limit; what is longer is a typing mistake
WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


class Unit(Enum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


class DueError(ValueError):
    """The question has no answer; ``str(error)`` is a sentence for the person who asked."""


@dataclass(frozen=True)
class Limit:
    """``amount`` ≥ 1 days of ``unit``."""

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
    _check(limit, pauses)
    days: list[DayProof] = []
    day, counted = start, 0
    while counted < limit.amount:
        day = _next(day)
        open_pause = next((pause for pause in pauses if pause.end is None and pause.start <= day), None)
        if open_pause is not None:
            return Due(None, None, any(calendar.is_provisional(each.on) for each in days), tuple(days))
        reason = _why_not(day, limit.unit, calendar, pauses)
        counted += not reason
        why = reason or _why(day, limit.unit, calendar)
        days.append(DayProof(day, not reason, None if reason else counted, why))
    unrolled = day
    if limit.roll_forward:
        while not calendar.is_working(day):
            day = _next(day)
            if not calendar.is_working(day):
                days.append(DayProof(day, False, None, f"顺延，{_off(day, calendar)}"))
            else:
                days.append(DayProof(day, False, None, "顺延到上班的第一天"))
    provisional = any(calendar.is_provisional(each.on) for each in days)
    return Due(day, unrolled, provisional, tuple(days))


def _check(limit: Limit, pauses: Sequence[Pause]) -> None:
    if not 1 <= limit.amount <= LONGEST:
        raise DueError(f"时限要在1到{LONGEST}天之间。")
    for pause in pauses:
        if pause.end is not None and pause.end < pause.start:
            raise DueError("暂停的结束日期不能早于开始日期。")


def _next(day: date) -> date:
    try:
        return day + ONE_DAY
    except OverflowError:
        raise DueError("日期太远，算不到那一天。") from None


def _why_not(day: date, unit: Unit, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> str:
    if any(pause.holds(day) for pause in pauses):
        return "停表"
    if unit is Unit.WORKING_DAY and not calendar.is_working(day):
        return _off(day, calendar)
    return ""


def _why(day: date, unit: Unit, calendar: WorkingCalendar) -> str:
    if unit is Unit.WORKING_DAY and calendar.is_makeup(day):
        return "调休上班"
    return WEEKDAYS[day.weekday()]


def _off(day: date, calendar: WorkingCalendar) -> str:
    return calendar.name(day) or WEEKDAYS[day.weekday()]


def remaining(due_on: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days left until ``due_on``; 0 on the day itself, negative when overdue."""
    return calendar.working_days_between(today, due_on)
