"""Journeys for tests, told as a reader would walk them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from search.deflection.models import Deed, DeflectionEvent

NUMBERS = count(1)


def journey(
    *deeds: Deed, answers: Sequence[str] = ("answer:1",), topic: str = "收费", on: date | None = None, name: str = ""
) -> str:
    """One journey that was shown ``answers`` and did ``deeds`` with the first of them."""
    name = name or f"journey-{next(NUMBERS)}"
    on = on or timezone.localdate()
    rows = [(Deed.SHOWN, rank, answer) for rank, answer in enumerate(answers, start=1)]
    rows += [(deed, 1, answers[0]) for deed in deeds]
    DeflectionEvent.objects.bulk_create(
        DeflectionEvent(kind=kind, journey=name, document=document, rank=rank, topic=topic, confidence=5, on=on)
        for kind, rank, document in rows
    )
    return name


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
