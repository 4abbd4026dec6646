"""The calendar from the database, kept in the process and thrown away when any edition changed."""

from __future__ import annotations

from datetime import date

from portal.calendar.days import WorkingCalendar
from portal.calendar.models import CalendarDay, CalendarEdition

_kept: dict[object, WorkingCalendar] = {}


def load_calendar() -> WorkingCalendar:
    """Today's calendar.

    One small query tells whether the kept one is still right, so processes never disagree after an import. The stamp
    is the save time of every edition, not the latest of them: a clock set back, or an import rolled back after this
    process had looked at it, must not make an old table look new.
    """
    stamp = tuple(CalendarEdition.objects.order_by("pk").values_list("pk", "is_official", "imported_at"))
    if stamp not in _kept:
        _kept.clear()
        _kept[stamp] = _read()
    return _kept[stamp]


def _read() -> WorkingCalendar:
    years: dict[int, dict[date, tuple[bool, str]]] = {}
    for day in CalendarDay.objects.all():
        years.setdefault(day.on.year, {})[day.on] = (day.is_working, day.name)
    official = set(CalendarEdition.objects.filter(is_official=True).values_list("year", flat=True))
    return WorkingCalendar(
        {year: years.get(year, {}) for year in official},
        {year: days for year, days in years.items() if year not in official},
    )
