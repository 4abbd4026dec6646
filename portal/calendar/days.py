"""Working days of China as a value. Pure: no database, no clock.

A year is *official* when the State Council's notice for it is in the table. Any other year is *provisional*:
Monday–Friday minus the statutory days known by their solar date; every result that touches it says 暂定.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# 全国年节及纪念日放假办法 (2025): the days that have a fixed solar date. Lunar ones come with the table.
FIXED_STATUTORY = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆",
    (10, 2): "国庆",
    (10, 3): "国庆",
}
SHORT_NAMES = {"国庆节": "国庆", "中秋节": "中秋", "端午节": "端午", "清明节": "清明"}

Year = Mapping[date, tuple[bool, str]]


@dataclass(frozen=True)
class WorkingCalendar:
    """``official``: year → {day: (is a working day, name)} for the days that differ from Monday–Friday.

    ``provisional`` holds the same for years without a notice (statutory days only).
    """

    official: Mapping[int, Year]
    provisional: Mapping[int, Year] = field(default_factory=dict)

    def _special(self, day: date) -> tuple[bool, str] | None:
        year = self.official.get(day.year)
        if year is None:
            year = self.provisional.get(day.year, {})
            if day not in year and (day.month, day.day) in FIXED_STATUTORY:
                return (False, FIXED_STATUTORY[day.month, day.day])
        return year.get(day)

    def is_working(self, day: date) -> bool:
        special = self._special(day)
        return special[0] if special else day.weekday() < SATURDAY

    def name(self, day: date) -> str:
        """The holiday's name, for days off and for the make-up days that belong to it; "" for plain days."""
        special = self._special(day)
        return SHORT_NAMES.get(special[1], special[1]) if special else ""

    def is_makeup(self, day: date) -> bool:
        """True for a Saturday or Sunday that is worked (调休上班)."""
        return day.weekday() >= SATURDAY and self.is_working(day)

    def is_provisional(self, day: date) -> bool:
        return day.year not in self.official

    def first_day(self) -> date | None:
        """The first day the table knows; what lies before it cannot be counted. None for an empty table."""
        return date(min(self.official), 1, 1) if self.official else None

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + ONE_DAY * offset) for offset in range(1, (end - start).days + 1))

    def next_working(self, day: date) -> date:
        """``day`` itself when it is worked, else the next day that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day
