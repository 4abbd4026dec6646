"""When a year's calendar is imported, the due dates of running clocks are computed anew and each change is logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from mailbox import chain, timekeeping
from mailbox.enums import EventKind
from mailbox.models import LetterClock
from mailbox.permissions import SYSTEM
from mailbox.transitions import lock
from portal.calendar.days import WorkingCalendar
from portal.calendar.store import load_calendar


def calendar_changed(year: int) -> None:
    """Listener of ``portal.calendar.changes``: called inside the transaction of the import of ``year``."""
    calendar = load_calendar()
    running = LetterClock.objects.filter(stopped_on__isnull=True)
    for letter_id in running.order_by("letter_id").values_list("letter_id", flat=True).distinct():
        recompute_letter(letter_id, year, calendar)


def recompute_letter(letter_id: int, year: int, calendar: WorkingCalendar) -> list[LetterClock]:
    """Recompute one letter under its lock; one CLOCK_RECOMPUTED event when a date or its 暂定 changed."""
    with transaction.atomic():
        letter = lock(letter_id)
        before = {clock.rule: clock.due_on for clock in letter.clocks.filter(stopped_on__isnull=True)}
        changed = timekeeping.recompute(letter, calendar)
        if changed:
            facts: dict[str, object] = {"year": year, "clocks": [_change(clock, before) for clock in changed]}
            chain.record(letter, EventKind.CLOCK_RECOMPUTED, by=SYSTEM, now=timezone.now(), facts=facts)
        return changed


def _change(clock: LetterClock, before: Mapping[str, date | None]) -> dict[str, str]:
    return {"rule": clock.rule, "was": str(before[clock.rule] or ""), "due": str(clock.due_on or "")}
