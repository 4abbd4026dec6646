"""Starting, pausing and stopping the clocks of a letter, and recomputing them when the calendar changes."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch

from mailbox import clocks
from mailbox.enums import Action, Status
from mailbox.models import ClockPause, Letter, LetterClock
from mailbox.moves import Move
from portal.calendar.days import WorkingCalendar
from portal.calendar.due import Due, Pause
from portal.calendar.rules import limit_of, rule
from portal.calendar.store import load_calendar


def start(letter: Letter, code: str, on: date) -> LetterClock:
    """Start the clock ``code`` on ``on`` (local date of the start event; that day does not count)."""
    clock = LetterClock(letter=letter, rule=code, started_on=on)
    _compute(clock, load_calendar(), pauses_of(letter))
    clock.save()
    return clock


def switch_reply_clock(letter: Letter, code: str, on: date) -> bool:
    """Run the reply limit ``code`` instead of the present one, from the same start; the old one stops unjudged."""
    running = letter.clocks.filter(rule__in=clocks.REPLY_RULES, stopped_on__isnull=True).first()
    if running is not None and running.rule == code:
        return False
    started_on = running.started_on if running else on
    if running is not None:
        running.stopped_on = on
        running.save(update_fields=["stopped_on"])
    start(letter, code, started_on)
    return True


def pauses_of(letter: Letter) -> list[Pause]:
    return [Pause(pause.started_on, pause.ended_on) for pause in letter.pauses.all()]


def after_move(letter: Letter, move: Move, on: date) -> None:
    """What a move does to the clocks: stop, pause, go on, or run again after a reopening."""
    if move.target == Status.AWAITING_CITIZEN:
        ClockPause.objects.create(letter=letter, started_on=on)
        recompute(letter)
    elif move.source == Status.AWAITING_CITIZEN:
        letter.pauses.filter(ended_on__isnull=True).update(ended_on=on)
        recompute(letter)
    if move.action == Action.REOPEN:
        start(letter, clocks.ORDINARY, on)
    for clock in letter.clocks.filter(stopped_on__isnull=True):
        if move.action in clocks.ENDS_ALL:
            _stop(clock, on, met=None)
        elif move.action in clocks.STOPS.get(clock.rule, ()):
            _stop(clock, on, met=clock.due_on is None or on <= clock.due_on)


def recompute(letter: Letter, calendar: WorkingCalendar | None = None) -> list[LetterClock]:
    """Compute the due dates of the running clocks anew; returns the clocks whose date changed."""
    calendar = calendar or load_calendar()
    pauses = pauses_of(Letter.objects.prefetch_related(Prefetch("pauses")).get(pk=letter.pk))
    changed = []
    for clock in letter.clocks.filter(stopped_on__isnull=True):
        before = (clock.due_on, clock.is_provisional)
        _compute(clock, calendar, pauses)
        if before != (clock.due_on, clock.is_provisional):
            clock.save()
            changed.append(clock)
    return changed


def proof(clock: LetterClock) -> Due:
    """The due date of ``clock`` with its day-by-day proof."""
    return clocks.due_date(
        clock.rule, limit_of(rule(clock.rule)), clock.started_on, load_calendar(), pauses_of(clock.letter)
    )


def _compute(clock: LetterClock, calendar: WorkingCalendar, pauses: list[Pause]) -> None:
    result = clocks.due_date(clock.rule, limit_of(rule(clock.rule)), clock.started_on, calendar, pauses)
    clock.due_on, clock.unrolled_on, clock.is_provisional = result.on, result.unrolled, result.provisional


def _stop(clock: LetterClock, on: date, *, met: bool | None) -> None:
    clock.stopped_on, clock.met = on, met
    clock.save(update_fields=["stopped_on", "met"])
