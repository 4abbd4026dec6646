"""Vectors are made once, for the database's index; the cluster gets copies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.backends import meanings
from search.backends.base import Meaning
from search.backends.elastic.backend import ElasticBackend
from search.embeddings import Embedder, embedder

AT_ONCE = 200  # documents of one step


def copy_meaning(index: ElasticBackend, ids: Sequence[str], by: Embedder | None = None) -> int:
    """Give the cluster the vectors that the database has for the passages of ``ids``; how many documents."""
    by = by or embedder()
    if by is None or not ids:
        return 0
    digests = index.digests(ids)
    made = meanings.made(set(digests.values()))
    found: dict[str, Meaning] = {}
    for key, digest in digests.items():
        if digest in made and made[digest].model == by.model:
            parts, rows = meanings.read(made[digest].parts, made[digest].vectors)
            found[key] = (parts, np.empty((0, by.dimensions), np.float32) if rows is None else rows)
    index.give_meaning(found, by.model)
    return len(found)


def copy_waiting(index: ElasticBackend, by: Embedder | None = None) -> int:
    """One step through what waits in the cluster, newest first; how many documents got their vectors."""
    by = by or embedder()
    return copy_meaning(index, index.pending(AT_ONCE, model=by.model), by) if by else 0
