"""为什么是这一天: the proof of a due date as pages show it. Pure.

Up to four weeks are a grid of whole weeks, Monday to Sunday; what is longer is a list by week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from portal.calendar.days import ONE_DAY, WorkingCalendar
from portal.calendar.due import WEEKDAYS, Due, Pause

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
    """``weeks`` for a short count, else ``lines_by_week``; ``facts`` are the lines 依据 起算 不算 调休 暂停 日历."""

    weeks: tuple[tuple[Cell, ...], ...]
    lines_by_week: tuple[WeekLine, ...]
    facts: tuple[Line, ...]


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
    """The explanation of ``due``; ``start_word`` says what happened on the start day."""
    last = due.on or (due.days[-1].on if due.days else start)
    monday = start - timedelta(days=start.weekday())
    count = ((last - monday).days // 7) + 1
    facts = tuple(_facts(due, start=start, calendar=calendar, basis=basis, pauses=pauses, start_word=start_word))
    if count > MOST_WEEKS:
        return Explanation((), tuple(_by_week(due)), facts)
    proofs = {day.on: day for day in due.days}

    def cell(day: date) -> Cell:
        proof = proofs.get(day)
        counted = proof is not None and proof.counted
        classes = [
            name
            for name, holds in (
                ("due", day == due.on),
                ("on", counted and day != due.on),
                ("today", day == today),
                ("from", day == start),
            )
            if holds
        ]
        if proof is not None and proof.counted:
            label = f"第{proof.number}天"
        elif day == start:
            label = start_word
        else:
            label = proof.reason if proof else (calendar.name(day) or WEEKDAYS[day.weekday()])
        return Cell(day, _big(day, monday, today), label, " ".join(classes))

    weeks = tuple(tuple(cell(monday + ONE_DAY * (7 * week + offset)) for offset in range(7)) for week in range(count))
    return Explanation(weeks, (), facts)


def _big(day: date, first: date, today: date) -> str:
    if day == today:
        return "今天"
    return f"{day.month}/{day.day}" if day.day == 1 or day == first else str(day.day)


def _by_week(due: Due) -> list[WeekLine]:
    lines = []
    for monday, days in groupby(due.days, key=lambda day: day.on - timedelta(days=day.on.weekday())):
        week = list(days)
        numbers = [day.number for day in week if day.number is not None]
        notes = sorted({day.reason for day in week if not day.counted and day.reason not in WEEKDAYS})
        lines.append(WeekLine(monday, len(numbers), numbers[-1] if numbers else 0, "、".join(notes)))
    return lines


def _facts(
    due: Due, *, start: date, calendar: WorkingCalendar, basis: str, pauses: Sequence[Pause], start_word: str
) -> list[Line]:
    touched = [day.on for day in due.days]
    named = [(calendar.name(day), day) for day in touched if calendar.name(day) and not calendar.is_working(day)]
    off = [_stretch([day for _, day in days], name) for name, days in _runs(named)]
    makeup = [day for day in touched if calendar.is_makeup(day)]
    years = sorted({day.year for day in touched} or {start.year})
    editions = [
        f"{year}年{'按法定节假日暂定，放假安排公布后重算' if calendar.is_provisional(date(year, 1, 1)) else '正式版'}"
        for year in years
    ]
    return [
        Line("依据", basis),
        Line("起算", f"{say(start)}{start_word}，当天不算"),
        Line("不算", "；".join(off) or "只有周末"),
        Line("调休", "；".join(f"{say(day)}要上班，算1天" for day in makeup) or "没有"),
        Line("暂停", "；".join(_pause(pause) for pause in pauses) or "没有"),
        Line("日历", "国务院办公厅放假安排，" + "，".join(editions)),
    ]


def _runs(named: list[tuple[str, date]]) -> list[tuple[str, list[tuple[str, date]]]]:
    return [(name, list(days)) for name, days in groupby(named, key=lambda pair: pair[0])]


def _stretch(days: list[date], name: str) -> str:
    if len(days) == 1:
        return f"{say(days[0])}{name}"
    last = days[-1]
    until = f"{last.day}日" if last.month == days[0].month else f"{last.month}月{last.day}日"
    return f"{days[0].month}月{days[0].day}日至{until}{name}放假，共{len(days)}天"


def _pause(pause: Pause) -> str:
    if pause.end is None:
        return f"{say(pause.start)}起等您补充，现在还停着"
    return f"{say(pause.start)}至{say(pause.end)}等您补充，不算"


def say(day: date) -> str:
    """10月10日（周六）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
