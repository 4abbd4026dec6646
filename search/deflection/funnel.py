"""Figures of the log: the way from a shown answer to a letter that was not written, by topic and by answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from search import sources
from search.deflection.feedback import share
from search.deflection.models import Deed, DeflectionEvent
from search.documents import Document

LEAST_SHOWN = 5  # readers an answer must have had before its share says anything
LISTED = 50


@dataclass(frozen=True)
class Row:
    """Journeys of one topic. ``solved`` leaves out those that sent a letter from the same form after all."""

    topic: str
    shown: int = 0
    opened: int = 0
    solved: int = 0
    wrote_anyway: int = 0
    returned: int = 0

    @property
    def kept(self) -> int:
        """Solved, and no like letter within 30 days: letters that were not written."""
        return self.solved - self.returned

    @property
    def share(self) -> int | None:
        """Of a hundred that were shown an answer, how many went without a letter and stayed away."""
        return round(100 * self.kept / self.shown) if self.shown else None


@dataclass(frozen=True)
class Unhelpful:
    """An answer with how often it was shown, called a solution, and followed by a letter all the same."""

    document: Document
    shown: int
    solved: int
    wrote_anyway: int
    returned: int

    @property
    def share(self) -> float:
        return share(self.solved - self.returned, self.wrote_anyway + self.returned)


def _of_period(since: date, until: date) -> QuerySet[DeflectionEvent]:
    """All deeds, whenever, of the journeys that were shown something between the two days (both included).

    "Solved" is left out where the same form sent a letter after all.
    """
    shown = DeflectionEvent.objects.filter(kind=Deed.SHOWN, on__range=(since, until))
    wrote = DeflectionEvent.objects.filter(kind=Deed.WROTE_ANYWAY).values("journey")
    deeds = DeflectionEvent.objects.filter(journey__in=shown.values("journey"))
    return deeds.exclude(kind=Deed.SOLVED, journey__in=wrote)


def by_topic(since: date, until: date) -> list[Row]:
    """One row a topic, most shown first. One query."""
    counted = _of_period(since, until).order_by()
    rows = counted.values("topic", "kind").annotate(number=Count("journey", distinct=True))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["topic"], {})[row["kind"]] = row["number"]
    listed = [Row(topic, **numbers) for topic, numbers in found.items()]
    return sorted(listed, key=lambda row: (-row.shown, row.topic))


def total(rows: Sequence[Row]) -> Row:
    """The sum of ``rows``: a journey has one topic, so nothing is counted twice."""
    return Row(
        "",
        sum(row.shown for row in rows),
        sum(row.opened for row in rows),
        sum(row.solved for row in rows),
        sum(row.wrote_anyway for row in rows),
        sum(row.returned for row in rows),
    )


def unhelpful(since: date, until: date) -> list[Unhelpful]:
    """Answers that are read and do not help, the smallest smoothed share first; what is no longer public is left out.

    An answer is listed from ``LEAST_SHOWN`` showings on, when more of its readers wrote than were helped.
    """
    rows = (
        _of_period(since, until)
        .order_by()
        .values_list("document")
        .annotate(
            shown=Count("pk", filter=Q(kind=Deed.SHOWN)),
            solved=Count("pk", filter=Q(kind=Deed.SOLVED)),
            wrote_anyway=Count("pk", filter=Q(kind=Deed.WROTE_ANYWAY)),
            returned=Count("pk", filter=Q(kind=Deed.RETURNED)),
        )
        .filter(shown__gte=LEAST_SHOWN)
    )
    failing = {key: numbers for key, *numbers in rows if _fails(*numbers)}
    documents = sources.live(failing)
    listed = [Unhelpful(documents[key], *numbers) for key, numbers in failing.items() if key in documents]
    return sorted(listed, key=lambda each: (each.share, -each.shown, each.document.id))[:LISTED]


def _fails(shown: int, solved: int, wrote_anyway: int, returned: int) -> bool:
    return wrote_anyway + returned > solved - returned
