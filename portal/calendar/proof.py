"""为什么是这一天: the proof of a due date as pages show it. Pure.

Up to four weeks are a grid of whole weeks, Monday to Sunday; what is longer is a list by week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from portal.calendar.days import ONE_DAY, WorkingCalendar
from portal.calendar.due import WEEKDAYS, DayProof, Due, Pause
from portal.calendar.proof_words import facts, say

__all__ = ["Cell", "Explanation", "Line", "WeekLine", "explain", "say"]

MOST_WEEKS = 4


@dataclass(frozen=True)
class Cell:
    """One day of the grid. ``classes``: on (counted), today, due, from."""

    on: date
    big: str  # 29, 10/1 or 今天
    label: str  # 第1天, 国庆, 收到, 周日
    classes: str


@dataclass(frozen=True)
class WeekLine:
    """One week of a long count: its Monday, how many days of it count, and why others do not."""

    monday: date
    counted: int
    last_number: int
    notes: str


@dataclass(frozen=True)
class Line:
    term: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """``weeks`` for a short count, else ``lines_by_week``; ``facts`` are the lines 依据 起算 不算 调休 暂停 日历.

    ``caption`` says in one line how the days are counted; ``total`` is the number of the last counted day.
    """

    weeks: tuple[tuple[Cell, ...], ...]
    lines_by_week: tuple[WeekLine, ...]
    facts: tuple[Line, ...]
    caption: str = ""
    total: int = 0


def explain(
    due: Due,
    *,
    start: date,
    today: date,
    calendar: WorkingCalendar,
    basis: str,
    pauses: Sequence[Pause] = (),
    start_word: str = "收到",
) -> Explanation:
    """The explanation of ``due``; ``start_word`` says what happened on the start day (收到, 20:14收到, 受理)."""
    last = due.days[-1].on if due.days else start
    monday = _monday(start)
    count = (last - monday).days // 7 + 1
    said = facts(due, start=start, calendar=calendar, basis=basis, pauses=pauses, start_word=start_word)
    lines = tuple(Line(term, text) for term, text in said)
    caption, total = _caption(due, calendar, start_word), _total(due)
    if count > MOST_WEEKS:
        return Explanation((), tuple(_by_week(due)), lines, caption, total)
    grid = _Grid(due, start, today, calendar, start_word)
    weeks = tuple(tuple(grid.cell(monday + ONE_DAY * (7 * week + at)) for at in range(7)) for week in range(count))
    return Explanation(weeks, (), lines, caption, total)


class _Grid:
    """Makes the cells of one proof."""

    def __init__(self, due: Due, start: date, today: date, calendar: WorkingCalendar, start_word: str) -> None:
        self.due, self.start, self.today = due, start, today
        self.calendar, self.start_word = calendar, start_word
        self.first = _monday(start)
        self.proofs: dict[date, DayProof] = {day.on: day for day in due.days}

    def cell(self, day: date) -> Cell:
        return Cell(day, self._big(day), self._label(day), self._classes(day))

    def _big(self, day: date) -> str:
        if day == self.today:
            return _("今天")
        return f"{day.month}/{day.day}" if day.day == 1 or day == self.first else str(day.day)

    def _label(self, day: date) -> str:
        proof = self.proofs.get(day)
        if proof is not None and proof.number is not None:
            return _("第%(number)d天") % {"number": proof.number}
        if day == self.start:
            return self.start_word
        if day == self.due.on:
            return _("顺延")
        off = not self.calendar.is_working(day) and self.calendar.name(day)
        return off or (proof.reason if proof and not proof.counted else WEEKDAYS[day.weekday()])

    def _classes(self, day: date) -> str:
        proof = self.proofs.get(day)
        is_due = day == self.due.on
        named = {
            "due": is_due,
            "on": proof is not None and proof.counted and not is_due,
            "today": day == self.today,
            "from": day == self.start,
        }
        return " ".join(name for name, holds in named.items() if holds)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _total(due: Due) -> int:
    return max((day.number for day in due.days if day.number is not None), default=0)


def _caption(due: Due, calendar: WorkingCalendar, start_word: str) -> str:
    """How the days are counted. A count that takes a day off is one of calendar days."""
    words = {"start": start_word, "total": _total(due)}
    if due.on is None:
        return _("从%(start)s的第二天数起，现在停着，已经数了%(total)d天") % words
    if any(day.counted and not calendar.is_working(day.on) for day in due.days):
        return _("从%(start)s的第二天数起，放假的日子也算，数满%(total)d天") % words
    return _("从%(start)s的第二天数起，只数上班的日子，数满%(total)d天") % words


def _by_week(due: Due) -> list[WeekLine]:
    lines = []
    for monday, days in groupby(due.days, key=lambda day: _monday(day.on)):
        week = list(days)
        numbers = [day.number for day in week if day.number is not None]
        notes = dict.fromkeys(day.reason for day in week if not day.counted and day.reason not in WEEKDAYS)
        lines.append(WeekLine(monday, len(numbers), numbers[-1] if numbers else 0, "、".join(notes)))
    return lines
