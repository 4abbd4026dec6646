"""Whether the cluster is worth asking: after a failure nobody asks for some seconds, then one question tries.

Kept in the cache that all processes share, so that not every process, and not every thread, waits for its own proof.
"""

from __future__ import annotations

import logging
import time

from django.core.cache import cache

logger = logging.getLogger(__name__)
AWAY, TRYING = "search-cluster-away", "search-cluster-trying"
REST_SECONDS = 5.0  # nobody asks meanwhile
TRY_SECONDS = 3  # longer than a try may take
KEPT_SECONDS = 3600


def is_open() -> bool:
    """Whether to go without the cluster now. False for the one who tries again after a failure."""
    again: float | None = cache.get(AWAY)
    if again is None:
        return False
    return time.time() < again or not cache.add(TRYING, True, TRY_SECONDS)


def is_away() -> bool:
    """Whether the last who asked got no answer."""
    return cache.get(AWAY) is not None


def failed(reason: str) -> None:
    """The cluster did not answer; ``reason`` holds no words that were asked."""
    logger.warning("search.cluster_away", extra={"error": reason})
    cache.set(AWAY, time.time() + REST_SECONDS, KEPT_SECONDS)
    cache.delete(TRYING)


def answered() -> None:
    """The cluster answered; cheap when it did before."""
    if is_away():
        logger.info("search.cluster_back")
        cache.delete_many([AWAY, TRYING])
