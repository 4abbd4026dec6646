"""Which limits a letter has, and how near they are. Pure; the calendar comes in as an argument.

Rules M01–M05 of ``portal.calendar.rules`` are data; this module only says which of them run for which letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from mailbox.enums import Action, LetterClass
from portal.calendar.days import WorkingCalendar
from portal.calendar.due import Due, Limit, Pause, due

REGISTRATION = "M01"
SIMPLE, ORDINARY, COMPLEX = "M02", "M03", "M04"
RED_LINE = "M05"
REPLY_RULES = (SIMPLE, ORDINARY, COMPLEX)
PAUSABLE = frozenset({SIMPLE, ORDINARY, COMPLEX})

# The action that stops each running clock in time; a withdrawal and other ends stop all of them without a verdict.
STOPS: dict[str, frozenset[Action]] = {
    REGISTRATION: frozenset({Action.ASSIGN}),
    SIMPLE: frozenset({Action.SIGN}),
    ORDINARY: frozenset({Action.SIGN}),
    COMPLEX: frozenset({Action.SIGN}),
    RED_LINE: frozenset({Action.SIGN}),
}
ENDS_ALL = frozenset({Action.WITHDRAW, Action.REDIRECT, Action.REJECT, Action.MERGE})


class Urgency(Enum):
    """How near a due date is, for the chip of a row."""

    PAUSED = "paused"
    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


SOON_WORKING_DAYS = 1  # due today or on the next working day


@dataclass(frozen=True)
class Nearness:
    """``working_days`` left (negative: overdue by so many, 0: due today); None while the clock stands still."""

    urgency: Urgency
    working_days: int | None


def reply_rule(letter_class: str, *, is_complex: bool) -> str:
    """M04 for what a person calls complex; a plain enquiry M02; everything else M03 (seeds: 一般投诉 5 个工作日)."""
    if is_complex:
        return COMPLEX
    return SIMPLE if letter_class == LetterClass.ENQUIRY else ORDINARY


def due_date(rule: str, limit: Limit, start: date, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> Due:
    """Due date of ``rule`` with the pauses that apply to it (only the reply clocks wait for the citizen)."""
    return due(limit, start, calendar, pauses if rule in PAUSABLE else ())


def nearness(due_on: date | None, today: date, calendar: WorkingCalendar) -> Nearness:
    """How near ``due_on`` is on ``today``, counted in working days."""
    if due_on is None:
        return Nearness(Urgency.PAUSED, None)
    days = calendar.working_days_between(today, due_on)
    if days < 0 or due_on < today:
        return Nearness(Urgency.LATE, min(days, -1))
    return Nearness(Urgency.SOON if days <= SOON_WORKING_DAYS else Urgency.PLAIN, days)
