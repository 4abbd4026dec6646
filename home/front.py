"""What stands on the first page. Each figure is counted now, from what the public can read or check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from home.disclosures import queries
from mailbox import queries as letters
from mailbox.queries import MonthlyFigures

ANSWERS = 5


@dataclass(frozen=True)
class Share:
    """A rate that is never shown without what it is a share of."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """One decimal, rounded down: 99.96 % must not read as 100 %."""
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


@dataclass(frozen=True)
class Month:
    """Last month's letters, for the first page; rates are None where nothing fell due or nobody rated."""

    name: str
    received: int
    in_time: Share | None
    satisfied: Share | None
    as_of: datetime


def last_month(today: date) -> tuple[int, int]:
    """Year and month before the month of ``today``."""
    last_day = today.replace(day=1) - timedelta(days=1)
    return last_day.year, last_day.month


def as_month(figures: MonthlyFigures) -> Month:
    return Month(
        name=f"{figures.month}月",
        received=figures.received,
        in_time=Share(figures.in_time, figures.due) if figures.due else None,
        satisfied=Share(figures.satisfied, figures.rated) if figures.rated else None,
        as_of=figures.as_of,
    )


def front_context() -> dict[str, Any]:
    """Answers, disclosures and figures for ``home/home_page.html``."""
    answers = letters.published_answers().filter(superseded_by__isnull=True)
    month = as_month(letters.monthly_figures(*last_month(timezone.localdate())))
    return {
        "answers": list(answers.order_by("-published_at", "-answered_on", "-pk")[:ANSWERS]),
        "answer_count": answers.count(),
        "school_count": queries.schools().count(),
        "disclosure_count": queries.published_count(),
        "latest": queries.latest(limit=5),
        "catalogue": queries.catalogue(),
        "counted_at": timezone.now(),
        "month": month if month.received or month.in_time else None,
    }
