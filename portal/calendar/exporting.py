"""The table in the database as the files that ship with the project, and as one year to import elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from portal.calendar.files import YearOfDays
from portal.calendar.models import CalendarEdition


def official_years(years: Sequence[int] = ()) -> list[YearOfDays]:
    """The official years in order; all of them, or those of ``years`` that there are."""
    editions = CalendarEdition.objects.filter(is_official=True).order_by("year").prefetch_related("days")
    if years:
        editions = editions.filter(year__in=years)
    return [
        YearOfDays(
            each.year, each.reference, {day.on: (day.is_working, day.name) for day in each.days.all()}, each.source
        )
        for each in editions
    ]


def notices_csv(years: Iterable[YearOfDays]) -> str:
    """Year and file names of its notices; hosts and folders are left out, they move."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["year", "notice"])
    for each in years:
        writer.writerow([each.year, " ".join(paper.rsplit("/", 1)[-1] for paper in each.reference.split())])
    return out.getvalue()
