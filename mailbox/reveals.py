"""谁看了联系方式: how often each person opened contact data, by day; counts only, for who audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncHour

from mailbox.enums import EventKind
from mailbox.models import Event
from portal.accounts.models import User
from portal.accounts.roles import Role

AUDITORS = (Role.AUDITOR, Role.ADMINISTRATOR)
LOOK_BACK = timedelta(days=90)
MANY_AN_HOUR = 10  # who calls writers back opens a few; a list that is copied shows here


@dataclass(frozen=True)
class Day:
    """One person's day: fields opened, letters they belong to, and the most within one clock hour."""

    person: User
    on: date
    fields: int
    letters: int
    most_an_hour: int

    @property
    def is_many(self) -> bool:
        return self.most_an_hour >= MANY_AN_HOUR


def days(now: datetime) -> list[Day]:
    """Days with a look within LOOK_BACK, the newest first, the busiest person of a day first."""
    looks = Event.objects.filter(kind=EventKind.REVEALED, user__isnull=False, at__gte=now - LOOK_BACK).order_by()
    hours = looks.annotate(hour=TruncHour("at")).values("user", "hour").annotate(fields=Count("pk"))
    counts: dict[tuple[int, date], list[int]] = {}
    for row in hours:
        counts.setdefault((row["user"], row["hour"].date()), []).append(row["fields"])
    letters: dict[tuple[int, date], set[int]] = {}
    for user, hour, letter in looks.annotate(hour=TruncHour("at")).values_list("user", "hour", "letter").distinct():
        letters.setdefault((user, hour.date()), set()).add(letter)
    people = User.objects.in_bulk({user for user, _day in counts})
    found = [Day(people[user], on, sum(each), len(letters[user, on]), max(each)) for (user, on), each in counts.items()]
    return sorted(found, key=lambda day: (day.on, day.fields, day.person.pk), reverse=True)
