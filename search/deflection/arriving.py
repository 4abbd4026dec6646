"""Arriving letters: what each would have found, and whether it takes back an earlier "solved".

Limits, on purpose: a letter is compared by its text alone, never by who sent it. So "came back" counts another person
with the same matter too, and misses one who wrote about it in quite other words or to another office. It is an upper
bound of those whom the answer did not help, the same for every answer, and the only one that needs no person.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction

from mailbox import queries
from search import finding
from search.asking import asked
from search.backends.base import SearchUnavailable
from search.calibration import SHOWN
from search.deflection.models import Deed, DeflectionEvent, LetterLookup
from search.embeddings import embedder

logger = logging.getLogger(__name__)
RETURNS_WITHIN = timedelta(days=30)
KEPT = timedelta(days=90)
AT_ONCE = 100  # letters a run: half a minute with embedding
GENERATIONS = 5  # how often an answer may have been replaced by a newer one and still count as the same


def examine_new(now: datetime) -> int:
    """Look at letters of the last 30 days that were not looked at yet, oldest first; how many. Forgets old ones.

    While search is down nothing is marked as examined, so nothing is missed.
    """
    LetterLookup.objects.filter(on__lt=(now - KEPT).date()).delete()
    new = queries.comparable().filter(received_at__gte=now - RETURNS_WITHIN)
    new = new.exclude(pk__in=LetterLookup.objects.values("letter_id")).order_by("received_at", "pk")
    examined = 0
    for pk, words in queries.words_of(list(new.values_list("pk", flat=True)[:AT_ONCE])).items():
        try:
            examined += examine(pk, words)
        except SearchUnavailable:
            logger.warning("deflection.search_unavailable", extra={"examined": examined})
            break
    return examined


def examine(letter_id: int, words: queries.LetterWords) -> bool:
    """Keep what the letter finds, and mark at most one solved journey as come back; False when another was quicker."""
    found, probability = finding.similar(words.text, limit=1, meaning=True)
    best = found[0].document.id if found else ""
    meaning, model = meant(words.text)
    facts = {"on": words.on, "best": best, "probability": probability, "meaning": meaning, "model": model}
    with transaction.atomic():
        _lookup, made = LetterLookup.objects.get_or_create(letter_id=letter_id, defaults=facts)
        if made and best and probability >= SHOWN:
            mark_returned(best, words.on)
    return made


def meant(text: str) -> tuple[bytes, str]:
    """The mean of the telling sentences' vectors (float32, unit length) and their model; nothing without embedder."""
    engine = embedder()
    vectors = asked(text, engine).vectors if engine is not None else None
    if engine is None or vectors is None or not len(vectors):
        return b"", ""
    mean = vectors.mean(axis=0)
    return (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype("<f4").tobytes(), engine.model


def mark_returned(document: str, on: date) -> None:
    """The newest journey of the last 30 days that ``document``, or one it replaced, was said to have solved.

    A letter that the same form sent after all is no return: WROTE_ANYWAY has taken that "solved" back already.
    """
    solved = DeflectionEvent.objects.filter(
        kind=Deed.SOLVED, document__in=[document, *replaced(document)], on__range=(on - RETURNS_WITHIN, on)
    )
    taken_back = DeflectionEvent.objects.filter(kind__in=[Deed.RETURNED, Deed.WROTE_ANYWAY]).values("journey")
    last = solved.exclude(journey__in=taken_back).order_by("-on", "-pk").first()
    if last is None:
        return
    returned = last.followed_by(Deed.RETURNED, on)
    DeflectionEvent.objects.bulk_create([returned], ignore_conflicts=True)  # another letter may be quicker


def replaced(document: str) -> list[str]:
    """Ids of the answers that ``document`` replaced, directly or not; none for anything but an answer."""
    source, _, key = document.partition(":")
    if source != "answer":
        return []
    found: list[int] = []
    level: Iterable[int] = [int(key)]
    for _generation in range(GENERATIONS):
        older = queries.published_answers().filter(superseded_by__in=level).exclude(pk__in=found)
        level = list(older.order_by("pk").values_list("pk", flat=True))
        if not level:
            break
        found += level
    return [f"answer:{each}" for each in found]
