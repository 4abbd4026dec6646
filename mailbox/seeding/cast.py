"""Who acts in the demo, and when: actors by user name, moments by working days ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from mailbox.permissions import Actor, staff
from portal.accounts.grants import people_with
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.calendar.days import WorkingCalendar
from portal.calendar.store import load_calendar
from portal.organizations.models import Organization


def _units() -> dict[str, Organization]:
    return {unit.code: unit for unit in Organization.objects.all()}


@dataclass
class Cast:
    """The demo's people and units; actors are read once."""

    units: dict[str, Organization] = field(
        default_factory=lambda: {unit.code: unit for unit in Organization.objects.all()}
    )
    _actors: dict[str, Actor] = field(default_factory=dict)

    def named(self, username: str) -> Actor:
        """The actor for a demo account."""
        if username not in self._actors:
            self._actors[username] = staff(User.objects.get(username=username))
        return self._actors[username]

    def handler(self, unit: Organization) -> Actor:
        """Someone who may handle letters of ``unit``."""
        key = f"handler of {unit.code}"
        if key not in self._actors:
            self._actors[key] = staff(next(iter(people_with(Role.HANDLER, unit))))
        return self._actors[key]


@dataclass
class Days:
    """Moments of the past, counted in working days back from ``now``; never in the future."""

    now: datetime = field(default_factory=timezone.now)
    calendar: WorkingCalendar = field(default_factory=load_calendar)

    def ago(self, days: float, minutes: int = 0) -> datetime:
        """Working day ``ceil(days)`` back, 9:00 plus the fraction of an eight-hour day, plus ``minutes``."""
        whole = int(-(-days // 1))
        into = whole - days
        day = self._day(whole)
        moment = timezone.make_aware(datetime(day.year, day.month, day.day, 9))  # noqa: DTZ001 - made aware here
        return min(moment + timedelta(hours=8 * into, minutes=minutes), self.now)

    def _day(self, back: int) -> date:
        day = timezone.localdate(self.now)
        while back or not self.calendar.is_working(day):
            if self.calendar.is_working(day):
                back -= 1
            day -= timedelta(days=1)
        return day
