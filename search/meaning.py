"""Meaning follows publication: what was indexed is found by its words at once, and gets its vectors a little later.

What waits stands in the index itself ("no vectors of this model yet"), so nothing can be lost: a process that was
killed is followed by another that goes on. Newest first, a few documents at a time, embedded outside of transactions,
on what readers leave of all cores.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from django.conf import settings

from portal.registries import Finding
from search import elsewhere, sources
from search.backends.base import Backend, Meaning, SearchUnavailable
from search.documents import Document
from search.embeddings import OFF, Embedder, embedder, unusable
from search.engine import backend
from search.passages import passages

FEW = 4  # documents embedded together; about a fifth of a second each

Look = Callable[[Collection[str]], Mapping[str, Document]]  # ids → the documents that are public at this moment


def fill(index: Backend, by: Embedder, *, seconds: float, look: Look = sources.live) -> int:
    """Give vectors to waiting documents until ``seconds`` have passed or none waits; how many documents."""
    end, count = time.monotonic() + seconds, 0
    elsewhere.prepare(by)
    while ids := index.pending(FEW, model=by.model):
        count += _give(index, by, ids, look)
        if time.monotonic() >= end:
            break
    return count


def _give(index: Backend, by: Embedder, ids: list[str], look: Look) -> int:
    """What changed while it was embedded is embedded again: its entry may have been written anew in between."""
    found = look(ids)
    changed: Mapping[str, Document | None] = {each: found.get(each) for each in ids}
    while changed:
        index.give_meaning(vectors(changed, by), by.model)
        read, found = found, look(ids)
        changed = {each: found.get(each) for each in ids if _said(found.get(each)) != _said(read.get(each))}
    return len(ids)


def vectors(documents: Mapping[str, Document | None], by: Embedder) -> dict[str, Meaning]:
    """The meaning of each document by id; none of what was taken off a moment ago."""
    said = {key: passages(document) if document else [] for key, document in documents.items()}
    texts = list(dict.fromkeys(each.text for found in said.values() for each in found))
    rows = dict(zip(texts, _pool().map(lambda text: by.passages([text])[0], texts), strict=True))
    nothing = np.empty((0, by.dimensions), np.float32)
    return {
        key: (tuple(each.part for each in found), np.array([rows[each.text] for each in found]) if found else nothing)
        for key, found in said.items()
    }


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    """A thread a core: the engine lets go of Python's lock, and gains nothing from many texts at once."""
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="meaning", initializer=_step_back)


def _step_back() -> None:
    """Readers come first: on Linux a thread has a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def _said(document: Document | None) -> list[object]:
    return [*passages(document)] if document else []


def waiting(index: Backend) -> int:
    """How many documents of ``index`` have no vectors yet; 0 where nothing can embed."""
    by = embedder()
    return len(index.pending(index.count(), model=by.model)) if by else 0


def usable() -> Finding:
    """For ``doctor``: whether questions are compared by meaning here, and how many documents still wait for theirs."""
    if settings.SEARCH_EMBEDDER == OFF:
        return Finding(True, "按设置只按字词比对（SEARCH_EMBEDDER）")
    if embedder() is None:
        return Finding(
            False,
            f"搜索只按字词比对，不比对意思：{unusable()}",
            "换用支持AVX2的x86机器并安装requirements.txt；若有意不用，设 SEARCH_EMBEDDER=none。",
        )
    try:
        left = waiting(backend())
    except SearchUnavailable:
        return Finding(False, "搜索索引读不了", "运行 manage.py rebuild_index。")
    return Finding(True, f"按意思比对可用，还有{left}条在排队" if left else "按意思比对可用，没有排队的")
