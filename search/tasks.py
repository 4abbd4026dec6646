"""Periodic work for search. What is to be done stands in the tables; the messages only wake."""

from __future__ import annotations

import logging
from uuid import uuid4

from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import ChannelError, OperationalError

from search import meaning
from search.backends.base import SearchUnavailable
from search.embeddings import embedder
from search.engine import backend

logger = logging.getLogger(__name__)
SLICE = 2.0  # seconds of embedding at a time: what was published meanwhile waits no longer for its place in the index
TURN = "search-meaning-turn"
TURN_SECONDS = 60  # a turn whose worker was killed ends after this; then the next one goes on


@shared_task(name="search.fill_meaning", ignore_result=True)
def fill_meaning(turn: str = "") -> None:
    """One slice. Beat begins a turn; while documents wait, the turn sends itself on, behind whatever came meanwhile.

    Only one turn is on its way at a time, whatever number of workers there are.
    """
    by = embedder()
    if by is None or not (turn := _held(turn)):
        return
    index = backend()
    try:
        filled = meaning.fill(index, by, seconds=SLICE)
        more = bool(index.pending(1, model=by.model))
    except SearchUnavailable as error:
        logger.warning("search.meaning_failed", extra={"error": type(error).__name__})
        return  # the turn ends by itself
    if filled:
        logger.info("search.meaning_filled", extra={"documents": filled})
    if more:
        _send_on(turn)
    else:
        cache.delete(TURN)


def _held(turn: str) -> str:
    """The turn that this message continues or begins; empty when another one is on its way."""
    if turn:
        return turn if cache.get(TURN) == turn and cache.touch(TURN, TURN_SECONDS) else ""
    begun = uuid4().hex
    return begun if cache.add(TURN, begun, TURN_SECONDS) else ""


def _send_on(turn: str) -> None:
    try:
        fill_meaning.apply_async((turn,), retry=False, ignore_result=True, expires=TURN_SECONDS)
    except (OperationalError, ChannelError, OSError) as error:
        logger.warning("search.wake_failed", extra={"error": type(error).__name__})
