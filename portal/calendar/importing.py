"""Bringing in the days of a year: holiday JSON or CSV of one year, official once it has days. Nothing half saved."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.calendar.changes import announce
from portal.calendar.files import YearOfDays
from portal.calendar.models import CalendarDay, CalendarEdition

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Difference:
    """What an import changes: days that differ from the table, and whether the year stops being provisional."""

    added: tuple[date, ...]
    removed: tuple[date, ...]
    altered: tuple[date, ...]
    becomes_official: bool

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.removed or self.altered or self.becomes_official)


NO_CHANGE = Difference((), (), (), becomes_official=False)


def compare(found: YearOfDays) -> Difference:
    """What ``save_year(found)`` would change. A file without days changes nothing: its year is still unknown."""
    if not found.days:
        return NO_CHANGE
    edition = CalendarEdition.objects.filter(year=found.year).first()
    before = {day.on: (day.is_working, day.name) for day in edition.days.all()} if edition else {}
    return Difference(
        added=tuple(sorted(found.days.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - found.days.keys())),
        altered=tuple(sorted(on for on in found.days.keys() & before.keys() if found.days[on] != before[on])),
        becomes_official=edition is None or not edition.is_official,
    )


@transaction.atomic
def save_year(found: YearOfDays) -> Difference:
    """Replace the table of one year, log it, and tell who listens, in one transaction.

    Without days, or without a difference, nothing is written. A notice may set days at the end of the year before:
    those move to its edition.
    """
    CalendarEdition.objects.select_for_update().filter(year=found.year).first()
    difference = compare(found)
    if difference.is_change:
        _replace(found)
        _log(found.year, difference)
        announce(found.year)
    return difference


def _replace(found: YearOfDays) -> None:
    edition, _created = CalendarEdition.objects.update_or_create(
        year=found.year,
        defaults={
            "is_official": True,
            "notice": _("国务院办公厅关于%(year)d年部分节假日安排的通知") % {"year": found.year},
            "reference": found.reference,
            "source": found.source,
        },
    )
    CalendarDay.objects.filter(Q(edition=edition) | Q(on__in=found.days)).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(edition=edition, on=on, is_working=working, name=name)
        for on, (working, name) in sorted(found.days.items())
    )


def _log(year: int, difference: Difference) -> None:
    facts: dict[str, int | str] = {
        "added": len(difference.added),
        "removed": len(difference.removed),
        "altered": len(difference.altered),
        "became_official": int(difference.becomes_official),
    }
    record(None, "calendar.imported", target=str(year), detail=facts)
    logger.info("calendar year imported", extra={"year": year, **facts})
