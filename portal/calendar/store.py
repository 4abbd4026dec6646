"""The calendar from the database, kept in the process and thrown away when any edition changed."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max

from portal.calendar.days import WorkingCalendar
from portal.calendar.models import CalendarDay, CalendarEdition

_kept: dict[object, WorkingCalendar] = {}


def load_calendar() -> WorkingCalendar:
    """Today's calendar. One small query tells whether the kept one is still right, so processes never disagree."""
    stamp = tuple(
        CalendarEdition.objects.aggregate(latest=Max("imported_at"), count=Count("pk"), highest=Max("pk")).values()
    )
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
