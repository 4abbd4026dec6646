"""Adapter of ``portal.suggestions.record``: from a step in the form to rows of the log."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.suggestions import Card, Step
from search.deflection.models import Deed, DeflectionEvent

logger = logging.getLogger(__name__)


def record(step: Step, journey: str, cards: Sequence[Card]) -> None:
    """Note a step, once. Counting never stands in a writer's way: a database that cannot take it is logged."""
    try:
        with transaction.atomic():
            _record(step, journey, cards)
    except DatabaseError as error:
        logger.warning("deflection.not_recorded", extra={"step": step.value, "error": type(error).__name__})


def _record(step: Step, journey: str, cards: Sequence[Card]) -> None:
    before = list(DeflectionEvent.objects.filter(journey=journey).order_by("pk"))
    topic = before[0].topic if before else (cards[0].topic if cards else "")
    known = {(event.kind, event.document) for event in before}
    shown = [event for event in before if event.kind == Deed.SHOWN]
    fresh = [_event(Deed.SHOWN, journey, topic, card) for card in cards if (Deed.SHOWN, card.id) not in known]
    new = list(fresh)
    if step is Step.OPENED:
        new += [_event(Deed.OPENED, journey, topic, card) for card in cards]
    elif step in (Step.SOLVED, Step.WROTE_ANYWAY):
        opened = {event.document for event in before if event.kind == Deed.OPENED}
        read = concerned([*shown, *fresh], opened, step)
        new += [event.followed_by(Deed(step.value), timezone.localdate()) for event in read]
    missing = [event for event in new if (event.kind, event.document) not in known]
    if missing:
        DeflectionEvent.objects.bulk_create(missing, ignore_conflicts=True)


def concerned(shown: Sequence[DeflectionEvent], opened: set[str], step: Step) -> list[DeflectionEvent]:
    """Which of the answers shown get the credit or the blame.

    The first one stands open on the page, so it was read whether or not a script told us. What solved the matter is
    what was opened, or the first when nothing was; what did not is everything that was read.
    """
    first = [event for event in shown if event.rank == 1][:1]
    read = [event for event in shown if event.document in opened]
    if step is Step.SOLVED:
        return read or first or list(shown[:1])
    return read + [event for event in first if event.document not in opened]


def _event(kind: Deed, journey: str, topic: str, card: Card) -> DeflectionEvent:
    return DeflectionEvent(
        kind=kind,
        journey=journey,
        document=card.id,
        rank=card.rank,
        topic=topic,
        confidence=min(9, int(card.probability * 10)),
        on=timezone.localdate(),
    )
