"""Looking after the cluster every half minute: an index that is missing is made, vectors are handed on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from search import sources
from search.backends import breaker
from search.backends.base import SearchUnavailable
from search.backends.elastic.backend import ElasticBackend
from search.backends.elastic.client import configured, within
from search.cluster.catching_up import LOOK_SECONDS
from search.cluster.meaning import copy_waiting
from search.indexing import compare, repair
from search.schools import school_names

logger = logging.getLogger(__name__)
MOST = 20_000  # documents that are indexed by itself: a minute's work; more would keep mails waiting
SECONDS = 5.0  # of handing on vectors at a time
TURN, TURN_SECONDS = "search-cluster-upkeep", 300


def look_after() -> None:
    """Nothing where there is no cluster, or while another process is at it.

    Readers' failures do not keep it away: while they fail because an index is missing, it is this that makes it.
    """
    if not configured():
        return
    with _alone() as alone:
        if not alone:
            return
        try:
            _look_after(ElasticBackend())
        except SearchUnavailable as error:
            breaker.failed(str(error))
        else:
            breaker.answered()


def _look_after(index: ElasticBackend) -> None:
    with within(LOOK_SECONDS):
        made = index.exists()
    if not made:
        if index.has_documents():
            index.ensure()  # only the meanings were lost
        elif sources.total() > MOST:
            logger.error("search.cluster_unmade", extra={"documents": sources.total()})
            raise SearchUnavailable("too much to index beside other work: rebuild_index --backend elasticsearch")
        else:
            fill(index)
    end = time.monotonic() + SECONDS
    while copy_waiting(index) and time.monotonic() < end:
        pass


def fill(index: ElasticBackend) -> int:
    """A new version out of the database, with what changed meanwhile; how many documents."""
    count = index.rebuild(sources.everything(), names=school_names())
    repair(index, compare(index, sources.everything()))
    logger.info("search.cluster_filled", extra={"documents": count})
    return count


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this process may work; a turn whose process was killed ends by itself."""
    mine = cache.add(TURN, True, TURN_SECONDS)
    try:
        yield mine
    finally:
        if mine:
            cache.delete(TURN)
